import type { Compared } from "@/lib/initiatives";

/** What is to be known of one measure: why it has no sum, and what differs between the platforms' definitions. */
export function notesOf(row: Pick<Compared, "no_total" | "differences">): string[] {
  return [row.no_total ?? [], row.differences].flat();
}

/** Every note of a table once, in the order in which the rows need them. */
export function footnotes(rows: readonly Pick<Compared, "no_total" | "differences">[]): string[] {
  return [...new Set(rows.flatMap(notesOf))];
}
