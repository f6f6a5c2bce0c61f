import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import type { HoursDraft } from "./limits";

/** Hours of every day in which nothing is applied. */
export function NoTouchHours({ value, error, onChange }: {
  value: readonly HoursDraft[];
  error?: string | undefined;
  onChange: (value: HoursDraft[]) => void;
}) {
  const change = (index: number, part: Partial<HoursDraft>) => onChange(value.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-semibold">No-touch hours</legend>
      {value.map((each, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input type="time" className="w-36" aria-label={`From, span ${index + 1}`} value={each.start} onChange={(event) => change(index, { start: event.target.value })} />
          <span className="text-sm text-ink-soft">to</span>
          <Input type="time" className="w-36" aria-label={`To, span ${index + 1}`} value={each.end} onChange={(event) => change(index, { end: event.target.value })} />
          <IconButton label="Remove the hours" onClick={() => onChange(value.filter((_, at) => at !== index))}>
            <X className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => onChange([...value, { start: "22:00", end: "06:00" }])}
      >
        Add hours
      </Button>
      {error && <p className="text-sm text-negative">{error}</p>}
      <p className="text-sm text-ink-soft">In the ad account’s time zone. What is approved then waits for their end.</p>
    </fieldset>
  );
}
