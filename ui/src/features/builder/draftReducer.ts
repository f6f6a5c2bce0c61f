import { type Draft, type DraftAd, type DraftAdGroup, type DraftContent, NO_CONTENT, newAd, newAdGroup, nextName } from "./draft";
import { EVERYBODY } from "./targeting";

/** What a save has made on the server, by the keys of this page. */
export interface SavedIds {
  groups: Readonly<Record<string, string>>;
  ads: Readonly<Record<string, string>>;
}

export type DraftAction =
  | { type: "set"; fields: Partial<Omit<Draft, "adGroups">> }
  | { type: "addGroup"; callToAction: string }
  | { type: "copyGroup"; group: string }
  | { type: "removeGroup"; group: string }
  | { type: "setGroup"; group: string; fields: Partial<Omit<DraftAdGroup, "key" | "id" | "ads">> }
  | { type: "setPlaces"; places: Places }
  | { type: "addAd"; group: string; callToAction: string }
  | { type: "copyAd"; ad: string }
  | { type: "copyAdsToAll"; group: string }
  | { type: "removeAd"; ad: string }
  | { type: "nameAd"; ad: string; name: string }
  | { type: "write"; ad: string; content: Partial<DraftContent> }
  | { type: "versionKept"; ad: string; creativeId: string; versionId: string; content: DraftContent }
  | { type: "treeKept"; ids: SavedIds }
  | { type: "replace"; draft: Draft };

/** Where people are, and which languages they use. */
export interface Places {
  countries: readonly string[];
  languages: readonly string[];
}

/** Every edit of a draft. Pure but for the keys of what is new. */
export function draftReducer(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case "set":
      return { ...draft, ...action.fields };
    case "replace":
      return action.draft;
    case "addGroup":
      return withGroups(draft, [
        ...draft.adGroups,
        newAdGroup(groupName(draft), [newAd("Ad 1", { ...emptyContent(draft), callToAction: action.callToAction })]),
      ]);
    case "copyGroup":
      return withGroups(
        draft,
        draft.adGroups.flatMap((group) => (group.key === action.group ? [group, copyOfGroup(group, draft)] : [group])),
      );
    case "removeGroup":
      return withGroups(draft, draft.adGroups.filter((group) => group.key !== action.group));
    case "setGroup":
      return eachGroup(draft, (group) => (group.key === action.group ? { ...group, ...action.fields } : group));
    case "setPlaces":
      return withPlaces(draft, action.places);
    case "copyAdsToAll":
      return copyAdsToAll(draft, action.group);
    case "treeKept":
      return eachGroup(draft, (group) => ({
        ...group,
        id: action.ids.groups[group.key] ?? group.id,
        ads: group.ads.map((ad) => ({ ...ad, id: action.ids.ads[ad.key] ?? ad.id })),
      }));
    default:
      return reduceAd(draft, action);
  }
}

type AdAction = Extract<DraftAction, { type: "addAd" | "copyAd" | "removeAd" | "nameAd" | "write" | "versionKept" }>;

function reduceAd(draft: Draft, action: AdAction): Draft {
  switch (action.type) {
    case "addAd":
      return eachGroup(draft, (group) => {
        if (group.key !== action.group) return group;
        const content = { ...emptyContent(draft), callToAction: action.callToAction };
        return { ...group, ads: [...group.ads, newAd(adName(group), content)] };
      });
    case "copyAd":
      return eachGroup(draft, (group) => ({
        ...group,
        ads: group.ads.flatMap((ad) => (ad.key === action.ad ? [ad, copyOfAd(ad, adName(group))] : [ad])),
      }));
    case "removeAd":
      return eachGroup(draft, (group) => ({ ...group, ads: group.ads.filter((ad) => ad.key !== action.ad) }));
    case "nameAd":
      return eachAd(draft, action.ad, (ad) => ({ ...ad, name: action.name }));
    case "write":
      return eachAd(draft, action.ad, (ad) => ({ ...ad, content: { ...ad.content, ...action.content } }));
    case "versionKept":
      return eachAd(draft, action.ad, (ad) => ({
        ...ad,
        creativeId: action.creativeId,
        versionId: action.versionId,
        savedContent: action.content,
      }));
  }
}

const withGroups = (draft: Draft, adGroups: DraftAdGroup[]): Draft => ({ ...draft, adGroups });

const eachGroup = (draft: Draft, change: (group: DraftAdGroup) => DraftAdGroup): Draft =>
  withGroups(draft, draft.adGroups.map(change));

const eachAd = (draft: Draft, key: string, change: (ad: DraftAd) => DraftAd): Draft =>
  eachGroup(draft, (group) => ({ ...group, ads: group.ads.map((ad) => (ad.key === key ? change(ad) : ad)) }));

/** On Search places are the campaign's; elsewhere each ad group gets them with targeting of its own: audiences are others' too. */
function withPlaces(draft: Draft, { countries, languages }: Places): Draft {
  if (draft.search) return { ...draft, search: { ...draft.search, countries, languages } };
  return eachGroup(draft, (group) => ({
    ...group,
    audienceId: null,
    targeting: { ...(group.targeting ?? EVERYBODY), countries: [...countries], languages: [...languages] },
  }));
}

const groupName = (draft: Draft): string => nextName("Ad group", draft.adGroups.map((group) => group.name));
const adName = (group: DraftAdGroup): string => nextName("Ad", group.ads.map((ad) => ad.name));

/** A new ad leads where the first one leads: usually right, always visible. */
function emptyContent(draft: Draft): DraftContent {
  const first = draft.adGroups[0]?.ads[0]?.content;
  return { ...NO_CONTENT, callToAction: first?.callToAction ?? "", destinationUrl: first?.destinationUrl ?? "" };
}

/** A copy shows the same version until it is edited; then it gets one of its own, as one that has none does at once. */
const copyOfAd = (ad: DraftAd, name: string): DraftAd => ({
  ...ad,
  key: crypto.randomUUID(),
  id: null,
  name,
  savedContent: ad.versionId ? ad.savedContent : null,
  like: ad.id ?? ad.like,
});

function copyOfGroup(group: DraftAdGroup, draft: Draft): DraftAdGroup {
  return {
    ...group,
    key: crypto.randomUUID(),
    id: null,
    name: groupName(draft),
    ads: group.ads.map((ad) => copyOfAd(ad, ad.name)),
  };
}

/** Give every other ad group the ads of one: the same ads before several audiences. */
function copyAdsToAll(draft: Draft, from: string): Draft {
  const source = draft.adGroups.find((group) => group.key === from);
  if (!source) return draft;
  return eachGroup(draft, (group) =>
    group.key === from ? group : { ...group, ads: source.ads.map((ad) => copyOfAd(ad, ad.name)) },
  );
}

/** The ad with this key, or the first there is. */
export function findAd(draft: Draft, key: string | null): DraftAd | undefined {
  const ads = draft.adGroups.flatMap((group) => group.ads);
  return ads.find((ad) => ad.key === key) ?? ads[0];
}
