const MOST = 2;
const DEFAULT = ["spend"];

/** The measures drawn in the chart, from the address: `spend,revenue`. Unknown ones are left out. */
export function readMeasures(written: string | undefined, known: readonly string[]): string[] {
  const chosen = (written ?? "").split(",").filter((key) => known.includes(key));
  return chosen.length > 0 ? chosen.slice(0, MOST) : DEFAULT.filter((key) => known.includes(key));
}

/** A click on a measure: on, off (the last one stays), or in the place of the older of two. */
export function toggleMeasure(chosen: readonly string[], key: string): string[] {
  if (chosen.includes(key)) return chosen.length > 1 ? chosen.filter((each) => each !== key) : [...chosen];
  return [...chosen, key].slice(-MOST);
}

/** What is looked at first; the others are one click away. Twelve fill the rows at every width. */
const PRINCIPAL = [
  "spend",
  "revenue",
  "roas",
  "conversions",
  "cpa",
  "conversion_rate",
  "impressions",
  "ctr",
  "cpc",
  "cpm",
  "frequency",
  "budget_use",
];

/** The principal measures in their order, or all as the API gives them. */
export function shownMeasures<Measure extends { key: string }>(measures: readonly Measure[], all: boolean): Measure[] {
  if (all) return [...measures];
  return PRINCIPAL.flatMap((key) => measures.find((measure) => measure.key === key) ?? []);
}
