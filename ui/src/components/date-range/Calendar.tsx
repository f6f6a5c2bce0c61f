import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/Button";
import { cn } from "@/lib/className";
import { type Day, addDays, addMonths, dayInZone, eachDay, formatDay, startOfMonth, weekday } from "@/lib/days";

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export interface CalendarProps {
  since: Day | null;
  until: Day | null;
  min?: Day;
  max?: Day;
  onPick: (day: Day) => void;
}

/** One month of days; arrow keys move by day and week, page keys by month. */
export function Calendar({ since, until, min, max, onPick }: CalendarProps) {
  const [focused, setFocused] = useState<Day>(() => until ?? since ?? max ?? min ?? dayInZone("UTC"));
  const [moved, setMoved] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const first = startOfMonth(focused);
  const days = eachDay(first, addDays(addMonths(first, 1), -1));

  useEffect(() => {
    if (moved) grid.current?.querySelector<HTMLButtonElement>(`[data-day="${focused}"]`)?.focus();
  }, [focused, moved]);

  const clamp = (day: Day) => (min && day < min ? min : max && day > max ? max : day);

  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key];
    const month = event.key === "PageUp" ? -1 : event.key === "PageDown" ? 1 : 0;
    if (step === undefined && month === 0) return;
    event.preventDefault();
    setMoved(true);
    setFocused(clamp(step !== undefined ? addDays(focused, step) : addMonths(focused, month)));
  }

  function turn(months: number) {
    setMoved(false);
    setFocused(clamp(addMonths(focused, months)));
  }

  const title = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", month: "long", year: "numeric" }).format(
    new Date(`${first}T00:00:00Z`),
  );
  return (
    <div>
      <div className="mb-2 flex items-center justify-between">
        <IconButton label="Month before" size="small" onClick={() => turn(-1)} disabled={min !== undefined && first <= min}>
          <ChevronLeft className="size-4" />
        </IconButton>
        <span aria-live="polite" className="text-sm font-semibold">
          {title}
        </span>
        <IconButton
          label="Month after"
          size="small"
          onClick={() => turn(1)}
          disabled={max !== undefined && addMonths(first, 1) > max}
        >
          <ChevronRight className="size-4" />
        </IconButton>
      </div>
      <div aria-hidden className="grid grid-cols-7 text-center text-xs text-ink-faint">
        {["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map((name) => (
          <span key={name} className="py-1">
            {name}
          </span>
        ))}
      </div>
      <div ref={grid} role="group" aria-label={title} className="grid grid-cols-7 gap-y-0.5" onKeyDown={onKeyDown}>
        {days.map((day, index) => (
          <button
            key={day}
            type="button"
            data-day={day}
            tabIndex={day === focused ? 0 : -1}
            aria-pressed={day === since || day === until}
            aria-label={formatDay(day)}
            disabled={(min !== undefined && day < min) || (max !== undefined && day > max)}
            style={index === 0 ? { gridColumnStart: weekday(day) + 1 } : undefined}
            onClick={() => {
              setFocused(day);
              onPick(day);
            }}
            className={dayClass(day, since, until)}
          >
            {Number(day.slice(8))}
          </button>
        ))}
      </div>
    </div>
  );
}

function dayClass(day: Day, since: Day | null, until: Day | null): string {
  const end = day === since || day === until;
  const inside = since !== null && until !== null && day > since && day < until;
  return cn(
    "figures flex h-8 items-center justify-center text-sm disabled:text-ink-faint disabled:opacity-45",
    "focus-visible:relative focus-visible:z-10",
    end ? "rounded-sm bg-primary font-bold text-on-primary" : inside ? "bg-amber-ground" : "rounded-sm hover:bg-hover",
  );
}
