/** Numbers as people read them: no false precision on screen, the exact figure beside it (title, exports). */

/** Money as the API gives it: an exact decimal string and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

export type Unit = "money" | "count" | "percent" | "ratio" | "multiple" | "days";

/** Shown where a platform gives no figure. Zero looks different: it is a figure. */
export const NOT_AVAILABLE = "n/a";

const THIN_SPACE = "\u202f";
const MINUS = "\u2212";
const locale = (): string | undefined => (typeof navigator === "undefined" ? undefined : navigator.language);

const STEPS: readonly (readonly [number, string])[] = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
];

/** Short form of a figure from `from` upwards: 12.4 k, 1.29 M. Below it, the figure as it is. */
function shortened(value: number, from: number): { value: number; digits: number; suffix: string } | null {
  const size = Math.abs(value);
  if (size < from) return null;
  // 999 950 rounds to 1 000 k, which is read as 1 M.
  const step = STEPS.find(([unit]) => size >= unit * 0.9995) ?? [1, ""];
  const scaled = value / step[0];
  const whole = Math.abs(scaled) >= 99.95 ? 0 : Math.abs(scaled) >= 9.995 ? 1 : 2;
  return { value: scaled, digits: whole, suffix: THIN_SPACE + step[1] };
}

function withSign(text: string): string {
  return text.replace("-", MINUS);
}

/** How many decimals a currency has (ISO 4217): USD 2, JPY 0. */
export function currencyDecimals(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount with the decimals that the currency has: $1,234.56. */
export function formatMoney(money: Money, inLocale = locale()): string {
  return formatAmount(money, currencyDecimals(money.currency), inLocale);
}

/** Every decimal there is, down to the micros that platforms report in: $0.071233. */
export function formatMoneyExact(money: Money, inLocale = locale()): string {
  const decimals = money.amount.split(".")[1]?.replace(/0+$/, "").length ?? 0;
  return formatAmount(money, Math.max(currencyDecimals(money.currency), Math.min(6, decimals)), inLocale);
}

function formatAmount(money: Money, decimals: number, inLocale: string | undefined): string {
  const format = new Intl.NumberFormat(inLocale, {
    style: "currency",
    currency: money.currency,
    maximumFractionDigits: decimals,
  });
  // The text itself is formatted, not a float made of it.
  return withSign(format.format(money.amount as `${number}`));
}

/** The amount for a glance: $12.4 k from ten thousand, otherwise with the currency's decimals. */
export function formatMoneyShort(money: Money, inLocale = locale()): string {
  const value = Number(money.amount);
  const short = shortened(value, 10_000);
  const digits = short ? short.digits : currencyDecimals(money.currency);
  const format = new Intl.NumberFormat(inLocale, {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: short ? 0 : digits,
    maximumFractionDigits: digits,
  });
  if (!short) return withSign(format.format(value));
  const parts = format.formatToParts(short.value);
  const last = parts.findLastIndex((part) => part.type === "integer" || part.type === "fraction");
  return withSign(parts.map((part, index) => (index === last ? part.value + short.suffix : part.value)).join(""));
}

/** A whole number with grouping: 23,559. */
export function formatCount(value: number, inLocale = locale()): string {
  return withSign(new Intl.NumberFormat(inLocale, { maximumFractionDigits: 2 }).format(value));
}

/** A count with its noun: 1 ad, 15 ads. Only for nouns whose plural ends in s. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number for a glance: 12.4 k, 1.29 M. */
export function formatCountShort(value: number, inLocale = locale()): string {
  const short = shortened(value, 10_000);
  if (!short) return formatCount(value, inLocale);
  const format = new Intl.NumberFormat(inLocale, { maximumFractionDigits: short.digits });
  return withSign(format.format(short.value)) + short.suffix;
}

/** A share of one as percent with one decimal: 0.0403 → 4.0%. */
export function formatPercent(share: number, inLocale = locale()): string {
  const format = new Intl.NumberFormat(inLocale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return withSign(format.format(share));
}

/** A plain ratio with two decimals, such as frequency. */
export function formatRatio(value: number, inLocale = locale()): string {
  const format = new Intl.NumberFormat(inLocale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return withSign(format.format(value));
}

/** Return on ad spend: 3.2×. */
export function formatMultiple(value: number, inLocale = locale()): string {
  const format = new Intl.NumberFormat(inLocale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${withSign(format.format(value))}×`;
}

export type Precision = "glance" | "usual" | "exact";

/** A figure of a unit. Money needs its currency. */
export function formatFigure(
  value: number | string,
  unit: Unit,
  currency: string | null,
  precision: Precision = "glance",
): string {
  const number = Number(value);
  switch (unit) {
    case "money": {
      const money = { amount: String(value), currency: currency ?? "USD" };
      if (precision === "exact") return formatMoneyExact(money);
      return precision === "usual" ? formatMoney(money) : formatMoneyShort(money);
    }
    case "percent":
      return formatPercent(number);
    case "multiple":
      return formatMultiple(number);
    case "ratio":
      return formatRatio(number);
    default:
      return precision === "glance" ? formatCountShort(number) : formatCount(number);
  }
}

/** A figure at an axis: round numbers stay short ($800), small ones keep their decimals ($0.25). */
export function formatAxis(value: number, unit: Unit, currency: string | null, inLocale = locale()): string {
  if (unit !== "money" || currency === null) return formatFigure(value, unit, currency);
  if (Math.abs(value) >= 10_000) return formatMoneyShort({ amount: String(value), currency }, inLocale);
  const digits = Number.isInteger(value) ? 0 : currencyDecimals(currency);
  const format = new Intl.NumberFormat(inLocale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return withSign(format.format(value));
}

/** A change relative to before, with sign: +12.4%. Null when there is nothing to compare with. */
export function formatDelta(delta: number, inLocale = locale()): string {
  const format = new Intl.NumberFormat(inLocale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  return withSign(format.format(delta));
}

/** A size of a file: 1.2 MB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}
