import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/Button";

/** What can be done with the selected rows; appears with the first one. */
export function BulkBar({ count, noun, onClear, children }: {
  count: number;
  noun: string;
  onClear: () => void;
  children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <div
      role="region"
      aria-label={`Actions for the selected ${noun}`}
      className="fixed inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] animate-appear flex-wrap items-center gap-2 rounded-card border border-line-strong bg-raised py-2 pr-2 pl-4 shadow-pop"
    >
      <span className="figures mr-2 text-sm font-semibold" aria-live="polite">
        {count} selected
      </span>
      {children}
      <IconButton label="Clear selection" size="small" onClick={onClear}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}
