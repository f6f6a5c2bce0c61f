import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "@/lib/className";
import { useFieldControl } from "./Field";
import { controlClass } from "./Input";
import { Popover, PopoverContent, PopoverTrigger } from "./Popover";
import type { Choice } from "./Select";
import { optionClass } from "./surfaces";

export interface ComboboxProps {
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  /** What to say when nothing fits. */
  empty?: ReactNode;
  /** For choices that the server finds; without it the list filters itself. */
  onSearch?: (typed: string) => void;
  compact?: boolean;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
}

/** A choice among many, found by typing. */
export function Combobox({
  choices,
  value,
  onChange,
  placeholder = "Choose",
  searchPlaceholder = "Search",
  empty = "Nothing fits. Try other words.",
  onSearch,
  compact,
  disabled,
  className,
  ...rest
}: ComboboxProps) {
  const control = useFieldControl();
  const [open, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          disabled={disabled}
          {...control}
          {...rest}
          className={cn(
            controlClass,
            compact ? "h-8 px-2.5 text-sm" : "h-9 px-3 max-sm:h-11",
            "flex items-center justify-between gap-2 text-left",
            className,
          )}
        >
          <span className={cn("flex min-w-0 items-center gap-2", !chosen && "text-ink-faint")}>
            {chosen?.icon}
            <span className="truncate">{chosen?.label ?? placeholder}</span>
          </span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      </PopoverTrigger>
      <PopoverContent label={searchPlaceholder} className="w-(--radix-popover-trigger-width) min-w-60" align="start">
        <Command shouldFilter={!onSearch} label={searchPlaceholder}>
          <Command.Input
            placeholder={searchPlaceholder}
            onValueChange={onSearch}
            className="h-10 w-full border-b border-line bg-transparent px-3 text-base outline-none placeholder:text-ink-faint"
          />
          <Command.List className="max-h-72 overflow-y-auto p-1">
            <Command.Empty className="px-3 py-6 text-center text-sm text-ink-soft">{empty}</Command.Empty>
            {choices.map((choice) => (
              <Command.Item
                key={choice.value}
                value={choice.value}
                keywords={[choice.label, choice.hint ?? ""]}
                disabled={choice.disabled}
                className={optionClass}
                onSelect={() => {
                  onChange(choice.value);
                  setOpen(false);
                }}
              >
                {choice.icon}
                <span className="min-w-0 flex-1">
                  {choice.label}
                  {choice.hint && <span className="block text-xs text-ink-soft">{choice.hint}</span>}
                </span>
                {choice.value === value && <Check aria-hidden className="size-4 text-amber-line" />}
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
