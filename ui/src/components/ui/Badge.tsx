import type { ReactNode } from "react";
import { cn } from "@/lib/className";

export type Tone = "neutral" | "positive" | "negative" | "warning" | "info" | "amber";

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-soft border-line",
  positive: "bg-positive-ground text-positive border-positive-border",
  negative: "bg-negative-ground text-negative border-negative-border",
  warning: "bg-warning-ground text-warning border-warning-border",
  info: "bg-info-ground text-info border-info-border",
  amber: "bg-amber-ground text-amber-ink border-amber-border",
};

/** A state in a word. Colour supports the word, never replaces it. */
export function Badge({ tone = "neutral", icon, children, className }: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5.5 max-w-full items-center gap-1 rounded-full border px-2 text-xs font-semibold whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}

/** A notice that belongs to the whole view. */
export function Notice({ tone = "info", icon, children, action, className }: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      role={tone === "negative" ? "alert" : "status"}
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border px-3 py-2.5 text-sm",
        tones[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1 basis-48">{children}</div>
      {action}
    </div>
  );
}
