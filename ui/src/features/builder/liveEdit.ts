import type { LiveEditIn } from "@/api";
import type { Campaign } from "@/lib/campaign";
import { apiAmount } from "./amounts";
import { type Draft, type DraftAd, type DraftAdGroup, type DraftMeta, NO_META } from "./draft";
import { contentOf, fromCampaign } from "./draftApi";
import { BY_HAND, type DraftSearch, searchFields, searchTargeting } from "./search/draftSearch";

/**
 * A live campaign in the builder's form; an ad that came from the platform shows what was seen there, and an ad group
 * that is bid for by hand the amount that it has.
 */
export function fromLive(campaign: Campaign, platform: string | undefined): Draft {
  const seen = new Map(campaign.ad_groups.flatMap((group) => group.ads).map((ad) => [ad.id, ad.content]));
  const archived = new Set(
    campaign.ad_groups.flatMap((group) => [group, ...group.ads]).filter((node) => node.state === "archived").map((node) => node.id),
  );
  const draft = fromCampaign(campaign, platform);
  return {
    ...draft,
    adGroups: draft.adGroups
      .filter((group) => !archived.has(group.key))
      .map((group) => ({
        ...group,
        bidAmount: group.bidAmount || (draft.search && draft.bidStrategy === BY_HAND ? draft.bidAmount : ""),
        ads: group.ads
          .filter((ad) => !archived.has(ad.key))
          .map((ad) => {
            const there = seen.get(ad.key);
            const content = there ? contentOf(there) : ad.content;
            return { ...ad, content, savedContent: content, imageThere: there?.asset_id ? null : (there?.image_url ?? null) };
          }),
      })),
  };
}

/** What differs between two forms of a live campaign, as the API takes it: only what was touched. */
export function toLiveEdit(before: Draft, after: Draft): LiveEditIn {
  const groups = new Map(before.adGroups.map((group) => [group.key, group]));
  const kept = new Set(after.adGroups.flatMap((group) => [group.key, ...group.ads.map((ad) => ad.key)]));
  const ids = before.adGroups.flatMap((group) => [group, ...(kept.has(group.key) ? group.ads : [])]);
  const budget = (was: string | undefined, typed: string) => {
    const amount = apiAmount(typed);
    const unchanged = was === typed && before.budgetPeriod === after.budgetPeriod;
    return unchanged || amount === null ? {} : { budget: { period: after.budgetPeriod, amount } };
  };
  const atCampaign = after.budgetLevel === "campaign";
  return {
    ...(before.name === after.name ? {} : { name: after.name }),
    ...(atCampaign ? budget(before.budgetAmount, after.budgetAmount) : {}),
    ...(before.spendCap === after.spendCap ? {} : { spend_cap: apiAmount(after.spendCap) }),
    ...(before.bidStrategy === after.bidStrategy || !after.bidStrategy ? {} : { bid_strategy: after.bidStrategy as never }),
    ...(before.bidAmount === after.bidAmount ? {} : { bid_amount: apiAmount(after.bidAmount) }),
    ...(before.startLocal === after.startLocal ? {} : { start_local: after.startLocal }),
    ...(before.endLocal === after.endLocal ? {} : { end_local: after.endLocal }),
    ...categories(before.specialAdCategories, after.specialAdCategories),
    ...sources(before.meta ?? NO_META, after.meta ?? NO_META),
    ...declared(before.meta, after.meta),
    ...(before.search && after.search ? searchEdit(before.search, after.search) : {}),
    ad_groups: after.adGroups
      .map((group) => {
        const known = groups.get(group.key);
        return groupEdit(known, group, atCampaign ? () => ({}) : budget, targetingEdit(before, after, known, group));
      })
      .filter((edit) => edit !== null),
    remove: ids.filter((node) => !kept.has(node.key)).map((node) => node.id ?? node.key),
  };
}

/** What the law wants to know the ads are about; the order is no difference. */
function categories(before: readonly string[], after: readonly string[]): Pick<LiveEditIn, "special_ad_categories"> {
  const unchanged = same(before.toSorted(), after.toSorted());
  return unchanged ? {} : { special_ad_categories: after as NonNullable<LiveEditIn["special_ad_categories"]> };
}

/** Whom every ad comes from on Instagram, and which form it opens; null shows the page's name. */
function sources(before: DraftMeta, after: DraftMeta): Pick<LiveEditIn, "instagram_external_id" | "lead_form_external_id"> {
  return {
    ...(before.instagramExternalId === after.instagramExternalId ? {} : { instagram_external_id: after.instagramExternalId }),
    ...(before.leadFormExternalId === after.leadFormExternalId ? {} : { lead_form_external_id: after.leadFormExternalId }),
  };
}

/** Whom the ads are for and who pays, said anew once both are. */
function declared(before: DraftMeta | null, after: DraftMeta | null): Pick<LiveEditIn, "declaration"> {
  const same = before?.beneficiary === after?.beneficiary && before?.payor === after?.payor;
  const declaration = { beneficiary: after?.beneficiary.trim() ?? "", payor: after?.payor.trim() ?? "" };
  return same || !declaration.beneficiary || !declaration.payor ? {} : { declaration };
}

type SearchEdit = NonNullable<LiveEditIn["search"]>;

/** The settings for Search that differ. */
function searchEdit(before: DraftSearch, after: DraftSearch): Pick<LiveEditIn, "search"> {
  const [old, wanted] = [searchFields(before), searchFields(after)];
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => !same(old[field], wanted[field]));
  if (changed.length === 0) return {};
  return { search: Object.fromEntries(changed.map((field) => [field, wanted[field]])) as SearchEdit };
}

/** Whom an ad group on Search is for, when its keywords or the campaign's places differ; elsewhere a copy's own targeting. */
function targetingEdit(before: Draft, after: Draft, known: DraftAdGroup | undefined, group: DraftAdGroup): Pick<GroupEdit, "targeting"> {
  if (!after.search) return known || group.audienceId || !group.targeting ? {} : { targeting: group.targeting };
  const wanted = searchTargeting(after.search, group);
  const unchanged = known && before.search && same(searchTargeting(before.search, known), wanted);
  return unchanged ? {} : { targeting: wanted };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

type GroupEdit = NonNullable<LiveEditIn["ad_groups"]>[number];
type AdEdit = NonNullable<GroupEdit["ads"]>[number];

function groupEdit(
  before: DraftAdGroup | undefined,
  after: DraftAdGroup,
  budget: (was: string | undefined, typed: string) => object,
  targeting: Pick<GroupEdit, "targeting">,
): GroupEdit | null {
  const known = new Map(before?.ads.map((ad) => [ad.key, ad]));
  const ads = after.ads.map((ad) => adEdit(known.get(ad.key), ad)).filter((edit) => edit !== null);
  const fields = {
    ...(before?.name === after.name ? {} : { name: after.name }),
    ...(before?.audienceId === after.audienceId || !after.audienceId ? {} : { audience_id: after.audienceId }),
    ...budget(before?.budgetAmount, after.budgetAmount),
    ...(before?.bidAmount === after.bidAmount || !after.bidAmount ? {} : { bid_amount: apiAmount(after.bidAmount) }),
    ...targeting,
  };
  if (!before) return { ...fields, ads };
  return Object.keys(fields).length === 0 && ads.length === 0 ? null : { id: before.id, ...fields, ads };
}

function adEdit(before: DraftAd | undefined, after: DraftAd): AdEdit | null {
  const fields = {
    ...(before?.name === after.name ? {} : { name: after.name }),
    ...(before?.versionId === after.versionId || !after.versionId ? {} : { creative_version_id: after.versionId }),
  };
  if (!before) return after.like ? { ...fields, like_ad_id: after.like } : fields;
  return Object.keys(fields).length === 0 ? null : { id: before.id, ...fields };
}
