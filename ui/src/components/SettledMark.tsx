import { cn } from "@/lib/className";
import { formatPercent } from "@/lib/format";

export type SettledState = "settled" | "settling" | "provisional";

/** All settled, none settled, or a part of it. `share` is of the figure's days weighed as the API does, 0 … 1. */
export function settledState(share: number): SettledState {
  if (share >= 0.9995) return "settled";
  return share <= 0.0005 ? "provisional" : "settling";
}

export function describeSettled(share: number): string {
  const state = settledState(share);
  if (state === "settled") return "Settled: the platform no longer changes this figure.";
  if (state === "provisional") return "Provisional: the platform may still change all of this figure.";
  return `Settling: ${formatPercent(share)} of this figure is final, the rest may still change.`;
}

const RADIUS = 5;
const ROUND = 2 * Math.PI * RADIUS;

/** Solid dot: settled. Ring filling: settling, by share. Dashed ring: provisional. */
export function SettledMark({ share, className }: { share: number; className?: string }) {
  const state = settledState(share);
  const words = describeSettled(share);
  return (
    <svg role="img" aria-label={words} viewBox="0 0 14 14" className={cn("size-3.5 shrink-0 text-ink-soft", className)}>
      <title>{words}</title>
      {state === "settled" && <circle cx="7" cy="7" r="3.5" fill="currentColor" />}
      {state === "provisional" && (
        <circle cx="7" cy="7" r={RADIUS} fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.63" />
      )}
      {state === "settling" && (
        <g fill="none" strokeWidth="2">
          <circle cx="7" cy="7" r={RADIUS} stroke="var(--line-strong)" />
          <circle
            cx="7"
            cy="7"
            r={RADIUS}
            stroke="currentColor"
            strokeDasharray={`${ROUND * share} ${ROUND}`}
            transform="rotate(-90 7 7)"
          />
        </g>
      )}
    </svg>
  );
}
