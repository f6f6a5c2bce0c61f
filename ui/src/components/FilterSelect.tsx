import { Select } from "@/components/ui/Select";

const ALL = "all";

/** A filter of a list: one value, or all. */
export function FilterSelect<Value extends string>({ label, all, choices, value, onChange, className }: {
  label: string;
  /** The words for no filter: "All statuses". */
  all: string;
  choices: readonly { value: Value; label: string }[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  className?: string;
}) {
  return (
    <Select<Value | typeof ALL>
      aria-label={label}
      className={className}
      choices={[{ value: ALL, label: all }, ...choices]}
      value={value ?? ALL}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
    />
  );
}
