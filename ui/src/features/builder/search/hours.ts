import type { ScheduleSlot } from "@/lib/campaign";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const STEP = 15;
const DAY = 24 * 60;

/** Minutes since midnight as a clock shows them; the end of the day reads 00:00. */
export function clockOf(minutes: number): string {
  const within = minutes % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

/** A clock's time as minutes since midnight, in the platform's steps of a quarter of an hour. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return Math.round((hours * 60 + minutes) / STEP) * STEP;
}

/** An end: midnight is the end of the day. */
export const endOf = (clock: string): number => minutesOf(clock) || DAY;

/** The usual hours of work, to begin with. */
export const WORKING_HOURS: readonly ScheduleSlot[] = WEEKDAYS.slice(0, 5).map((weekday) => ({
  weekday,
  from_minute: 9 * 60,
  until_minute: 18 * 60,
}));

/** What is wrong with one of the times, at once; the server says the same on saving. */
export function slotProblem(slot: ScheduleSlot, all: readonly ScheduleSlot[]): string | null {
  if (slot.until_minute <= slot.from_minute) return "The hours end before they begin.";
  const overlaps = all.some(
    (other) =>
      other !== slot && other.weekday === slot.weekday && other.from_minute < slot.until_minute && slot.from_minute < other.until_minute,
  );
  return overlaps ? "This overlaps another time of the same day." : null;
}
