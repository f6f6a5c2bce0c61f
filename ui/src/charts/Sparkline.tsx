import { seriesVariable } from "./series";

const WIDTH = 100;
const HEIGHT = 28;
const EDGE = 2;

/** Points of a line in the viewbox; days without a figure break it. Pure, so that it can be tested. */
export function sparklinePath(values: readonly (number | null)[]): string {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return "";
  const top = Math.max(...known);
  const bottom = Math.min(0, ...known);
  const span = top - bottom || 1;
  const step = values.length > 1 ? (WIDTH - 2 * EDGE) / (values.length - 1) : 0;
  let pen = "M";
  return values
    .map((value, index) => {
      if (value === null) {
        pen = "M";
        return "";
      }
      const x = EDGE + index * step;
      const y = HEIGHT - EDGE - ((value - bottom) / span) * (HEIGHT - 2 * EDGE);
      const point = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = "L";
      return point;
    })
    .join("");
}

/** The shape of a figure over the period; the numbers are in the chart and its table. */
export function Sparkline({ values, metric }: { values: readonly (number | null)[]; metric: string }) {
  const path = sparklinePath(values);
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-7 w-full">
      {path && (
        <path
          d={path}
          fill="none"
          stroke={`var(${seriesVariable(metric)})`}
          strokeWidth="1.5"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
