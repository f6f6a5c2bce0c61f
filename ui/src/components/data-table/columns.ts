import type { ReactNode } from "react";

export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right, in tabular numerals. */
  align?: "left" | "right";
  /** The key that the API sorts by; without it the column does not sort. */
  sort?: string;
  /** Figures are wanted largest first, names from A. */
  descendingFirst?: boolean;
  /** Explains the column on its head. */
  hint?: string;
  /** Hidden until chosen. */
  hidden?: boolean;
  /** The first column identifies the row: it stays, and cannot be hidden. */
  fixed?: boolean;
  width?: number;
}

/** Which columns are shown, in the table's own order. `chosen` null means the table's defaults. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null): Column<Row>[] {
  return columns.filter((column) => column.fixed || (chosen ? chosen.includes(column.key) : !column.hidden));
}

/** A column shown or hidden. */
export function toggleColumn<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | null,
  key: string,
): string[] {
  const now = shownColumns(columns, chosen).map((column) => column.key);
  return now.includes(key) ? now.filter((each) => each !== key) : [...now, key];
}

/** Which rows are selected, after one or all of the page were ticked. */
export function toggleRows(selected: ReadonlySet<string>, ids: readonly string[], on: boolean): Set<string> {
  const next = new Set(selected);
  ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
  return next;
}

export function pageState(selected: ReadonlySet<string>, ids: readonly string[]): boolean | "indeterminate" {
  const count = ids.filter((id) => selected.has(id)).length;
  if (count === 0) return false;
  return count === ids.length ? true : "indeterminate";
}
