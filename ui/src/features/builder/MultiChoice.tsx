import { X } from "lucide-react";
import { Combobox } from "@/components/ui/Combobox";
import type { Choice } from "@/components/ui/Select";

/** Several of many: chosen ones stand as chips, the field adds another. */
export function MultiChoice({ choices, chosen, onChange, placeholder, onSearch, empty }: {
  choices: readonly Choice[];
  chosen: readonly Choice[];
  onChange: (chosen: Choice[]) => void;
  placeholder: string;
  onSearch?: (typed: string) => void;
  empty?: string;
}) {
  const values = new Set(chosen.map((choice) => choice.value));
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        choices={choices.filter((choice) => !values.has(choice.value))}
        value={null}
        placeholder={placeholder}
        {...(onSearch ? { onSearch } : {})}
        {...(empty ? { empty } : {})}
        onChange={(value) => {
          const found = choices.find((choice) => choice.value === value);
          if (found) onChange([...chosen, found]);
        }}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map((choice) => (
            <li key={choice.value} className="flex h-7 items-center gap-1 rounded-full border border-line bg-sunken pr-1 pl-2.5 text-sm">
              {choice.label}
              <button
                type="button"
                aria-label={`Remove ${choice.label}`}
                className="touch flex size-5 items-center justify-center rounded-full text-ink-soft hover:bg-hover hover:text-ink"
                onClick={() => onChange(chosen.filter((each) => each.value !== choice.value))}
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
