import type { DiffLine } from "@/lib/changes";
import { usePlaceNames } from "@/lib/places";
import { DiffTable } from "./DiffTable";
import { reworded } from "./diff";

/** Before and after in an ad account: its places by name. */
export function AccountDiff({ diff, adAccountId }: { diff: readonly DiffLine[]; adAccountId: string | null }) {
  const places = usePlaceNames(adAccountId, diff.flatMap((line) => [line.before, line.after]));
  return <DiffTable diff={reworded(diff, places.within)} />;
}
