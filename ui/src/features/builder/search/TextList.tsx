import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import type { TextLimit } from "@/lib/platforms";
import { TextCount } from "../TextCount";

/** Several texts of one kind, each counted: Google combines them. */
export function TextList({ label, one, before = [], texts, atLeast, atMost, limit, error, help, onChange }: {
  /** What they are, and what one of them is called. */
  label: string;
  one: string;
  /** The first ones, where they are written elsewhere. */
  before?: readonly string[];
  texts: readonly string[];
  atLeast: number;
  atMost: number;
  limit: TextLimit | undefined;
  error: string | null;
  help: string;
  onChange: (texts: string[]) => void;
}) {
  const helpId = useId();
  const fewest = Math.max(0, atLeast - before.length);
  const rows = [...texts, ...Array.from({ length: Math.max(0, fewest - texts.length) }, () => "")];
  const written = [...before, ...texts].filter((text) => text.trim()).length;
  const seen = new Set(before.map(compared));
  return (
    <fieldset aria-describedby={helpId} className="flex flex-col gap-3">
      <legend className="contents">
        <span className="flex items-baseline justify-between gap-3">
          <span className="text-base font-semibold">{label}</span>
          <span className="figures text-xs text-ink-faint">
            {written} of {atLeast} to {atMost}
          </span>
        </span>
      </legend>
      <p id={helpId} className="-mt-1.5 text-sm text-ink-soft">
        {help}
      </p>
      {rows.map((text, index) => {
        const repeated = compared(text) !== "" && seen.has(compared(text));
        seen.add(compared(text));
        const number = before.length + index + 1;
        return (
          // Rows have no identity but their place.
          <div key={index} className="flex items-end gap-1">
            <Field
              label={`${one} ${number}`}
              required={number <= atLeast}
              className="flex-1"
              aside={limit && <TextCount field={limit.field} text={text} limits={[limit]} />}
              error={repeated ? "This says the same as one before. Each has to be different." : null}
            >
              <Input value={text} maxLength={2000} onChange={(event) => onChange(rows.with(index, event.target.value))} />
            </Field>
            <IconButton label={`Remove ${one.toLowerCase()} ${number}`} disabled={rows.length <= fewest} onClick={() => onChange(rows.toSpliced(index, 1))}>
              <Trash2 className="size-4" />
            </IconButton>
          </div>
        );
      })}
      {error && <p className="text-sm text-negative">{error}</p>}
      <div>
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} disabled={before.length + rows.length >= atMost} onClick={() => onChange([...rows, ""])}>
          Add a {one.toLowerCase()}
        </Button>
      </div>
    </fieldset>
  );
}

const compared = (text: string): string => text.trim().toLowerCase();
