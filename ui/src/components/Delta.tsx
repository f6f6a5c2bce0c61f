import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { cn } from "@/lib/className";
import { formatDelta } from "@/lib/format";

/** Which direction is good: more revenue, less cost per action; spend is neither. */
export type Better = "higher" | "lower" | "neither";

export type Judgement = "good" | "bad" | "none";

/** Under half a tenth of a percent is shown as no change, so it must not be coloured as one. */
const NOTICEABLE = 0.0005;

export function judge(delta: number, better: Better): Judgement {
  if (better === "neither" || Math.abs(delta) < NOTICEABLE) return "none";
  return delta > 0 === (better === "higher") ? "good" : "bad";
}

/** A relative change: sign, arrow and, where one direction is better, colour. */
export function Delta({ delta, better, against, className }: {
  delta: number | null;
  better: Better;
  /** What it is compared with, in words. */
  against?: string;
  className?: string;
}) {
  if (delta === null) {
    return (
      <span className={cn("text-xs text-ink-faint", className)} title={against && `No figure ${against}`}>
        no comparison
      </span>
    );
  }
  const judgement = judge(delta, better);
  const Arrow = Math.abs(delta) < NOTICEABLE ? ArrowRight : delta > 0 ? ArrowUp : ArrowDown;
  const words = judgement === "good" ? "better" : judgement === "bad" ? "worse" : null;
  return (
    <span
      title={against}
      className={cn(
        "figures inline-flex items-center gap-0.5 text-sm font-semibold whitespace-nowrap",
        judgement === "good" && "text-positive",
        judgement === "bad" && "text-negative",
        judgement === "none" && "text-ink-soft",
        className,
      )}
    >
      <Arrow aria-hidden className="size-3.5" strokeWidth={2.5} />
      {formatDelta(delta)}
      <span className="sr-only">
        {words ? ` (${words})` : ""} {against}
      </span>
    </span>
  );
}
