import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { Figure } from "@/components/Figure";
import { PlatformMark } from "@/components/PlatformMark";
import { DataTable } from "@/components/data-table/DataTable";
import type { Column } from "@/components/data-table/columns";
import { DateRangePicker } from "@/components/date-range/DateRangePicker";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { ViewFacts } from "@/features/overview/ViewFacts";
import { type Compared, type Initiative, type InitiativePerformance, initiativePerformanceQuery } from "@/lib/initiatives";
import { platformName } from "@/lib/platforms";
import { footnotes, notesOf } from "./footnotes";

/** What people compare first; the rest is one click away. */
const USUAL: readonly string[] = ["spend", "conversions", "cpa", "revenue", "roas", "impressions", "link_clicks", "ctr", "cpc"];

const route = getRouteApi("/shell/initiatives/$initiativeId");

/** Figures of both campaigns side by side, with what makes them unlike. A sum stands only where it is one. */
export function ComparisonCard({ initiative }: { initiative: Initiative }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = search.since && search.until ? { since: search.since, until: search.until } : null;
  const { data, error, refetch, isPlaceholderData } = useQuery(initiativePerformanceQuery(initiative.id, period));
  const today = data?.campaigns.map(({ overview }) => overview.today).toSorted().at(-1);
  return (
    <Card>
      <CardHeader
        title="Compared"
        description="The same days, each by its own account’s clock."
        actions={
          data &&
          today && (
            <DateRangePicker
              value={data.period}
              today={today}
              zoneNote="Days in each account’s own zone."
              onChange={(next) => void navigate({ search: (before) => ({ ...before, ...next }) })}
            />
          )
        }
      />
      <CardBody>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Comparison figures={data} stale={isPlaceholderData} />
        ) : (
          <Loading what="figures">
            <Skeleton className="h-72 rounded-card" />
          </Loading>
        )}
      </CardBody>
    </Card>
  );
}

function Comparison({ figures, stale }: { figures: InitiativePerformance; stale: boolean }) {
  const [all, setAll] = useState(false);
  const currencies = figures.campaigns.map(({ overview }) => overview.currency);
  const rows = figures.measures.filter((row) => all || USUAL.includes(row.key));
  const notes = footnotes(rows);
  const columns: Column<Compared>[] = [
    {
      key: "metric",
      label: "Measure",
      fixed: true,
      cell: (row) => (
        <>
          {row.label}
          <NoteMarks numbers={notesOf(row).map((note) => notes.indexOf(note) + 1)} />
        </>
      ),
    },
    ...figures.campaigns.map((campaign, index) => ({
      key: campaign.campaign_id,
      label: platformName(campaign.platform),
      align: "right" as const,
      cell: (row: Compared) => <Figure value={row.values[index] ?? null} unit={row.unit} currency={currencies[index] ?? null} />,
    })),
    {
      key: "together",
      label: "Together",
      align: "right",
      cell: (row) => <Together row={row} currency={currencies[0] ?? null} />,
    },
  ];
  return (
    <div className="grid gap-4">
      <ul className="grid gap-2">
        {figures.campaigns.map(({ campaign_id, platform, overview }) => (
          <li key={campaign_id} className="flex items-start gap-3">
            <PlatformMark platform={platform} />
            <ViewFacts overview={overview} />
          </li>
        ))}
      </ul>
      <DataTable
        label="Figures compared"
        columns={columns}
        rows={rows}
        rowId={(row) => row.key}
        stale={stale}
        empty={<p className="px-5 py-8 text-center text-base text-ink-soft">No figures in this period. Choose a longer one.</p>}
      />
      {notes.length > 0 && (
        <ol aria-label="What is not the same" className="grid max-w-prose list-decimal gap-1 pl-5 text-sm text-ink-soft">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      )}
      {figures.measures.length > rows.length || all ? (
        <Button look="quiet" className="justify-self-start" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Fewer measures" : "Every measure"}
        </Button>
      ) : null}
    </div>
  );
}

function NoteMarks({ numbers }: { numbers: number[] }) {
  if (numbers.length === 0) return null;
  return (
    <sup className="ml-0.5 text-xs text-ink-soft">
      <span className="sr-only">see note </span>
      {numbers.join(", ")}
    </sup>
  );
}

function Together({ row, currency }: { row: Compared; currency: string | null }) {
  if (row.total !== null) return <Figure value={row.total} unit={row.unit} currency={currency} />;
  if (row.no_total === null) return null;
  return (
    <span className="text-ink-faint" title={row.no_total}>
      not added up
    </span>
  );
}
