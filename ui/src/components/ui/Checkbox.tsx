import { Check, Minus } from "lucide-react";
import { Checkbox as Radix, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/className";
import { useFieldControl } from "./Field";

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

export function Switch({ checked, onChange, disabled, ...rest }: Omit<CheckboxProps, "checked"> & { checked: boolean }) {
  const control = useFieldControl();
  return (
    <RadixSwitch.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      {...control}
      {...rest}
      className={cn(
        "touch inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 transition-colors",
        "data-[state=checked]:border-transparent data-[state=checked]:bg-primary disabled:opacity-50",
      )}
    >
      <RadixSwitch.Thumb className="size-3.5 rounded-full bg-control transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-primary" />
    </RadixSwitch.Root>
  );
}
