import type { Campaign, ScheduleSlot } from "@/lib/campaign";
import { apiAmount } from "../amounts";

/** What a campaign on Google Search has besides, as it is being built. Keywords and amounts stay as typed. */
export interface DraftSearch {
  countries: readonly string[];
  /** Where people are who are left out. */
  excludedPlaces: readonly string[];
  languages: readonly string[];
  partners: boolean;
  display: boolean;
  /** Left out of the whole campaign: one on each line. */
  negativeKeywords: string;
  political: boolean;
  /** When ads may be shown, in the account's zone; empty means always. */
  schedule: readonly ScheduleSlot[];
  /** Revenue for each unit of money, such as 3.5. */
  targetRoas: string;
}

/** The strategy of which each ad group has an amount of its own. */
export const BY_HAND = "manual_cpc";

export const NEW_SEARCH: DraftSearch = {
  countries: [],
  excludedPlaces: [],
  languages: [],
  partners: false,
  display: false,
  negativeKeywords: "",
  political: false,
  schedule: [],
  targetRoas: "",
};

export const asLines = (keywords: readonly string[] = []): string => keywords.join("\n");

export const keywordLines = (typed: string): string[] => typed.split("\n").filter((line) => line.trim() !== "");

/** Settings for Search as the API gives them; places and languages are those of the ad groups, which share them. */
export function fromSearch(campaign: Campaign): DraftSearch {
  const { search, ad_groups: groups } = campaign;
  const targetings = groups.flatMap((group) => (group.state === "archived" ? [] : (group.targeting ?? [])));
  const every = (codes: readonly (readonly string[])[]) => [...new Set(codes.flat())].toSorted();
  return {
    countries: every(targetings.map((targeting) => targeting.countries)),
    languages: every(targetings.map((targeting) => targeting.languages)),
    excludedPlaces: search?.excluded_places ?? [],
    partners: search?.partners ?? false,
    display: search?.display ?? false,
    negativeKeywords: asLines(search?.negative_keywords),
    political: search?.political ?? false,
    schedule: search?.schedule ?? [],
    targetRoas: search?.target_roas ?? "",
  };
}

/** Settings for Search as the API takes them. */
export function searchFields(search: DraftSearch) {
  return {
    excluded_places: [...search.excludedPlaces].toSorted(),
    partners: search.partners,
    display: search.display,
    negative_keywords: keywordLines(search.negativeKeywords),
    political: search.political,
    schedule: [...search.schedule],
    target_roas: apiAmount(search.targetRoas),
  };
}

/** Whom an ad group is for on Search: the campaign's places and languages, its own keywords. */
export function searchTargeting(search: DraftSearch, group: { keywords: string; negativeKeywords: string }) {
  return {
    countries: [...search.countries].toSorted(),
    languages: [...search.languages].toSorted(),
    keywords: keywordLines(group.keywords),
    negative_keywords: keywordLines(group.negativeKeywords),
  };
}
