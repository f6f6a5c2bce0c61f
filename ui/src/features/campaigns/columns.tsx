import { Link } from "@tanstack/react-router";
import { GitPullRequestArrow } from "lucide-react";
import { CampaignStatus } from "@/components/CampaignStatus";
import { Figure, Money } from "@/components/Figure";
import { PlatformMark } from "@/components/PlatformMark";
import { SettledMark } from "@/components/SettledMark";
import type { Column } from "@/components/data-table/columns";
import type { Unit } from "@/lib/format";
import { purposeLabel } from "@/lib/words";
import type { CampaignRow } from "./queries";

type MetricKey = Exclude<keyof NonNullable<CampaignRow["performance"]>, "settled">;

function metric(key: MetricKey, label: string, unit: Unit, more: Partial<Column<CampaignRow>> = {}): Column<CampaignRow> {
  return {
    key,
    label,
    align: "right",
    sort: key,
    descendingFirst: true,
    cell: (row) => {
      const found = row.performance?.[key] ?? null;
      const value = found !== null && typeof found === "object" ? found.amount : found;
      return <Figure value={value} unit={unit} currency={row.currency} reason={row.performance ? null : "No facts in this period."} />;
    },
    ...more,
  };
}

/** What a campaign list can show. The keys of `sort` are the API's. */
export function campaignColumns(names: { advertisers: Map<string, string>; accounts: Map<string, string> }): Column<CampaignRow>[] {
  return [
    {
      key: "name",
      label: "Campaign",
      fixed: true,
      sort: "name",
      cell: (row) => <CampaignName row={row} />,
    },
    { key: "status", label: "Status", sort: "status", cell: (row) => <CampaignStatus status={row.status} /> },
    { key: "budget", label: "Budget", align: "right", cell: (row) => <BudgetCell row={row} /> },
    metric("spend", "Spend", "money"),
    metric("impressions", "Impressions", "count"),
    metric("clicks", "Clicks", "count", { hidden: true }),
    metric("ctr", "CTR", "percent", { hint: "Link clicks per impression on Meta, clicks per impression on Google" }),
    metric("conversions", "Conversions", "count"),
    metric("cpa", "CPA", "money", { hint: "Spend per conversion", descendingFirst: false }),
    metric("revenue", "Revenue", "money", { hidden: true }),
    metric("roas", "ROAS", "multiple", { hint: "Revenue per unit of spend" }),
    {
      key: "settled",
      label: "Settled",
      cell: (row) => (row.performance ? <SettledMark share={row.performance.settled} /> : null),
    },
    { key: "purpose", label: "Purpose", sort: "purpose", cell: (row) => (row.purpose ? purposeLabel(row.purpose) : "") },
    { key: "advertiser", label: "Advertiser", cell: (row) => names.advertisers.get(row.advertiser_id) ?? "" },
    { key: "account", label: "Ad account", hidden: true, cell: (row) => names.accounts.get(row.ad_account_id) ?? "" },
  ];
}

function CampaignName({ row }: { row: CampaignRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <PlatformMark platform={row.platform} />
      <Link
        to="/campaigns/$campaignId"
        params={{ campaignId: row.id }}
        title={row.name}
        className="min-w-0 truncate font-semibold hover:underline"
      >
        {row.name}
      </Link>
      {row.open_change_id && (
        <Link
          to="/changes/$changeId"
          params={{ changeId: row.open_change_id }}
          aria-label="A change is open"
          title="A change is open"
          className="touch shrink-0 text-info"
        >
          <GitPullRequestArrow aria-hidden className="size-3.5" />
        </Link>
      )}
    </span>
  );
}

function BudgetCell({ row }: { row: CampaignRow }) {
  if (!row.budget) return <span className="text-ink-faint">per ad group</span>;
  return (
    <>
      <Money money={row.budget.amount} />
      <span className="ml-1 text-xs text-ink-faint">{row.budget.kind === "daily" ? "a day" : "in all"}</span>
    </>
  );
}
