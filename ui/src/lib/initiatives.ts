import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { initiativesGet, initiativesPerformance } from "@/api";
import type { Period } from "./period";

export type {
  ComparedOut as Compared,
  InitiativeCampaignOut as InitiativeCampaign,
  InitiativeDetailOut as Initiative,
  InitiativePerformanceOut as InitiativePerformance,
  SharedFieldOut as Shared,
} from "@/api";

export const initiativeQuery = (id: string) =>
  queryOptions({
    queryKey: ["initiative", id],
    queryFn: () => initiativesGet({ path: { initiative_id: id } }),
  });

/** Both campaigns over the same days; the API's own period when none is chosen. */
export const initiativePerformanceQuery = (id: string, period: Period | null) =>
  queryOptions({
    queryKey: ["initiative", id, "performance", period],
    queryFn: () => initiativesPerformance({ path: { initiative_id: id }, query: period ?? {} }),
    placeholderData: keepPreviousData,
  });
