import { Field, type FieldProps } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";

/** An amount in a named currency, kept as it is typed. */
export function MoneyField({ currency, value, onChange, ...field }: Omit<FieldProps, "children"> & {
  currency: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field {...field}>
      <div className="relative">
        <Input
          value={value}
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          className="figures pr-14"
          onChange={(event) => onChange(event.target.value)}
        />
        <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-ink-soft">{currency}</span>
      </div>
    </Field>
  );
}
