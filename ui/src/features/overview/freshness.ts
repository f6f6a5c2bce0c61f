import { formatDay, zoneCity } from "@/lib/days";
import type { Overview } from "./queries";

/** How fresh the figures are: the account that is furthest behind decides. */
export function describeFreshness(accounts: Overview["accounts"]): string | undefined {
  const [oldest, ...others] = accounts.toSorted((a, b) => a.fetched_until.localeCompare(b.fetched_until));
  if (!oldest) return undefined;
  const until = `Facts until ${formatDay(oldest.fetched_until)} in ${zoneCity(oldest.zone)}`;
  const uneven = others.some((account) => account.fetched_until !== oldest.fetched_until);
  return uneven ? `${until} (${oldest.name} is furthest behind)` : until;
}

/** Which days the sums hold, where some of the period were never fetched. */
export function describeFetched({ since_date: since, until_date: until }: Overview["fetched"]): string {
  if (!since || !until) return "Not all days of this period are fetched";
  return `Not all days of this period are fetched: the sums hold ${formatDay(since)} to ${formatDay(until)}`;
}
