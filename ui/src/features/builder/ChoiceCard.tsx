import type { ReactNode } from "react";
import { cn } from "@/lib/className";

/** One of a few choices that need a sentence each. Part of a radio group. */
export function ChoiceCard({ name, label, hint, icon, chosen, disabled, onChoose }: {
  name: string;
  label: string;
  hint: ReactNode;
  icon?: ReactNode;
  chosen: boolean;
  disabled?: boolean;
  onChoose: () => void;
}) {
  return (
    <label
      className={cn(
        "flex items-start gap-3 rounded-card border p-4 transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-amber-line",
        chosen ? "border-amber-line bg-amber-ground" : disabled ? "border-dashed border-line-strong" : "border-line bg-surface",
        !disabled && "cursor-pointer hover:border-control",
      )}
    >
      <input type="radio" name={name} className="sr-only" checked={chosen} disabled={disabled} onChange={onChoose} />
      {icon}
      <span className="min-w-0">
        <span className={cn("block text-base font-semibold", disabled && "text-ink-soft")}>{label}</span>
        <span className="mt-0.5 block text-sm text-ink-soft">{hint}</span>
      </span>
    </label>
  );
}
