import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";
import type { Money } from "./format";
import { readable } from "./words";

/** What is true of the platforms, as data: GET /platforms. */
interface TextLimitOfPlatform {
  placement: string;
  field: string;
  shown_as: string;
  limit: number;
  hard: boolean;
  may_be_cut_after: number | null;
}

export interface TextLimit extends TextLimitOfPlatform {
  platform: string;
}

export interface PurposeOffer {
  purpose: string;
  label: string;
  explanation: string;
  offered: boolean;
  reason: string | null;
  objective: string | null;
  optimization_goal: string | null;
  needs_page: boolean;
  needs_pixel: boolean;
  conversion_event: string | null;
  default_call_to_action: string | null;
  bid_strategies: string[];
}

export interface PlatformData {
  platform: string;
  name: string;
  purposes: PurposeOffer[];
  text_limits: TextLimitOfPlatform[];
  images: { placement: string; ratio: string; width: number; height: number; minimum_width: number }[];
  minimum_daily_budgets: Money[];
}

export interface BidStrategyData {
  key: string;
  label: string;
  explanation: string;
  needs_amount: boolean;
}

export interface PlatformsData {
  platforms: PlatformData[];
  calls_to_action: { key: string; label: string }[];
  bid_strategies: BidStrategyData[];
  special_ad_categories: { key: string; label: string }[];
  currencies: { code: string; name: string; decimals: number; budget_decimals: number }[];
  countries: { code: string; name: string; eu: boolean }[];
  languages: { code: string; name: string }[];
}

export const platformsQuery = queryOptions({
  queryKey: ["platforms"],
  queryFn: () => api.get<PlatformsData>("/platforms"),
  staleTime: Infinity,
});

const NAMES: Readonly<Record<string, string>> = { meta: "Meta", google: "Google", file: "File" };

export const platformName = (platform: string): string => NAMES[platform] ?? readable(platform);

/** Every platform's text limits in one list. */
export function textLimits(data: PlatformsData | undefined): TextLimit[] {
  return (data?.platforms ?? []).flatMap(({ platform, text_limits }) =>
    text_limits.map((limit) => ({ ...limit, platform })),
  );
}

/** What a purpose is on a platform; undefined while unknown. */
export function offerOf(
  data: PlatformsData | undefined,
  platform: string,
  purpose: string | null,
): PurposeOffer | undefined {
  return data?.platforms
    .find((each) => each.platform === platform)
    ?.purposes.find((offer) => offer.purpose === purpose);
}
