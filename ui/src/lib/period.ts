import { type Day, addDays, addMonths, formatPeriod, lengthInDays, startOfMonth } from "./days";

/** A span of days in an account's zone, both ends counted. */
export interface Period {
  since: Day;
  until: Day;
}

export interface Preset {
  key: string;
  label: string;
  period: (today: Day) => Period;
}

const last = (days: number) => (today: Day) => ({ since: addDays(today, 1 - days), until: today });

/** What people pick most; `today` is the account's own day, never the browser's. */
export const PRESETS: readonly Preset[] = [
  { key: "today", label: "Today", period: last(1) },
  { key: "yesterday", label: "Yesterday", period: (today) => ({ since: addDays(today, -1), until: addDays(today, -1) }) },
  { key: "7d", label: "Last 7 days", period: last(7) },
  { key: "14d", label: "Last 14 days", period: last(14) },
  { key: "28d", label: "Last 28 days", period: last(28) },
  { key: "90d", label: "Last 90 days", period: last(90) },
  { key: "month", label: "This month", period: (today) => ({ since: startOfMonth(today), until: today }) },
  {
    key: "last_month",
    label: "Last month",
    period: (today) => ({ since: addMonths(today, -1), until: addDays(startOfMonth(today), -1) }),
  },
];

/** The span of the same length that ends the day before. */
export function periodBefore({ since, until }: Period): Period {
  return { since: addDays(since, -lengthInDays(since, until)), until: addDays(since, -1) };
}

export function presetOf(period: Period, today: Day): Preset | null {
  return (
    PRESETS.find((preset) => {
      const found = preset.period(today);
      return found.since === period.since && found.until === period.until;
    }) ?? null
  );
}

export function describePeriod(period: Period, today: Day | null): string {
  return (today && presetOf(period, today)?.label) || formatPeriod(period.since, period.until);
}
