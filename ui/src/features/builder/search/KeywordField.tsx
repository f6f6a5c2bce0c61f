import { useQuery } from "@tanstack/react-query";
import { Field, type FieldProps } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { platformsQuery } from "@/lib/platforms";
import { countInWords, readKeywords } from "./keywords";

const FEWEST_ROWS = 4;
const MOST_ROWS = 14;
const MOST_NAMED = 5;

/** Keywords as marketers write them, one on each line; what cannot be used is named by its line as it is typed. */
export function KeywordField({ value, onChange, error, ...field }: Omit<FieldProps, "children" | "aside" | "error"> & {
  value: string;
  /** What the server says; what is wrong with a line is known before. */
  error: string | null;
  onChange: (value: string) => void;
}) {
  const { data } = useQuery(platformsQuery);
  const limits = data?.platforms.find((each) => each.keywords)?.keywords ?? null;
  const lines = readKeywords(value, limits);
  const wrong = lines.filter((each) => each.problem !== null);
  const named = wrong.slice(0, MOST_NAMED).map((each) => `Line ${each.line}: ${each.problem}`);
  if (wrong.length > MOST_NAMED) named.push(`And ${wrong.length - MOST_NAMED} more lines.`);
  const rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, value.split("\n").length + 1));
  return (
    <Field {...field} aside={<span aria-live="polite">{countInWords(lines)}</span>} error={named.length > 0 ? named.join(" ") : error}>
      <Textarea
        rows={rows}
        value={value}
        spellCheck={false}
        autoCapitalize="none"
        className="font-mono text-sm max-sm:text-lg"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
