import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/className";
import { useFieldControl } from "./Field";

export const controlClass = cn(
  "control min-w-0 rounded-control border border-control/70 bg-surface text-base text-ink transition-colors duration-100",
  "placeholder:text-ink-faint hover:border-control focus-visible:outline-offset-0 focus-visible:border-amber-line",
  "aria-invalid:border-negative disabled:bg-sunken disabled:text-ink-soft",
  "max-sm:text-lg", // Phones zoom into anything smaller.
);

export interface InputProps extends ComponentProps<"input"> {
  /** Inside, before the text: an icon or a currency. */
  before?: ReactNode;
  after?: ReactNode;
  compact?: boolean;
}

export function Input({ before, after, compact, className, ...rest }: InputProps) {
  const control = useFieldControl();
  const height = compact ? "h-8" : "h-9 max-sm:h-11";
  const input = (
    <input
      {...control}
      {...rest}
      className={cn(controlClass, height, "px-3 read-only:bg-sunken", before && "pl-9", after && "pr-10", !before && !after && className)}
    />
  );
  if (!before && !after) return input;
  return (
    <div className={cn("relative", className)}>
      {before && (
        <span className="pointer-events-none absolute inset-y-0 left-0 flex w-9 items-center justify-center text-sm text-ink-faint">
          {before}
        </span>
      )}
      {input}
      {after && <span className="absolute inset-y-0 right-1 flex items-center">{after}</span>}
    </div>
  );
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  const control = useFieldControl();
  return (
    <textarea {...control} {...rest} className={cn(controlClass, "read-only:bg-sunken min-h-20 px-3 py-2 leading-normal", className)} />
  );
}
