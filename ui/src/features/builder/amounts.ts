import type { Money } from "@/lib/format";

/** Amounts as people type them, exact: whole micros in a BigInt, never a float. */
const MICROS_DIGITS = 6;

export type ReadAmount = { micros: bigint; problem: null } | { micros: null; problem: string | null };

/** Read a typed amount. Empty is no problem and no amount. */
export function readAmount(typed: string, decimals: number, currency: string): ReadAmount {
  const text = typed.trim();
  if (!text) return { micros: null, problem: null };
  const match = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text);
  if (!match) return { micros: null, problem: "Enter an amount such as 25 or 12.50." };
  const fraction = match[2] ?? "";
  if (fraction.length > decimals) {
    const allowed = decimals === 0 ? "no decimals" : `at most ${decimals} decimals`;
    return { micros: null, problem: `${currency} allows ${allowed}.` };
  }
  return { micros: BigInt(match[1] + fraction.padEnd(MICROS_DIGITS, "0")), problem: null };
}

/** The amount as the API takes it: a decimal string; null when there is none or it cannot be read. */
export function apiAmount(typed: string): string | null {
  const { micros } = readAmount(typed, MICROS_DIGITS, "");
  return micros === null ? null : decimalText(micros);
}

export function decimalText(micros: bigint): string {
  const digits = micros.toString().padStart(MICROS_DIGITS + 1, "0");
  const fraction = digits.slice(-MICROS_DIGITS).replace(/0+$/, "");
  return fraction ? `${digits.slice(0, -MICROS_DIGITS)}.${fraction}` : digits.slice(0, -MICROS_DIGITS);
}

export const toMoney = (micros: bigint, currency: string): Money => ({ amount: decimalText(micros), currency });

export function microsOf(money: Money): bigint {
  return readAmount(money.amount, MICROS_DIGITS, money.currency).micros ?? 0n;
}

export interface Cost {
  /** Null where it cannot be said: a lifetime budget without an end. */
  perDay: bigint | null;
  /** Null without an end. */
  total: bigint | null;
  days: number | null;
}

const MS_PER_DAY = 86_400_000;

/** How many days a schedule lasts, a begun day counted whole; null without an end or with the ends reversed. */
export function scheduledDays(startLocal: string | null, endLocal: string | null, nowLocal: string): number | null {
  if (!endLocal) return null;
  const length = wallMs(endLocal) - wallMs(startLocal ?? nowLocal);
  return length > 0 ? Math.ceil(length / MS_PER_DAY) : null;
}

const wallMs = (local: string): number => Date.parse(`${local.slice(0, 16)}:00Z`);

/** What budgets cost per day and in total. A lifetime budget is spread evenly over its days. */
export function costOf(period: "daily" | "lifetime", amounts: readonly bigint[], days: number | null): Cost {
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (period === "daily") return { perDay: sum, total: days === null ? null : sum * BigInt(days), days };
  return { perDay: days === null ? null : sum / BigInt(days), total: sum, days };
}
