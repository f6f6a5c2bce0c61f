import type { DiffLine } from "@/lib/changes";
import { usePlaceNames } from "@/lib/places";
import { DiffTable } from "./DiffTable";

/** Before and after in an ad account: its places by name. */
export function AccountDiff({ diff, adAccountId }: { diff: readonly DiffLine[]; adAccountId: string | null }) {
  const places = usePlaceNames(adAccountId, diff.flatMap((line) => (isOfPlaces(line) ? [line.before ?? "", line.after ?? ""] : [])));
  const named = (text: string | null) => (text === null ? null : places.within(text));
  return (
    <DiffTable
      diff={diff.map((line) => (isOfPlaces(line) ? { ...line, before: named(line.before), after: named(line.after) } : line))}
    />
  );
}

/** Languages that are not of the list have numbers too, which are no places. */
const isOfPlaces = (line: DiffLine): boolean => line.field !== "languages";
