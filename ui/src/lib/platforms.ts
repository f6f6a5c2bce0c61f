import { queryOptions } from "@tanstack/react-query";
import { type BidStrategyOut, type PlatformsOut, type PurposeOut, type TextLimitOut, platformsPlatforms } from "@/api";
import { readable } from "./words";

/** What is true of the platforms, as data. */
export type PlatformsData = PlatformsOut;
export type PurposeOffer = PurposeOut;
export type TextLimit = TextLimitOut & { platform: string };

export const platformsQuery = queryOptions({
  queryKey: ["platforms"],
  queryFn: (): Promise<PlatformsData> => platformsPlatforms(),
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

/** The bid strategies that fit a purpose, the usual one first, in the platform's words. */
export function strategiesOf(data: PlatformsData | undefined, platform: string, purpose: string | null): BidStrategyOut[] {
  const strategies = data?.platforms.find((each) => each.platform === platform)?.bid_strategies ?? [];
  const fitting = offerOf(data, platform, purpose)?.bid_strategies ?? [];
  return fitting.flatMap((key) => strategies.filter((strategy) => strategy.key === key));
}

/** Whether any purpose can be built on a platform; true until the platforms are known. */
export function canBuildOn(data: PlatformsData | undefined, platform: string): boolean {
  const known = data?.platforms.find((each) => each.platform === platform);
  return known === undefined || known.purposes.some((offer) => offer.offered);
}

/** Why nothing can be built on a platform; traffic is what every one of them could bring. */
export function whyNotOn(data: PlatformsData | undefined, platform: string): string | null {
  const known = data?.platforms.find((each) => each.platform === platform);
  return known?.purposes.find((offer) => offer.purpose === "traffic")?.reason ?? null;
}
