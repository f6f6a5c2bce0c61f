import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";
import type { Money } from "./format";
import { readable } from "./words";

/** What is true of the platforms, as data: GET /platforms. */
export interface TextLimit {
  platform: string;
  placement: string;
  field: string;
  shown_as: string;
  limit: number;
  hard: boolean;
  may_be_cut_after: number | null;
}

export interface PurposeOffer {
  platform: string;
  offered: boolean;
  reason: string | null;
  needs_page: boolean;
  needs_pixel: boolean;
  default_call_to_action: string | null;
  bid_strategies: string[];
}

export interface PurposeData {
  purpose: string;
  label: string;
  explanation: string;
  offers: PurposeOffer[];
}

export interface PlatformsData {
  purposes: PurposeData[];
  text_limits: TextLimit[];
  calls_to_action: { key: string; label: string }[];
  minimum_daily_budgets: { platform: string; minimum: Money }[];
  countries: { code: string; name: string }[];
  languages: { code: string; name: string }[];
}

export const platformsQuery = queryOptions({
  queryKey: ["platforms"],
  queryFn: () => api.get<PlatformsData>("/platforms"),
  staleTime: Infinity,
});

const NAMES: Readonly<Record<string, string>> = { meta: "Meta", google: "Google", file: "File" };

export const platformName = (platform: string): string => NAMES[platform] ?? readable(platform);
