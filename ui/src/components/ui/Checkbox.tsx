import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/className";

export interface CheckboxProps {
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
}

export function Checkbox({ checked, onChange, className, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      className={cn(
        "touch inline-flex size-4.5 shrink-0 items-center align-middle justify-center rounded-xs border border-control bg-surface",
        "text-on-primary hover:border-ink-soft data-[state=checked]:border-transparent data-[state=checked]:bg-primary",
        "data-[state=indeterminate]:border-transparent data-[state=indeterminate]:bg-primary disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        {checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3.5" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3.5" strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
}

/** A checkbox with its words beside it; the words are part of the target. */
export function CheckboxLine({ label, hint, ...rest }: CheckboxProps & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox id={id} className="mt-0.5" {...rest} />
      <label htmlFor={id} className="min-w-0 flex-1 text-base">
        {label}
        {hint && <span className="block text-sm text-ink-soft">{hint}</span>}
      </label>
    </div>
  );
}
