import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/Checkbox";
import { Loading, Skeleton } from "@/components/ui/states";
import { cn } from "@/lib/className";
import type { Sort } from "@/lib/search";
import { HeadCell } from "./HeadCell";
import { type Column, pageState, shownColumns, toggleRows } from "./columns";
import type { StoredColumns } from "./storedColumns";

export interface DataTableProps<Row> {
  /** Read out; what the rows are. */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while loading: the table keeps its shape. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** How a screen reader names a row. */
  rowName?: (row: Row) => string;
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  stored?: StoredColumns;
  onStore?: (stored: StoredColumns) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** Older rows stay, dimmed, while newer ones come. */
  stale?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** The last line: totals. */
  footer?: ReactNode;
  expectedRows?: number;
}


/** The one table of the app: head and first column stay in sight, everything else scrolls in its own frame. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, sort = null, onSort, stored, onStore, selected, onSelect, empty } = props;
  const shown = shownColumns(columns, stored?.chosen ?? null);
  const ids = rows?.map(rowId) ?? [];
  const selectable = selected !== undefined && onSelect !== undefined;
  const resize = (key: string) => (width: number) =>
    stored && onStore?.({ ...stored, widths: { ...stored.widths, [key]: width } });

  const table = (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="relative max-h-[calc(100dvh-11rem)] min-h-24 overflow-auto rounded-card border border-line bg-surface focus-visible:outline-offset-0"
    >
      <table className="w-full border-separate border-spacing-0 text-base">
        <caption className="sr-only">{label}</caption>
        <thead className="sticky top-0 z-20">
          <tr>
            {selectable && (
              <th scope="col" className="left-0 z-10 w-10 min-w-10 border-b border-line bg-sunken pl-3 text-left align-middle sm:sticky">
                <Checkbox
                  aria-label="Select all on this page"
                  checked={pageState(selected, ids)}
                  disabled={ids.length === 0}
                  onChange={(on) => onSelect(toggleRows(selected, ids, on))}
                />
              </th>
            )}
            {shown.map((column, index) => (
              <HeadCell
                key={column.key}
                column={column}
                sort={sort}
                onSort={onSort}
                width={stored?.widths[column.key] ?? column.width}
                onResize={resize(column.key)}
                className={cn(index === 0 && "sticky z-10", index === 0 && (selectable ? "left-0 sm:left-10" : "left-0"))}
              />
            ))}
          </tr>
        </thead>
        <tbody className={cn(props.stale && "opacity-60 transition-opacity")}>
          {rows === undefined ? (
            <SkeletonRows columns={shown.length + (selectable ? 1 : 0)} count={props.expectedRows ?? 8} />
          ) : (
            rows.map((row) => <BodyRow key={rowId(row)} row={row} shown={shown} {...props} />)
          )}
        </tbody>
        {props.footer && rows && rows.length > 0 && <tfoot className="sticky bottom-0 z-20">{props.footer}</tfoot>}
      </table>
      {rows?.length === 0 && <div className="sticky left-0">{empty}</div>}
    </div>
  );
  return rows === undefined ? <Loading what={label}>{table}</Loading> : table;
}

function BodyRow<Row>(props: DataTableProps<Row> & { row: Row; shown: Column<Row>[] }) {
  const { row, shown, rowId, rowName, selected, onSelect, stored } = props;
  const id = rowId(row);
  const chosen = selected?.has(id) ?? false;
  const ground = chosen ? "bg-amber-ground" : "bg-surface group-hover/row:bg-hover";
  return (
    <tr className="group/row" aria-selected={selected ? chosen : undefined}>
      {selected && onSelect && (
        <td className={cn("left-0 z-10 w-10 min-w-10 border-b border-line pl-3 align-middle sm:sticky", ground)}>
          <Checkbox
            aria-label={`Select ${rowName?.(row) ?? "this row"}`}
            checked={chosen}
            onChange={(on) => onSelect(toggleRows(selected, [id], on))}
          />
        </td>
      )}
      {shown.map((column, index) => {
        const width = stored?.widths[column.key] ?? column.width;
        const place = cn(
          "h-10 border-b border-line px-3",
          column.align === "right" && "figures text-right",
          ground,
          index === 0 && "sticky z-10 max-w-[52vw] font-normal sm:max-w-80",
          index === 0 && (selected ? "left-0 sm:left-10" : "left-0"),
        );
        const style = width ? { width, minWidth: width, maxWidth: width, overflow: "hidden" } : undefined;
        return index === 0 ? (
          <th key={column.key} scope="row" className={cn(place, "text-left")} style={style}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} className={cn(place, "whitespace-nowrap")} style={style}>
            {column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}

function SkeletonRows({ columns, count }: { columns: number; count: number }) {
  return Array.from({ length: count }, (_, row) => (
    <tr key={row}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} className="h-10 border-b border-line px-3">
          <Skeleton className={column <= 1 ? "h-3.5 w-3/4" : "ml-auto h-3.5 w-12"} />
        </td>
      ))}
    </tr>
  ));
}
