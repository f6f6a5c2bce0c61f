import { Figure } from "@/components/Figure";
import { type Day, formatDay } from "@/lib/days";
import type { Measure, OverviewDay } from "./queries";

/** The chart's figures, and all other measures', as a table. */
export function DailyTable({ days, today, measures, currency }: {
  days: OverviewDay[];
  today: Day;
  measures: Measure[];
  currency: string | null;
}) {
  const shown = measures.filter((measure) => measure.available && measure.series.length > 0);
  return (
    <div tabIndex={0} role="region" aria-label="Figures per day" className="max-h-96 overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-base">
        <thead className="sticky top-0 z-20">
          <tr>
            <th scope="col" className="sticky left-0 z-10 h-9 border-b border-line bg-sunken px-4 text-left text-xs text-ink-soft">
              Day
            </th>
            {shown.map((measure) => (
              <th
                key={measure.key}
                scope="col"
                className="h-9 border-b border-line bg-sunken px-3 text-right text-xs whitespace-nowrap text-ink-soft"
              >
                {measure.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, settled }, index) => (
            <tr key={date}>
              <th scope="row" className="sticky left-0 h-9 border-b border-line bg-surface px-4 text-left font-normal whitespace-nowrap">
                {formatDay(date)}
                {!settled && (
                  <span className="ml-2 text-xs text-ink-faint">{date === today ? "so far" : "may still change"}</span>
                )}
              </th>
              {shown.map((measure) => (
                <td key={measure.key} className="h-9 border-b border-line px-3 text-right">
                  <Figure value={measure.series[index] ?? null} unit={measure.unit} currency={currency} precision="usual" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
