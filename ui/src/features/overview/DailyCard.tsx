import { ChartLine, Table2 } from "lucide-react";
import { Suspense, lazy, useMemo, useState } from "react";
import { Card, CardHeader } from "@/components/ui/Card";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { Skeleton } from "@/components/ui/states";
import { DailyTable } from "./DailyTable";
import type { Overview, OverviewDay } from "./queries";

const DailyChart = lazy(() => import("@/charts/DailyChart").then((module) => ({ default: module.DailyChart })));

/** Index of the first day whose figures may still change; past the last day when all are settled. */
function firstUnsettled(days: OverviewDay[]): number {
  const index = days.findIndex((day) => !day.settled);
  return index === -1 ? days.length : index;
}

export function DailyCard({ overview, chosen }: { overview: Overview; chosen: string[] }) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const days = useMemo(() => overview.daily.map((row) => row.date), [overview]);
  const openFrom = firstUnsettled(overview.daily);
  const series = useMemo(
    () =>
      chosen.flatMap((key) => {
        const measure = overview.measures.find((each) => each.key === key);
        if (!measure) return [];
        return {
          metric: key,
          label: measure.label,
          unit: measure.unit,
          currency: overview.currency,
          values: measure.series.map((value) => (value === null ? null : Number(value))),
        };
      }),
    [overview, chosen],
  );
  return (
    <Card>
      <CardHeader
        title="Per day"
        description="Choose one or two measures above to draw them."
        actions={
          <SegmentedControl
            label="Show as"
            value={view}
            onChange={setView}
            segments={[
              { value: "chart", label: "Chart", icon: <ChartLine aria-hidden className="size-3.5" /> },
              { value: "table", label: "Table", icon: <Table2 aria-hidden className="size-3.5" /> },
            ]}
          />
        }
      />
      {view === "chart" ? (
        <div className="px-3 pb-4 sm:px-5">
          <Suspense fallback={<Skeleton className="h-72 w-full rounded-control" />}>
            <DailyChart days={days} series={series} openFrom={openFrom} today={overview.today} />
          </Suspense>
        </div>
      ) : (
        <DailyTable
          days={overview.daily}
          today={overview.today}
          measures={overview.measures}
          currency={overview.currency}
        />
      )}
    </Card>
  );
}
