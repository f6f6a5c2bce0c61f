import { ToggleGroup } from "radix-ui";
import { cn } from "@/lib/className";

/** Some of a few, all visible; none chosen means that it does not matter. */
export function ChoiceChips<Value extends string>({ label, choices, value, onChange, any }: {
  label: string;
  choices: readonly { value: Value; label: string }[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  /** What none chosen means: "Any kind". */
  any: string;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-semibold">
        {label}
        {value.length === 0 && <span className="ml-1.5 font-normal text-ink-faint">{any}</span>}
      </legend>
      <ToggleGroup.Root
        type="multiple"
        aria-label={label}
        value={[...value]}
        onValueChange={(next) => onChange(next as Value[])}
        className="flex flex-wrap gap-1.5"
      >
        {choices.map((choice) => (
          <ToggleGroup.Item
            key={choice.value}
            value={choice.value}
            className={cn(
              "touch inline-flex h-8 items-center rounded-full border border-control/55 px-3 text-sm font-semibold text-ink-soft",
              "hover:border-control hover:text-ink data-[state=on]:border-amber-border data-[state=on]:bg-amber-ground data-[state=on]:text-ink",
            )}
          >
            {choice.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </fieldset>
  );
}
