import { api } from "@/lib/api";
import type { Ad, Campaign } from "@/lib/campaign";
import { apiAmount } from "./amounts";
import { type Draft, type DraftAd, type DraftAdGroup, type DraftContent, type DraftMeta, NO_CONTENT, needsVersion } from "./draft";
import type { SavedIds } from "./draftReducer";
import type { Creative } from "./queries";
import { asLines, fromSearch, searchFields, searchTargeting } from "./search/draftSearch";

/** The draft that the API's campaign is, with its ids as keys; `platform` is its account's. */
export function fromCampaign(campaign: Campaign, platform?: string): Draft {
  const groupBudget = campaign.ad_groups.find((group) => group.budget)?.budget;
  return {
    name: campaign.name,
    advertiserId: campaign.advertiser_id,
    adAccountId: campaign.ad_account_id,
    purpose: campaign.purpose,
    budgetLevel: campaign.budget_level,
    budgetPeriod: campaign.budget?.period ?? groupBudget?.period ?? "daily",
    budgetAmount: campaign.budget?.amount ?? "",
    spendCap: campaign.spend_cap?.amount ?? "",
    bidStrategy: campaign.bid_strategy,
    bidAmount: campaign.bid_amount?.amount ?? "",
    startLocal: campaign.start_local?.slice(0, 16) ?? null,
    endLocal: campaign.end_local?.slice(0, 16) ?? null,
    specialAdCategories: campaign.special_ad_categories,
    pageExternalId: campaign.page_external_id,
    pixelExternalId: campaign.pixel_external_id,
    meta: campaign.meta && fromMeta(campaign.meta),
    search: isSearch(campaign, platform) ? fromSearch(campaign) : null,
    adGroups: campaign.ad_groups.map((group) => ({
      key: group.id,
      id: group.id,
      name: group.name,
      audienceId: group.audience?.id ?? null,
      targeting: group.targeting,
      keywords: asLines(group.targeting?.keywords),
      negativeKeywords: asLines(group.targeting?.negative_keywords),
      budgetAmount: group.budget?.amount ?? "",
      bidAmount: group.bid_amount?.amount ?? "",
      ads: group.ads.map(fromAd),
    })),
  };
}

const fromMeta = (meta: NonNullable<Campaign["meta"]>): DraftMeta => ({
  instagramExternalId: meta.instagram_external_id,
  conversionEvent: meta.conversion_event,
  leadFormExternalId: meta.lead_form_external_id,
  beneficiary: meta.beneficiary,
  payor: meta.payor,
});

const metaFields = (meta: DraftMeta) => ({
  instagram_external_id: meta.instagramExternalId,
  conversion_event: meta.conversionEvent,
  lead_form_external_id: meta.leadFormExternalId,
  beneficiary: meta.beneficiary,
  payor: meta.payor,
});

/** What is built on Google is for Search; what came from there says so. */
const isSearch = (campaign: Campaign, platform?: string): boolean =>
  platform === "google" && (campaign.origin === "built" || campaign.search !== null);

function fromAd(ad: Ad): DraftAd {
  const content = ad.creative_version_id ? contentOf(ad.content) : NO_CONTENT;
  return {
    key: ad.id,
    id: ad.id,
    name: ad.name,
    creativeId: ad.creative_id,
    versionId: ad.creative_version_id,
    content,
    savedContent: ad.creative_version_id ? content : null,
    like: null,
    imageThere: null,
  };
}

interface ContentFields {
  headline: string;
  primary_text: string;
  description: string;
  call_to_action: string;
  destination_url: string;
  asset_id: string | null;
  more_headlines: readonly string[];
  more_descriptions: readonly string[];
  display_path: readonly string[];
}

export const contentOf = (from: ContentFields): DraftContent => ({
  headline: from.headline,
  primaryText: from.primary_text,
  description: from.description,
  callToAction: from.call_to_action,
  destinationUrl: from.destination_url,
  moreHeadlines: from.more_headlines,
  moreDescriptions: from.more_descriptions,
  displayPath: from.display_path,
  assetId: from.asset_id,
});

const contentFields = (content: DraftContent): ContentFields => ({
  headline: content.headline,
  primary_text: content.primaryText,
  description: content.description,
  call_to_action: content.callToAction,
  destination_url: content.destinationUrl,
  more_headlines: content.moreHeadlines,
  more_descriptions: content.moreDescriptions,
  display_path: content.displayPath,
  asset_id: content.assetId,
});

/** What PATCH /campaigns/{id} takes. An amount that cannot be read is left empty; its field says so. */
export function toPatch(draft: Draft) {
  const { search } = draft;
  const atCampaign = draft.budgetLevel === "campaign";
  const budget = (typed: string) => {
    const amount = apiAmount(typed);
    return amount === null ? null : { period: draft.budgetPeriod, amount };
  };
  return {
    ...(draft.name.trim() ? { name: draft.name } : {}),
    advertiser_id: draft.advertiserId,
    ad_account_id: draft.adAccountId,
    purpose: draft.purpose,
    budget_level: draft.budgetLevel,
    budget: atCampaign ? budget(draft.budgetAmount) : null,
    spend_cap: apiAmount(draft.spendCap),
    bid_strategy: draft.bidStrategy,
    bid_amount: apiAmount(draft.bidAmount),
    start_local: draft.startLocal,
    end_local: draft.endLocal,
    special_ad_categories: draft.specialAdCategories,
    page_external_id: draft.pageExternalId,
    pixel_external_id: draft.pixelExternalId,
    meta: draft.meta && metaFields(draft.meta),
    search: search && searchFields(search),
    ad_groups: draft.adGroups.map((group) => ({
      id: group.id,
      name: group.name,
      ...(search ? { targeting: searchTargeting(search, group) } : ownOrAudience(group)),
      budget: atCampaign ? null : budget(group.budgetAmount),
      bid_amount: apiAmount(group.bidAmount),
      ads: group.ads.map((ad) => ({ id: ad.id, name: ad.name, creative_version_id: ad.versionId })),
    })),
  };
}

/** Whom an ad group off Search is for: its audience, otherwise targeting of its own. */
const ownOrAudience = ({ audienceId, targeting }: DraftAdGroup) => (audienceId === null && targeting ? { targeting } : { audience_id: audienceId });

export interface KeptVersion {
  ad: string;
  creativeId: string;
  versionId: string;
  content: DraftContent;
}

export interface SaveHooks {
  onVersion: (kept: KeptVersion) => void;
  onTree: (ids: SavedIds, campaign: Campaign) => void;
}

/** Save a draft: first a creative version for every edited ad, then the tree. Each step is told as soon as it is done. */
export async function saveDraft(campaignId: string, draft: Draft, hooks: SaveHooks): Promise<void> {
  const latest = await keepVersions(draft, hooks.onVersion);
  const campaign = await api.patch<Campaign>(`/campaigns/${campaignId}`, toPatch(latest));
  hooks.onTree(idsOf(latest, campaign), campaign);
}

/** Keep a creative version for every edited ad; each is told as soon as it is kept. */
export async function keepVersions(draft: Draft, onVersion: SaveHooks["onVersion"]): Promise<Draft> {
  let latest = draft;
  for (const ad of draft.adGroups.flatMap((group) => group.ads).filter(needsVersion)) {
    const kept = await keepVersion(draft.advertiserId, ad);
    onVersion(kept);
    latest = withVersion(latest, kept);
  }
  return latest;
}

async function keepVersion(advertiserId: string, ad: DraftAd): Promise<KeptVersion> {
  const content = contentFields(ad.content);
  const creative = ad.creativeId
    ? await api.post<Creative>(`/creatives/${ad.creativeId}/versions`, { ...content, parent_id: ad.versionId })
    : await api.post<Creative>("/creatives", { ...content, advertiser_id: advertiserId, name: ad.name });
  return { ad: ad.key, creativeId: creative.id, versionId: creative.latest.id, content: ad.content };
}

function withVersion(draft: Draft, kept: KeptVersion): Draft {
  return {
    ...draft,
    adGroups: draft.adGroups.map((group) => ({
      ...group,
      ads: group.ads.map((ad) =>
        ad.key === kept.ad ? { ...ad, creativeId: kept.creativeId, versionId: kept.versionId, savedContent: kept.content } : ad,
      ),
    })),
  };
}

/** The server answers with the tree in the order it was sent: so each node finds its id. */
export function idsOf(draft: Draft, campaign: Campaign): SavedIds {
  const groups: Record<string, string> = {};
  const ads: Record<string, string> = {};
  draft.adGroups.forEach((group, index) => {
    const saved = campaign.ad_groups[index];
    if (!saved) return;
    groups[group.key] = saved.id;
    group.ads.forEach((ad, place) => {
      const savedAd = saved.ads[place];
      if (savedAd) ads[ad.key] = savedAd.id;
    });
  });
  return { groups, ads };
}
