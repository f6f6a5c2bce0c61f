import { keepPreviousData, queryOptions, skipToken, useQuery } from "@tanstack/react-query";
import { type PlaceOut, platformsNamePlaces, platformsSearchPlaces } from "@/api";
import { platformsQuery } from "./platforms";

export type Place = PlaceOut;

const FEWEST_LETTERS = 2;
const MOST_NAMES = 250;
/** Cities, regions and the like: known by Google's number. */
const NUMBERED = /google:\d+/g;

/** Places that a typed name may mean, best first. */
export const placesQuery = (adAccountId: string | null, typed: string) =>
  queryOptions({
    queryKey: ["places", adAccountId, typed],
    queryFn:
      adAccountId && typed.trim().length >= FEWEST_LETTERS
        ? () => platformsSearchPlaces({ path: { ad_account_id: adAccountId }, query: { q: typed.trim() } })
        : skipToken,
    staleTime: 300_000,
  });

/** What the platform calls places with numbers. */
export const placeNamesQuery = (adAccountId: string | null, codes: readonly string[]) =>
  queryOptions({
    queryKey: ["place-names", adAccountId, codes],
    queryFn:
      adAccountId && codes.length > 0
        ? () => platformsNamePlaces({ path: { ad_account_id: adAccountId }, query: { code: codes.slice(0, MOST_NAMES) } })
        : skipToken,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** Names places: a country by what it is called here, another as Google calls it. `among` is wherever codes may stand. */
export function usePlaceNames(adAccountId: string | null | undefined, among: readonly (string | null)[]): PlaceNames {
  const { data: platforms } = useQuery(platformsQuery);
  const numbered = [...new Set(among.flatMap((text) => text?.match(NUMBERED) ?? []))].toSorted();
  const { data: named } = useQuery(placeNamesQuery(adAccountId ?? null, numbered));
  const within = namingPlaces(named?.items ?? []);
  return {
    of: (code) => platforms?.countries.find((country) => country.code === code)?.name ?? within(code),
    within,
  };
}

/** Puts the names of these places in the place of Google's numbers in a text. */
export const namingPlaces =
  (named: readonly Place[]) =>
  (text: string): string =>
    text.replace(NUMBERED, (code) => {
      const place = named.find((each) => each.code === code);
      return place ? placeTitle(place) : code.replace("google:", "Google’s place ");
    });

/** A place in a list of places: "Chicago (Illinois, United States)". */
export const placeTitle = ({ name }: Pick<Place, "name">): string => name.replace(/^([^,]+), (.+)$/, "$1 ($2)");

export interface PlaceNames {
  of: (code: string) => string;
  /** A text with names in the place of Google's numbers. */
  within: (text: string) => string;
}
