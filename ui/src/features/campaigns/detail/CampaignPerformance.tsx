import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ChartNoAxesColumn } from "lucide-react";
import { useState } from "react";
import { type MeasureOut, type NodePerformanceOut, insightsPerformance } from "@/api";
import { Figure } from "@/components/Figure";
import { DataTable } from "@/components/data-table/DataTable";
import type { Column } from "@/components/data-table/columns";
import { DateRangePicker } from "@/components/date-range/DateRangePicker";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { DailyCard } from "@/features/overview/DailyCard";
import { MeasureTile } from "@/features/overview/MeasureTile";
import { ViewFacts } from "@/features/overview/ViewFacts";
import type { AdAccount } from "@/lib/accounts";
import type { Campaign } from "@/lib/campaign";
import type { Period } from "@/lib/period";

const route = getRouteApi("/shell/campaigns/$campaignId");

const performanceQuery = (campaignId: string, period: Period | null) =>
  queryOptions({
    queryKey: ["campaign", campaignId, "performance", period],
    queryFn: () => insightsPerformance({ path: { campaign_id: campaignId }, query: period ?? {} }),
    placeholderData: keepPreviousData,
  });

const SHOWN = ["spend", "conversions", "cpa", "revenue", "roas", "impressions", "link_clicks", "ctr"];
const MOST_DRAWN = 2;

/** What the campaign brought: as a whole and per day, by ad group, by ad. */
export function CampaignPerformance({ campaign, account }: { campaign: Campaign; account: AdAccount | undefined }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState(["spend", "conversions"]);
  const period = search.since && search.until ? { since: search.since, until: search.until } : null;
  const { data, error, refetch } = useQuery(performanceQuery(campaign.id, period));
  if (campaign.status === "draft") {
    return (
      <EmptyState icon={ChartNoAxesColumn} title="It has not run yet">
        Figures come with the first sync after its launch, and again with every later one.
      </EmptyState>
    );
  }
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PerformanceSkeleton />;
  const { overview } = data;
  const shownPeriod = period ?? overview.period;
  const measures = SHOWN.flatMap((key) => overview.measures.find((measure) => measure.key === key) ?? []);
  const toggle = (key: string) =>
    setChosen((now) => (now.includes(key) ? now.filter((each) => each !== key) : [...now, key].slice(-MOST_DRAWN)));
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ViewFacts overview={overview} />
        <DateRangePicker
          value={shownPeriod}
          today={overview.today}
          zoneNote={account ? `Days of ${account.zone}.` : undefined}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, ...next }) })}
        />
      </div>
      <Card className="overflow-hidden">
        <ul aria-label="Measures" className="-mr-px -mb-px grid grid-cols-2 sm:grid-cols-4">
          {measures.map((measure) => (
            <MeasureTile
              key={measure.key}
              measure={measure}
              currency={overview.currency}
              settledShare={overview.settled.share}
              before={overview.before}
              chosen={chosen.includes(measure.key)}
              onToggle={() => toggle(measure.key)}
            />
          ))}
        </ul>
      </Card>
      <DailyCard overview={overview} chosen={chosen} />
      <NodeTable noun="Ad group" label="By ad group" nodes={data.ad_groups} measures={measures} currency={overview.currency} />
      <NodeTable noun="Ad" label="By ad" nodes={data.ads} measures={measures} currency={overview.currency} />
    </div>
  );
}

function NodeTable({ noun, label, nodes, measures, currency }: {
  noun: string;
  label: string;
  nodes: NodePerformanceOut[];
  measures: MeasureOut[];
  currency: string | null;
}) {
  const columns: Column<NodePerformanceOut>[] = [
    { key: "name", label: noun, fixed: true, cell: (node) => node.name },
    ...measures.map((measure) => ({
      key: measure.key,
      label: measure.label,
      align: "right" as const,
      cell: (node: NodePerformanceOut) => (
        <Figure value={node.values[measure.key] ?? null} unit={measure.unit} currency={currency} reason={measure.reason} />
      ),
    })),
  ];
  return (
    <div>
      <h2 className="mb-2 text-lg">{label}</h2>
      <DataTable
        label={label}
        columns={columns}
        rows={nodes}
        rowId={(node) => node.external_id}
        empty={<p className="px-5 py-8 text-center text-base text-ink-soft">No figures in this period. Choose a longer one.</p>}
      />
    </div>
  );
}

function PerformanceSkeleton() {
  return (
    <Loading what="figures">
      <Skeleton className="h-48 rounded-card" />
      <Skeleton className="mt-5 h-80 rounded-card" />
    </Loading>
  );
}
