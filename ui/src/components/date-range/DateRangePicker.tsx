import { CalendarDays, ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/Button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/Popover";
import { cn } from "@/lib/className";
import { type Day, formatPeriod, lengthInDays } from "@/lib/days";
import { PRESETS, type Period, describePeriod, periodBefore, presetOf } from "@/lib/period";
import { Calendar } from "./Calendar";

export interface DateRangePickerProps {
  value: Period;
  onChange: (period: Period) => void;
  /** The account's own day, which presets count from. */
  today: Day;
  /** In whose zone the days are: said beside the choice. */
  zoneNote?: string;
}

/** A period: a preset with one click, or two days of a calendar. */
export function DateRangePicker({ value, onChange, today, zoneNote }: DateRangePickerProps) {
  const [open, setOpen] = useState(false);
  const apply = (period: Period) => {
    onChange(period);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger className={cn(buttonClass(), "max-w-full max-sm:flex-1")}>
        <span className="sr-only">Period: </span>
        <CalendarDays aria-hidden className="size-4 text-ink-faint" />
        <span className="truncate">{describePeriod(value, today)}</span>
        {presetOf(value, today) && (
          <span className="figures truncate text-sm font-normal text-ink-soft max-sm:hidden">
            {formatPeriod(value.since, value.until)}
          </span>
        )}
        <ChevronDown aria-hidden className="size-4 text-ink-faint" />
      </PopoverTrigger>
      <PopoverContent label="Choose a period" align="end">
        <RangePanel key={`${value.since}${value.until}`} value={value} today={today} zoneNote={zoneNote} onApply={apply} />
      </PopoverContent>
    </Popover>
  );
}

function RangePanel({ value, today, zoneNote, onApply }: {
  value: Period;
  today: Day;
  zoneNote?: string;
  onApply: (period: Period) => void;
}) {
  const [since, setSince] = useState<Day>(value.since);
  const [until, setUntil] = useState<Day | null>(value.until);
  const preset = presetOf(value, today);

  function pick(day: Day) {
    if (until !== null || day < since) {
      setSince(day);
      setUntil(null);
    } else {
      setUntil(day);
    }
  }

  const chosen = until === null ? null : { since, until };
  return (
    <div className="flex max-sm:flex-col">
      <ul className="grid content-start gap-0.5 border-line p-2 max-sm:grid-cols-2 max-sm:border-b sm:w-40 sm:border-r">
        {PRESETS.map((each) => (
          <li key={each.key}>
            <button
              type="button"
              aria-pressed={each.key === preset?.key}
              onClick={() => onApply(each.period(today))}
              className={cn(
                "touch h-8 w-full rounded-sm px-2 text-left text-base hover:bg-hover",
                each.key === preset?.key && "bg-amber-ground font-semibold text-amber-ink",
              )}
            >
              {each.label}
            </button>
          </li>
        ))}
      </ul>
      <div className="w-72 max-w-full p-3 max-sm:w-auto">
        <Calendar since={since} until={until} max={today} onPick={pick} />
        <div className="mt-3 flex items-end justify-between gap-3 border-t border-line pt-3">
          <p aria-live="polite" className="text-xs text-ink-soft">
            {chosen ? (
              <>
                <span className="block font-semibold text-ink">{formatPeriod(chosen.since, chosen.until)}</span>
                {lengthInDays(chosen.since, chosen.until)} days, before:{" "}
                {formatPeriod(periodBefore(chosen).since, periodBefore(chosen).until)}
              </>
            ) : (
              "Choose the last day."
            )}
            {zoneNote && <span className="mt-1 block">{zoneNote}</span>}
          </p>
          <Button look="primary" size="small" disabled={!chosen} onClick={() => chosen && onApply(chosen)}>
            Apply
          </Button>
        </div>
      </div>
    </div>
  );
}
