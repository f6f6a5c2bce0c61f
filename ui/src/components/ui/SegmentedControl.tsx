import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/className";

export interface Segment<Value extends string> {
  value: Value;
  label: string;
  icon?: ReactNode;
  /** Show the icon alone; the label is read out. */
  iconOnly?: boolean;
}

/** One of a few, all visible. */
export function SegmentedControl<Value extends string>({ segments, value, onChange, label, className }: {
  segments: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  label: string;
  className?: string;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => next && onChange(next as Value)}
      className={cn("inline-flex rounded-control border border-line bg-sunken p-0.5", className)}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          aria-label={segment.iconOnly ? segment.label : undefined}
          title={segment.iconOnly ? segment.label : undefined}
          className={cn(
            "touch inline-flex h-7 flex-1 items-center justify-center gap-1.5 rounded-sm px-2.5 text-sm font-semibold",
            "border border-transparent whitespace-nowrap text-ink-soft hover:text-ink",
            "data-[state=on]:border-line-strong data-[state=on]:bg-surface data-[state=on]:text-ink",
          )}
        >
          {segment.icon}
          {!segment.iconOnly && segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
