/**
 * Days and instants. A day is `YYYY-MM-DD` in an ad account's own zone and is never shifted; an instant is an
 * ISO 8601 text in UTC and is shown in a named zone.
 */
export type Day = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MS_PER_DAY = 86_400_000;
const locale = (): string | undefined => (typeof navigator === "undefined" ? undefined : navigator.language);

/** Read a day; null when it is no day of the calendar (2026-02-30). */
export function parseDay(text: unknown): Day | null {
  if (typeof text !== "string" || !DAY.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

const asUtc = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const fromUtc = (date: Date): Day => date.toISOString().slice(0, 10);

export function addDays(day: Day, days: number): Day {
  return fromUtc(new Date(asUtc(day).getTime() + days * MS_PER_DAY));
}

/** How many days a period has, both ends counted. */
export function lengthInDays(since: Day, until: Day): number {
  return Math.round((asUtc(until).getTime() - asUtc(since).getTime()) / MS_PER_DAY) + 1;
}

export function startOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

export function addMonths(day: Day, months: number): Day {
  const date = asUtc(startOfMonth(day));
  date.setUTCMonth(date.getUTCMonth() + months);
  return fromUtc(date);
}

/** Monday 0 … Sunday 6. */
export function weekday(day: Day): number {
  return (asUtc(day).getUTCDay() + 6) % 7;
}

/** Every day from `since` to `until`, both ends counted. */
export function eachDay(since: Day, until: Day): Day[] {
  return Array.from({ length: Math.max(0, lengthInDays(since, until)) }, (_, index) => addDays(since, index));
}

/** Which day it is in a zone at an instant (now, unless told). */
export function dayInZone(zone: string, at: Date = new Date()): Day {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}

/** Nov 21, 2026; without the year in the short form. */
export function formatDay(day: Day, form: "short" | "long" = "long", inLocale = locale()): string {
  return new Intl.DateTimeFormat(inLocale, {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    ...(form === "long" ? { year: "numeric" as const } : {}),
  }).format(asUtc(day));
}

/** Oct 25 – Nov 21, 2026, as short as it stays clear. */
export function formatPeriod(since: Day, until: Day, inLocale = locale()): string {
  const format = new Intl.DateTimeFormat(inLocale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  return since === until ? format.format(asUtc(since)) : format.formatRange(asUtc(since), asUtc(until));
}

/** An instant in a zone (the reader's own, unless told): Nov 21, 2026, 07:20. */
export function formatInstant(instant: string, zone?: string, inLocale = locale()): string {
  return new Intl.DateTimeFormat(inLocale, { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(
    new Date(instant),
  );
}

const AGES: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, or how far ahead: 3 minutes ago, in 12 days. */
export function formatAge(instant: string, now: Date = new Date(), inLocale = locale()): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(inLocale, { numeric: "auto" });
  for (const [unit, size] of AGES) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

/** New York, from America/New_York. */
export function zoneCity(zone: string): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}
