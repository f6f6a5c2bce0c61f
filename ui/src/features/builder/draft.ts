import type { AdContent } from "@/features/previews/model";
import type { Targeting } from "@/lib/campaign";
import type { DraftSearch } from "./search/draftSearch";

/** An ad's content with the picture it shows. */
export interface DraftContent extends AdContent {
  assetId: string | null;
}

/** An ad as it is being built. `key` names it on this page, `id` on the server once it is saved. */
export interface DraftAd {
  key: string;
  id: string | null;
  name: string;
  creativeId: string | null;
  versionId: string | null;
  content: DraftContent;
  /** What the version on the server says; null before there is one. */
  savedContent: DraftContent | null;
  /** The live ad that it is a copy of: an image that only the platform has is known by it. */
  like: string | null;
  /** Where the platform shows the image that only it has. */
  imageThere: string | null;
}

export interface DraftAdGroup {
  key: string;
  id: string | null;
  name: string;
  audienceId: string | null;
  /** Whom it is for: what its audience says, or its own where none is chosen. */
  targeting: Targeting | null;
  /** On Search only, as typed: one on each line. */
  keywords: string;
  negativeKeywords: string;
  budgetAmount: string;
  bidAmount: string;
  ads: DraftAd[];
}

/** What a campaign on Meta has besides; what is empty is as usual for purpose, page and account. */
export interface DraftMeta {
  instagramExternalId: string | null;
  conversionEvent: string | null;
  leadFormExternalId: string | null;
  beneficiary: string;
  payor: string;
}

export const NO_META: DraftMeta = {
  instagramExternalId: null,
  conversionEvent: null,
  leadFormExternalId: null,
  beneficiary: "",
  payor: "",
};

/** A campaign as it is being built. Amounts stay as typed; wall times are `YYYY-MM-DDTHH:MM` in the account's zone. */
export interface Draft {
  name: string;
  advertiserId: string;
  adAccountId: string | null;
  purpose: string | null;
  budgetLevel: "campaign" | "ad_group";
  budgetPeriod: "daily" | "lifetime";
  budgetAmount: string;
  spendCap: string;
  bidStrategy: string | null;
  bidAmount: string;
  startLocal: string | null;
  endLocal: string | null;
  specialAdCategories: string[];
  pageExternalId: string | null;
  pixelExternalId: string | null;
  /** Null while nothing was chosen. */
  meta: DraftMeta | null;
  /** What a campaign on Google Search has besides; null elsewhere. */
  search: DraftSearch | null;
  adGroups: DraftAdGroup[];
}

export const NO_CONTENT: DraftContent = {
  headline: "",
  primaryText: "",
  description: "",
  callToAction: "",
  destinationUrl: "",
  moreHeadlines: [],
  moreDescriptions: [],
  displayPath: [],
  assetId: null,
};

export function sameContent(one: DraftContent, other: DraftContent): boolean {
  return (Object.keys(NO_CONTENT) as (keyof DraftContent)[]).every((field) => trimmed(one[field]) === trimmed(other[field]));
}

/** A value without what the server does not keep: spaces at the ends, and texts that are still empty. */
function trimmed(value: string | readonly string[] | null): string | null {
  if (value === null || typeof value === "string") return value?.trim() ?? null;
  return JSON.stringify(value.map((text) => text.trim()).filter(Boolean));
}

export function isEmptyContent(content: DraftContent): boolean {
  return sameContent({ ...content, callToAction: "" }, NO_CONTENT);
}

/** Whether an ad's content has still to be kept as a version. */
export function needsVersion(ad: DraftAd): boolean {
  if (ad.savedContent) return !sameContent(ad.content, ad.savedContent);
  return !isEmptyContent(ad.content);
}

/** The next free name in a list: "Ad 3" after "Ad 1" and "Ad 2". */
export function nextName(stem: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}

/** `{advertiser}_{purpose}_{yyyy-mm}`: the name a campaign gets until a person gives it another. */
export function campaignName(advertiser: string, purpose: string, today: string): string {
  return [slug(advertiser), purpose.replaceAll("_", "-"), today.slice(0, 7)].join("_");
}

function slug(text: string): string {
  const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "") || "campaign";
}

export function newAd(name: string, content: DraftContent = NO_CONTENT): DraftAd {
  return { key: crypto.randomUUID(), id: null, name, creativeId: null, versionId: null, content, savedContent: null, like: null, imageThere: null };
}

export function newAdGroup(name: string, ads: DraftAd[]): DraftAdGroup {
  return {
    key: crypto.randomUUID(),
    id: null,
    name,
    audienceId: null,
    targeting: null,
    keywords: "",
    negativeKeywords: "",
    budgetAmount: "",
    bidAmount: "",
    ads,
  };
}
