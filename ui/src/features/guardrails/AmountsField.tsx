import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import type { AmountDraft } from "./limits";

/** One amount for each currency; amounts are never converted. */
export function AmountsField({ label, help, error, currencies, value, onChange }: {
  label: string;
  help?: string;
  error?: string | undefined;
  currencies: readonly string[];
  value: readonly AmountDraft[];
  onChange: (value: AmountDraft[]) => void;
}) {
  const helpId = useId();
  const all = [...new Set([...currencies, ...value.map((each) => each.currency)])];
  const free = all.find((currency) => !value.some((each) => each.currency === currency));
  const change = (index: number, part: Partial<AmountDraft>) => onChange(value.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={helpId}>
      <legend className="mb-1.5 text-sm font-semibold">{label}</legend>
      {value.map((each, index) => (
        <div key={index} className="flex gap-2">
          <Input
            aria-label={`${label}, amount ${index + 1}`}
            inputMode="decimal"
            className="figures min-w-0 flex-1 sm:max-w-40"
            value={each.amount}
            onChange={(event) => change(index, { amount: event.target.value })}
          />
          <Select
            aria-label={`${label}, currency ${index + 1}`}
            className="w-24"
            choices={all.map((currency) => ({ value: currency, label: currency }))}
            value={each.currency}
            onChange={(currency) => change(index, { currency })}
          />
          <IconButton label="Remove the amount" onClick={() => onChange(value.filter((_, at) => at !== index))}>
            <X className="size-4" />
          </IconButton>
        </div>
      ))}
      {free && (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => onChange([...value, { amount: "", currency: free }])}
        >
          {value.length === 0 ? "Set an amount" : "In another currency"}
        </Button>
      )}
      {error && <p className="text-sm text-negative">{error}</p>}
      <p id={helpId} className="text-sm text-ink-soft">
        {help}
      </p>
    </fieldset>
  );
}
