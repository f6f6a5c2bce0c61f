import type { Targeting } from "@/lib/campaign";
import { plural } from "@/lib/format";
import type { PlaceNames } from "@/lib/places";
import type { PlatformsData } from "@/lib/platforms";
import type { DraftAdGroup } from "./draft";
import { type DraftSearch, keywordLines } from "./search/draftSearch";

export const EVERYBODY: Targeting = {
  countries: [],
  age_min: 18,
  age_max: 65,
  genders: [],
  languages: [],
  interests: [],
  keywords: [],
  negative_keywords: [],
  expand: false,
};

export const YOUNGEST = 13;
export const OLDEST = 65;

const listed = (names: string[], most = 3): string =>
  names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;

/** Whom an audience is, in a line: "United States · 18–44 · women · organic food". */
export function describeTargeting(targeting: Targeting, data: PlatformsData | undefined): string {
  const country = (code: string) => data?.countries.find((each) => each.code === code)?.name ?? code;
  const language = (code: string) => data?.languages.find((each) => each.code === code)?.name ?? code;
  const ages = `${targeting.age_min}–${targeting.age_max >= OLDEST ? "65+" : targeting.age_max}`;
  const gender = targeting.genders.length === 1 ? (targeting.genders[0] === "female" ? "women" : "men") : null;
  return [
    targeting.countries.length > 0 ? listed(targeting.countries.map(country)) : "no country yet",
    ages,
    gender,
    targeting.languages.length > 0 ? `speaks ${listed(targeting.languages.map(language))}` : null,
    targeting.interests.length > 0 ? `likes ${listed(targeting.interests.map((interest) => interest.name))}` : null,
    targeting.expand ? "and people like them" : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What an ad group on Search is shown to, in a line: "United States · 3 keywords, 1 negative". */
export function describeSearch(search: DraftSearch, group: DraftAdGroup, places: PlaceNames): string {
  const [keywords, negatives] = [keywordLines(group.keywords).length, keywordLines(group.negativeKeywords).length];
  return [
    search.countries.length > 0 ? listed(search.countries.map(places.of)) : "no place yet",
    keywords === 0 ? "no keyword yet" : plural(keywords, "keyword"),
    negatives > 0 ? `${negatives} negative` : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What is wrong with an audience before it is saved, by field. */
export function targetingProblems(name: string, targeting: Targeting): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!name.trim()) problems.name = "Give the audience a name.";
  if (targeting.countries.length === 0) problems.countries = "Choose a country at least.";
  if (targeting.age_min > targeting.age_max) problems.age = "The youngest age is above the oldest.";
  return problems;
}
