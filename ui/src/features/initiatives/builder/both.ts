import { apiAmount } from "@/features/builder/amounts";
import type { SaveState } from "@/features/builder/autosave";
import type { Draft, DraftAd, DraftContent } from "@/features/builder/draft";
import type { DraftAction, Places } from "@/features/builder/draftReducer";
import { EVERYBODY } from "@/features/builder/targeting";
import type { SharedKey } from "@/features/builder/written";
import type { Budgeted } from "../budgetSplit";

/** The texts that both platforms can say alike. */
export const SHARED_TEXTS = ["headline", "primaryText", "destinationUrl"] as const satisfies readonly (keyof DraftContent)[];

export type SharedTexts = Pick<DraftContent, (typeof SHARED_TEXTS)[number]>;

/** The ad whose texts are the initiative's: the first there is. */
export const firstAd = (draft: Draft): DraftAd | undefined => draft.adGroups.flatMap((group) => group.ads)[0];

const sorted = (codes: readonly string[]): string => codes.toSorted().join(" ");
const samePlaces = (one: Places, other: Places): boolean =>
  sorted(one.countries) === sorted(other.countries) && sorted(one.languages) === sorted(other.languages);

// What only one platform has a name for, such as a city on Google, carries its prefix.
const isOfOnePlatform = (code: string): boolean => code.includes(":");

/** The places and languages of a whole draft; null where its ad groups differ, or where the other platform does not know them. */
export function placesOf({ search, adGroups }: Draft): Places | null {
  const found: readonly Places[] = search ? [search] : adGroups.map(({ targeting }) => targeting ?? EVERYBODY);
  const [first, ...more] = found;
  if (!first || !more.every((each) => samePlaces(first, each))) return null;
  return [...first.countries, ...first.languages].some(isOfOnePlatform) ? null : { countries: first.countries, languages: first.languages };
}

/** Whether both drafts say the same of a part; then it can be written once. */
export function agree(key: SharedKey, one: Draft, other: Draft): boolean {
  if (key === "name") return one.name.trim() === other.name.trim();
  if (key === "schedule") return one.startLocal === other.startLocal && one.endLocal === other.endLocal;
  if (key === "places") {
    const [here, there] = [placesOf(one), placesOf(other)];
    return here !== null && there !== null && samePlaces(here, there);
  }
  const [here, there] = [firstAd(one), firstAd(other)];
  return Boolean(here && there) && SHARED_TEXTS.every((field) => here?.content[field].trim() === there?.content[field].trim());
}

/** The edit that makes a draft say what another one says of a part; null where it has no place for it. */
export function takeOver(key: SharedKey, from: Draft, to: Draft): DraftAction | null {
  if (key === "name") return { type: "set", fields: { name: from.name } };
  if (key === "schedule") return { type: "set", fields: { startLocal: from.startLocal, endLocal: from.endLocal } };
  if (key === "places") {
    const places = placesOf(from);
    return places && { type: "setPlaces", places };
  }
  const [source, target] = [firstAd(from), firstAd(to)];
  if (!source || !target) return null;
  const { headline, primaryText, destinationUrl } = source.content;
  return { type: "write", ad: target.key, content: { headline, primaryText, destinationUrl } };
}

/** A draft's own budget as typed; null where it has none, or one that cannot be read. */
export function budgetOf(draft: Draft, currency: string | null): Budgeted {
  const amount = draft.budgetLevel === "campaign" ? apiAmount(draft.budgetAmount) : null;
  return { budget: amount === null ? null : { amount, currency, period: draft.budgetPeriod } };
}

const WORST_FIRST: readonly SaveState["kind"][] = ["conflict", "refused", "retrying", "saving", "waiting", "saved"];

/** How saving stands for both: as for the one that is worse off. */
export function worseOf(one: SaveState, other: SaveState): SaveState {
  return WORST_FIRST.indexOf(one.kind) <= WORST_FIRST.indexOf(other.kind) ? one : other;
}
