import { type Day, dayInZone } from "@/lib/days";

/**
 * An account's wall time, `YYYY-MM-DDTHH:MM`. The account's own today wins over this computer's day: the sandbox's
 * clock may run ahead.
 */
export function wallTime(zone: string, today: Day | undefined, at: Date = new Date()): string {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
  return `${today ?? dayInZone(zone, at)}T${time}`;
}
