import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/className";
import { useFieldControl } from "./Field";
import { controlClass } from "./Input";
import { floatClass, optionClass } from "./surfaces";

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  /** A second line that explains. */
  hint?: string;
  icon?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder?: string;
  compact?: boolean;
  disabled?: boolean;
  className?: string;
  /** Needed where no field gives the label. */
  "aria-label"?: string;
}

export function Select<Value extends string>({
  choices,
  value,
  onChange,
  placeholder = "Choose",
  compact,
  disabled,
  className,
  ...rest
}: SelectProps<Value>) {
  const control = useFieldControl();
  return (
    <Radix.Root value={value ?? ""} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        {...control}
        {...rest}
        className={cn(
          controlClass,
          compact ? "h-8 px-2.5 text-sm" : "h-9 px-3 max-sm:h-11",
          "flex items-center justify-between gap-2 text-left data-placeholder:text-ink-faint",
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={cn(floatClass, "max-h-80 min-w-(--radix-select-trigger-width) max-w-[min(26rem,calc(100vw-1rem))]")}
        >
          <Radix.Viewport className="p-1">
            {choices.map((choice) => (
              <Radix.Item key={choice.value} value={choice.value} disabled={choice.disabled} className={optionClass}>
                {choice.icon}
                <span className="min-w-0 flex-1">
                  <Radix.ItemText>{choice.label}</Radix.ItemText>
                  {choice.hint && <span className="block text-xs text-ink-soft">{choice.hint}</span>}
                </span>
                <Radix.ItemIndicator>
                  <Check aria-hidden className="size-4 text-amber-line" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
