import { Sparkline } from "@/charts/Sparkline";
import { seriesVariable } from "@/charts/series";
import { Delta } from "@/components/Delta";
import { Figure } from "@/components/Figure";
import { SettledMark } from "@/components/SettledMark";
import { Tooltip } from "@/components/ui/Tooltip";
import { Skeleton } from "@/components/ui/states";
import { cn } from "@/lib/className";
import { formatPeriod } from "@/lib/days";
import { formatFigure } from "@/lib/format";
import type { Period } from "@/lib/period";
import type { Measure } from "./queries";

export interface MeasureTileProps {
  measure: Measure;
  currency: string | null;
  /** Share of the view that no longer changes, for what is not settled yet. */
  settledShare: number;
  before: Period;
  /** How it is made, in words. */
  formula?: string;
  chosen: boolean;
  onToggle: () => void;
}

/** One measure: figure, settled mark, change against the period before, shape. A click draws it in the chart. */
export function MeasureTile({ measure, currency, settledShare, before, formula, chosen, onToggle }: MeasureTileProps) {
  const { key, label, value, unit, better, delta, settled, available, reason } = measure;
  const drawable = available && measure.series.length > 0;
  const beforeFigure = measure.before === null ? "not available" : formatFigure(measure.before, unit, currency);
  return (
    <li
      className={cn(
        "relative flex min-w-0 flex-col overflow-hidden border-r border-b border-line bg-surface px-4 pt-3 pb-2 transition-colors",
        drawable && "hover:bg-hover",
      )}
    >
      {chosen && <span aria-hidden className="absolute inset-x-0 top-0 h-0.5" style={{ background: `var(${seriesVariable(key)})` }} />}
      <div className="flex items-center justify-between gap-2">
        {drawable ? (
          <Tooltip content={<MeasureMeaning measure={measure} currency={currency} formula={formula} />}>
            <button
              type="button"
              aria-pressed={chosen}
              onClick={onToggle}
              className={cn(
                "min-w-0 truncate text-left text-sm font-semibold after:absolute after:inset-0",
                chosen ? "text-ink" : "text-ink-soft",
              )}
            >
              {label}
            </button>
          </Tooltip>
        ) : (
          <span className="truncate text-sm font-semibold text-ink-soft">{label}</span>
        )}
        {available && <SettledMark share={settled ? 1 : settledShare} className="relative z-10" />}
      </div>
      <p className={cn("mt-1 font-semibold", available ? "text-xl" : "text-lg")}>
        <Figure value={value} unit={unit} currency={currency} reason={reason} />
      </p>
      <div className="mt-0.5 min-h-5">
        {available ? (
          <Delta
            delta={delta}
            better={better}
            against={`against ${beforeFigure} in ${formatPeriod(before.since, before.until)}`}
          />
        ) : (
          <p className="line-clamp-2 text-xs text-ink-faint">{reason}</p>
        )}
      </div>
      <div className="mt-auto pt-2">
        {drawable && (
          <Sparkline metric={key} values={measure.series.map((each) => (each === null ? null : Number(each)))} />
        )}
      </div>
    </li>
  );
}

/** The exact figure and how it is made, for who stays a moment. */
function MeasureMeaning({ measure, currency, formula }: { measure: Measure; currency: string | null; formula?: string }) {
  return (
    <>
      <span className="figures block font-semibold">
        {measure.value !== null && formatFigure(measure.value, measure.unit, currency, "exact")}
      </span>
      {formula && <span className="block text-ink-soft">{formula}</span>}
      {measure.reason && <span className="mt-1 block text-ink-soft">{measure.reason}</span>}
    </>
  );
}

export function MeasureTileSkeleton() {
  return (
    <li className="border-r border-b border-line px-4 pt-3 pb-2">
      <Skeleton className="h-3.5 w-16" />
      <Skeleton className="mt-2 h-6 w-24" />
      <Skeleton className="mt-2 h-3.5 w-14" />
      <Skeleton className="mt-4 h-6 w-full" />
    </li>
  );
}
