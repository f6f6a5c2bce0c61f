import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { cn } from "@/lib/className";
import { type Sort, nextSort } from "@/lib/search";
import type { Column } from "./columns";

const LEAST_WIDTH = 72;
const KEY_STEP = 16;

export interface HeadCellProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort?: (sort: Sort | null) => void;
  width: number | undefined;
  onResize: (width: number) => void;
  className?: string;
}

export function HeadCell<Row>({ column, sort, onSort, width, onResize, className }: HeadCellProps<Row>) {
  const cell = useRef<HTMLTableCellElement>(null);
  const active = column.sort !== undefined && sort?.key === column.sort;
  const ariaSort = active ? (sort.descending ? "descending" : "ascending") : column.sort && onSort ? "none" : undefined;
  const label = (
    <span className="truncate" title={column.hint}>
      {column.label}
    </span>
  );

  function drag(event: PointerEvent<HTMLSpanElement>) {
    const start = event.clientX;
    const before = cell.current?.offsetWidth ?? LEAST_WIDTH;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => onResize(Math.max(LEAST_WIDTH, before + move.clientX - start));
    handle.onpointerup = () => (handle.onpointermove = null);
  }

  function resizeByKey(event: KeyboardEvent) {
    const step = event.key === "ArrowLeft" ? -KEY_STEP : event.key === "ArrowRight" ? KEY_STEP : 0;
    if (step === 0 || !event.shiftKey) return;
    event.preventDefault();
    onResize(Math.max(LEAST_WIDTH, (cell.current?.offsetWidth ?? LEAST_WIDTH) + step));
  }

  return (
    <th
      ref={cell}
      scope="col"
      aria-sort={ariaSort}
      style={width ? { width, minWidth: width, maxWidth: width } : undefined}
      className={cn(
        "group relative h-9 border-b border-line bg-sunken px-3 text-left text-xs font-semibold whitespace-nowrap text-ink-soft",
        column.align === "right" && "text-right",
        className,
      )}
    >
      {column.sort && onSort ? (
        <button
          type="button"
          onKeyDown={resizeByKey}
          onClick={() => onSort(nextSort(sort, column.sort ?? "", column.descendingFirst ?? false))}
          className={cn(
            "touch inline-flex max-w-full items-center gap-1 rounded-xs align-middle hover:text-ink",
            column.align === "right" && "flex-row-reverse",
            active && "text-ink",
          )}
        >
          {label}
          {active && sort.descending && <ArrowDown aria-hidden className="size-3.5 shrink-0" />}
          {active && !sort.descending && <ArrowUp aria-hidden className="size-3.5 shrink-0" />}
        </button>
      ) : (
        label
      )}
      {/* For the pointer; the keyboard narrows and widens with Shift and the arrow keys on the head. */}
      <span
        aria-hidden
        onPointerDown={drag}
        className="absolute inset-y-1.5 right-0 w-1.5 cursor-col-resize touch-none border-r border-transparent group-hover:border-line-strong"
      />
    </th>
  );
}
