import { queryOptions } from "@tanstack/react-query";
import { type BidStrategyOut, type CountLimitOut, type PlatformsOut, type PurposeOut, type TextLimitOut, platformsPlatforms } from "@/api";
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

/** What a platform is called: the API's own word for it, written as a name. */
export const platformName = readable;

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

export interface OfferedPurpose {
  purpose: string;
  label: string;
  explanation: string;
  /** Platforms that it can be built on. */
  on: string[];
  /** Why not on the others. */
  notOn: { platform: string; reason: string }[];
}

/** Every purpose with where it is offered, those that are offered anywhere first; with a platform only that one counts. */
export function purposesOf(data: PlatformsData, only: string | null): OfferedPurpose[] {
  const platforms = data.platforms.filter((each) => only === null || each.platform === only);
  const first = platforms[0]?.purposes ?? [];
  const purposes = first.map(({ purpose, label, explanation }) => {
    const offers = platforms.map((each) => ({ platform: each.platform, offer: offerOf(data, each.platform, purpose) }));
    return {
      purpose,
      label,
      explanation,
      on: offers.filter(({ offer }) => offer?.offered).map(({ platform }) => platform),
      notOn: offers.flatMap(({ platform, offer }) => (offer?.reason ? { platform, reason: offer.reason } : [])),
    };
  });
  return purposes.toSorted((one, other) => Number(other.on.length > 0) - Number(one.on.length > 0));
}

/** The bid strategies that fit a purpose, the usual one first, in the platform's words; all of them while it is unknown. */
export function strategiesOf(data: PlatformsData | undefined, platform: string, purpose: string | null): BidStrategyOut[] {
  const strategies = data?.platforms.find((each) => each.platform === platform)?.bid_strategies ?? [];
  if (purpose === null) return strategies;
  const fitting = offerOf(data, platform, purpose)?.bid_strategies ?? [];
  return fitting.flatMap((key) => strategies.filter((strategy) => strategy.key === key));
}

/** Why a platform has no such field at a level; null where it has. */
export function whyAbsent(data: PlatformsData | undefined, platform: string, level: "campaign" | "ad_group", field: string): string | null {
  const absent = data?.platforms.find((each) => each.platform === platform)?.absent ?? [];
  return absent.find((each) => each.level === level && each.field === field)?.reason ?? null;
}

/** How many texts of a kind one ad takes. */
export function countLimit(data: PlatformsData | undefined, platform: string, field: string): CountLimitOut | undefined {
  return data?.platforms.find((each) => each.platform === platform)?.count_limits.find((limit) => limit.field === field);
}
