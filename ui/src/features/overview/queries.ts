import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Better } from "@/components/Delta";
import { api } from "@/lib/api";
import type { Day } from "@/lib/days";
import type { Unit } from "@/lib/format";
import type { Period } from "@/lib/period";
import { withoutUnset } from "@/lib/search";

export type Scope = "organization" | "advertiser" | "account" | "campaign";

export interface OverviewQuery {
  scope: Scope;
  id?: string;
  since?: Day;
  until?: Day;
  currency?: string;
}

export interface Measure {
  key: string;
  label: string;
  unit: Unit;
  better: Better;
  value: string | number | null;
  before: string | number | null;
  delta: number | null;
  available: boolean;
  /** Why there is no value, or a caveat beside one. */
  reason: string | null;
  settled: boolean;
  /** One per day of the period; empty where the measure cannot be given by day. */
  series: (string | number | null)[];
}

export interface OverviewDay {
  date: Day;
  settled: boolean;
}

export interface Overview {
  period: Period;
  before: Period;
  before_complete: boolean;
  today: Day;
  currency: string | null;
  other_currencies: string[];
  zones: string[];
  attributions: string[];
  accounts: { id: string; name: string; platform: string; zone: string; fetched_until: Day }[];
  settled: { share: number; until: Day | null };
  measures: Measure[];
  daily: OverviewDay[];
}

export const overviewQuery = (query: OverviewQuery) =>
  queryOptions({
    queryKey: ["overview", query],
    queryFn: () => api.get<Overview>("/overview", withoutUnset(query)),
    placeholderData: keepPreviousData,
  });
