import { expect, test } from "vitest";
import { apiAmount, costOf, decimalText, readAmount, scheduledDays } from "./amounts";
import { budgetProblem } from "./draftMoney";

test.each([
  ["50", 50_000_000n],
  [" 12,50 ", 12_500_000n],
  ["0.07", 70_000n],
])("%s is read exactly", (typed, micros) => {
  expect(readAmount(typed, 2, "USD")).toEqual({ micros, problem: null });
});

test.each([
  ["12.345", 2, "USD allows at most 2 decimals."],
  ["100.5", 0, "JPY allows no decimals."],
  ["1e3", 2, "Enter an amount such as 25 or 12.50."],
  ["-5", 2, "Enter an amount such as 25 or 12.50."],
])("%s is refused in words", (typed, decimals, problem) => {
  expect(readAmount(typed, decimals, decimals === 0 ? "JPY" : "USD").problem).toBe(problem);
});

test("an empty field is no amount and no problem", () => {
  expect(readAmount(" ", 2, "USD")).toEqual({ micros: null, problem: null });
  expect(apiAmount("")).toBeNull();
});

test("amounts go to the API as decimals, without a float between", () => {
  expect(apiAmount("1234567890,10")).toBe("1234567890.1");
  expect(decimalText(1n)).toBe("0.000001");
});

test("a daily budget costs its days in total", () => {
  const days = scheduledDays("2026-11-22T09:00", "2026-12-06T23:59", "2026-11-21T10:00");
  expect(days).toBe(15);
  expect(costOf("daily", [50_000_000n], days)).toEqual({ perDay: 50_000_000n, total: 750_000_000n, days: 15 });
});

test("without an end the total cannot be said, nor a lifetime budget's day", () => {
  expect(costOf("daily", [1n], null)).toMatchObject({ perDay: 1n, total: null });
  expect(costOf("lifetime", [1n], null)).toMatchObject({ perDay: null, total: 1n });
});

test("an end before the start is no schedule", () => {
  expect(scheduledDays("2026-11-22T09:00", "2026-11-22T08:00", "2026-11-21T10:00")).toBeNull();
});

test("a budget under the platform's minimum is said at once, over all days of a lifetime budget", () => {
  const minimum = { amount: "1.00", currency: "USD" };
  expect(budgetProblem("0.50", "daily", minimum, 2, "USD", null)).toMatch(/less a day/);
  expect(budgetProblem("1", "daily", minimum, 2, "USD", null)).toBeNull();
  expect(budgetProblem("9", "lifetime", minimum, 2, "USD", 10)).toMatch(/less for this schedule/);
  expect(budgetProblem("0", "daily", null, 2, "USD", null)).toMatch(/zero/);
});
