import { Link } from "@tanstack/react-router";
import { TriangleAlert, Waypoints } from "lucide-react";
import type { CampaignFiguresOut } from "@/api";
import { CampaignStatus } from "@/components/CampaignStatus";
import { Figure, Money } from "@/components/Figure";
import { PlatformMark } from "@/components/PlatformMark";
import type { Column } from "@/components/data-table/columns";
import type { Unit } from "@/lib/format";
import { purposeLabel } from "@/lib/words";
import type { CampaignRow } from "./queries";

const NO_FACTS = "No facts in this period.";

function metric(
  key: keyof CampaignFiguresOut,
  label: string,
  unit: Unit,
  more: Partial<Column<CampaignRow>> = {},
): Column<CampaignRow> {
  return {
    key,
    label,
    align: "right",
    sort: key,
    descendingFirst: true,
    cell: (row) => (
      <Figure
        value={row.performance?.[key] ?? null}
        unit={unit}
        currency={row.currency}
        reason={row.performance ? null : NO_FACTS}
      />
    ),
    ...more,
  };
}

/** What a campaign list can show. The keys of `sort` are the API's. */
export const campaignColumns: readonly Column<CampaignRow>[] = [
  { key: "name", label: "Campaign", fixed: true, sort: "name", cell: (row) => <CampaignName row={row} /> },
  { key: "status", label: "Status", sort: "status", cell: (row) => <StatusCell row={row} /> },
  {
    key: "budget",
    label: "Budget",
    align: "right",
    sort: "budget",
    descendingFirst: true,
    cell: (row) => <BudgetCell row={row} />,
  },
  metric("spend", "Spend", "money"),
  metric("impressions", "Impressions", "count"),
  metric("link_clicks", "Link clicks", "count", { hidden: true }),
  metric("ctr", "CTR", "percent", { hint: "Link clicks per impression on Meta, clicks per impression on Google" }),
  metric("cpc", "CPC", "money", { hint: "Spend per link click", hidden: true, descendingFirst: false }),
  metric("cpm", "CPM", "money", { hint: "Spend per thousand impressions", hidden: true, sort: undefined }),
  metric("conversions", "Conversions", "count", { hint: "Purchases, leads and installs" }),
  metric("cpa", "CPA", "money", { hint: "Spend per conversion", descendingFirst: false }),
  metric("revenue", "Revenue", "money", { hidden: true }),
  metric("roas", "ROAS", "multiple", { hint: "Revenue per unit of spend" }),
  { key: "purpose", label: "Purpose", cell: (row) => (row.purpose ? purposeLabel(row.purpose) : "") },
  { key: "advertiser", label: "Advertiser", cell: (row) => row.advertiser_name },
  { key: "account", label: "Ad account", hidden: true, cell: (row) => row.ad_account_name ?? "" },
  { key: "zone", label: "Zone", hidden: true, cell: (row) => row.zone ?? "" },
];

function CampaignName({ row }: { row: CampaignRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {row.platform && <PlatformMark platform={row.platform} />}
      <Link
        to="/campaigns/$campaignId"
        params={{ campaignId: row.id }}
        title={row.name}
        className="min-w-0 truncate font-semibold hover:underline"
      >
        {row.name}
      </Link>
      {row.initiative_id && (
        <Link
          to="/initiatives/$initiativeId"
          params={{ initiativeId: row.initiative_id }}
          title={`Initiative “${row.initiative_name ?? ""}” on both platforms`}
          className="shrink-0 text-ink-faint hover:text-ink"
        >
          <Waypoints aria-hidden className="size-4" />
          <span className="sr-only">Initiative {row.initiative_name}</span>
        </Link>
      )}
    </span>
  );
}

function StatusCell({ row }: { row: CampaignRow }) {
  const rejected = row.rejected_ad_count;
  return (
    <span className="flex items-center gap-1.5" title={row.error_reason ?? undefined}>
      <CampaignStatus status={row.status} />
      {rejected > 0 && (
        <span title={`${rejected} of ${row.ad_count} ads declined`} className="flex items-center gap-0.5 text-negative">
          <TriangleAlert aria-hidden className="size-3.5" />
          <span className="figures text-xs font-semibold">{rejected}</span>
          <span className="sr-only"> ads declined</span>
        </span>
      )}
    </span>
  );
}

function BudgetCell({ row }: { row: CampaignRow }) {
  const own = row.budget;
  const shown = own ?? row.daily_budget;
  if (!shown || !row.currency) return <span className="text-ink-faint">none set</span>;
  return (
    <span title={own ? undefined : "Sum of the ad groups"}>
      <Money money={{ amount: shown.amount, currency: row.currency }} />
      <span className="ml-1 text-xs text-ink-faint">{own?.period === "lifetime" ? "in all" : "a day"}</span>
    </span>
  );
}
