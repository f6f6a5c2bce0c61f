import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { formatCount } from "@/lib/format";

/** Where one is in a list, and the way on. Pages count from 1. */
export function Paging({ total, page, pageSize, onPage, noun }: {
  total: number;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
  /** What is counted: "campaigns". */
  noun: string;
}) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center justify-between gap-3 py-2 text-sm text-ink-soft">
      <span className="figures" aria-live="polite">
        {formatCount(from)}–{formatCount(Math.min(total, page * pageSize))} of {formatCount(total)} {noun}
      </span>
      {last > 1 && (
        <span className="flex items-center gap-1">
          <IconButton label="Page before" size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft className="size-4" />
          </IconButton>
          <span className="figures">
            {page} / {last}
          </span>
          <IconButton label="Page after" size="small" disabled={page >= last} onClick={() => onPage(page + 1)}>
            <ChevronRight className="size-4" />
          </IconButton>
        </span>
      )}
    </nav>
  );
}
