import type { DiffLine } from "@/lib/changes";
import { textsOfPlaces, usePlaceNames } from "@/lib/places";
import { DiffTable } from "./DiffTable";

/** Before and after in an ad account: its places by name. */
export function AccountDiff({ diff, adAccountId }: { diff: readonly DiffLine[]; adAccountId: string | null }) {
  const places = usePlaceNames(adAccountId, diff.flatMap((line) => textsOfPlaces(line.field, line.before, line.after)));
  return (
    <DiffTable
      diff={diff.map((line) => ({ ...line, before: places.inField(line.field, line.before), after: places.inField(line.field, line.after) }))}
    />
  );
}
