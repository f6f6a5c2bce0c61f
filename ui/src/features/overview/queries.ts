import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type OverviewScope, insightsMetrics, insightsOverview } from "@/api";
import type { Day } from "@/lib/days";
import { withoutUnset } from "@/lib/search";

export type { MeasureOut as Measure, OverviewDayOut as OverviewDay, OverviewOut as Overview, OverviewScope as Scope } from "@/api";

export interface OverviewQuery {
  scope: OverviewScope;
  id?: string;
  since?: Day;
  until?: Day;
  currency?: string;
}

export const overviewQuery = (query: OverviewQuery) =>
  queryOptions({
    queryKey: ["overview", query],
    queryFn: () => insightsOverview({ query: withoutUnset(query) }),
    placeholderData: keepPreviousData,
  });

/** What each measure means, by its key. */
export const metricsQuery = queryOptions({
  queryKey: ["metrics"],
  queryFn: () => insightsMetrics(),
  select: (list) => new Map(list.items.map((metric) => [metric.key, metric])),
  staleTime: Infinity,
});
