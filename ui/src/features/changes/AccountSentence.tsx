import { usePlaceNames } from "@/lib/places";

/** A sentence about an ad account: places that it names by number, by name. */
export function AccountSentence({ children, adAccountId }: { children: string; adAccountId: string | null }) {
  return usePlaceNames(adAccountId, [children]).within(children);
}
