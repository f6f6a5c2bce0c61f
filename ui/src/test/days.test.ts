import { describe, expect, test } from "vitest";
import { addDays, addMonths, dayInZone, eachDay, formatAge, formatPeriod, lengthInDays, parseDay, weekday } from "@/lib/days";
import { PRESETS, describePeriod, periodBefore, presetOf } from "@/lib/period";

describe("days", () => {
  test("a day that no calendar has is refused", () => {
    expect(parseDay("2026-02-30")).toBeNull();
    expect(parseDay("2026-2-3")).toBeNull();
    expect(parseDay("2028-02-29")).toBe("2028-02-29");
  });

  test("counting days is not shifted by daylight saving", () => {
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(lengthInDays("2026-10-24", "2026-10-26")).toBe(3);
    expect(eachDay("2026-12-31", "2027-01-01")).toEqual(["2026-12-31", "2027-01-01"]);
  });

  test("months are counted from their first day", () => {
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-01");
  });

  test("the week begins on Monday", () => {
    expect(weekday("2026-11-23")).toBe(0);
    expect(weekday("2026-11-22")).toBe(6);
  });

  test("the same instant is two days in two zones", () => {
    const instant = new Date("2026-11-21T03:00:00Z");
    expect(dayInZone("America/Los_Angeles", instant)).toBe("2026-11-20");
    expect(dayInZone("Asia/Tokyo", instant)).toBe("2026-11-21");
  });

  test("an age is told in the largest unit that fits", () => {
    const now = new Date("2026-11-21T12:00:00Z");
    expect(formatAge("2026-11-21T11:57:00Z", now, "en-US")).toBe("3 minutes ago");
    expect(formatAge("2026-12-03T12:00:00Z", now, "en-US")).toBe("in 12 days");
    expect(formatAge("2026-11-21T11:59:50Z", now, "en-US")).toBe("just now");
  });
});

describe("periods", () => {
  const preset = (key: string) => PRESETS.find((each) => each.key === key)?.period("2026-11-21");

  test("the last 28 days end with the account's today", () => {
    expect(preset("28d")).toEqual({ since: "2026-10-25", until: "2026-11-21" });
  });

  test("last month is the whole month before", () => {
    expect(preset("last_month")).toEqual({ since: "2026-10-01", until: "2026-10-31" });
  });

  test("the period before has the same length and ends the day before", () => {
    expect(periodBefore({ since: "2026-11-15", until: "2026-11-21" })).toEqual({ since: "2026-11-08", until: "2026-11-14" });
  });

  test("a period is named by its preset, otherwise by its days", () => {
    const week = { since: "2026-11-15", until: "2026-11-21" };
    expect(presetOf(week, "2026-11-21")?.key).toBe("7d");
    expect(describePeriod(week, "2026-11-21")).toBe("Last 7 days");
    expect(presetOf(week, "2026-11-22")).toBeNull();
    expect(formatPeriod("2026-10-25", "2026-11-21", "en-US").replaceAll("\u2009", " ")).toBe("Oct 25 – Nov 21, 2026");
  });
});
