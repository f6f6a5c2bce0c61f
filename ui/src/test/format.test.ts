import { describe, expect, test } from "vitest";
import {
  formatAxis,
  formatBytes,
  formatCountShort,
  formatDelta,
  formatMoney,
  formatMoneyExact,
  formatMoneyShort,
  formatMultiple,
  formatPercent,
  plural,
} from "@/lib/format";

const usd = (amount: string) => ({ amount, currency: "USD" });
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, " ");

describe("money", () => {
  test("an exact amount keeps every digit, also beyond what a float holds", () => {
    expect(formatMoney(usd("90071992547409.93"), "en-US")).toBe("$90,071,992,547,409.93");
  });

  test("what is finer than the currency's decimals is kept where the exact figure is asked for", () => {
    expect(formatMoneyExact(usd("268.150001"), "en-US")).toBe("$268.150001");
    expect(formatMoney(usd("268.150001"), "en-US")).toBe("$268.15");
    expect(formatMoneyExact(usd("12.50"), "en-US")).toBe("$12.50");
  });

  test("a noun follows its count", () => {
    expect([plural(1, "ad"), plural(15, "ad")]).toEqual(["1 ad", "15 ads"]);
  });

  test("a currency without decimals shows none", () => {
    expect(formatMoney({ amount: "1200", currency: "JPY" }, "en-US")).toBe("¥1,200");
  });

  test("the locale decides separators and the place of the sign", () => {
    expect(plain(formatMoney({ amount: "1234.5", currency: "EUR" }, "de-DE"))).toBe("1.234,50 €");
  });

  test("the short form begins at ten thousand", () => {
    expect(formatMoneyShort(usd("9999.99"), "en-US")).toBe("$9,999.99");
    expect(plain(formatMoneyShort(usd("12434.10"), "en-US"))).toBe("$12.4 k");
    expect(plain(formatMoneyShort(usd("1290000"), "en-US"))).toBe("$1.29 M");
  });

  test("the short form keeps the currency where the locale has it", () => {
    expect(plain(formatMoneyShort({ amount: "12434.10", currency: "EUR" }, "de-DE"))).toBe("12,4 k €");
  });

  test("a negative amount has a real minus", () => {
    expect(formatMoney(usd("-3"), "en-US")).toBe("\u2212$3.00");
  });
});

describe("other figures", () => {
  test.each([
    [9999, "9,999"],
    [12_400, "12.4 k"],
    [123_456, "123 k"],
    [999_950, "1 M"],
    [1_290_000, "1.29 M"],
  ])("%d is %s for a glance", (value, shown) => {
    expect(plain(formatCountShort(value, "en-US"))).toBe(shown);
  });

  test("percent has one decimal, return on spend a cross", () => {
    expect(formatPercent(0.0403, "en-US")).toBe("4.0%");
    expect(formatMultiple(3.24, "en-US")).toBe("3.2×");
  });

  test("a delta has its sign, none at zero", () => {
    expect(formatDelta(0.124, "en-US")).toBe("+12.4%");
    expect(formatDelta(-0.05, "en-US")).toBe("\u22125.0%");
    expect(formatDelta(0, "en-US")).toBe("0.0%");
  });

  test("an axis has no idle decimals", () => {
    expect(formatAxis(800, "money", "USD", "en-US")).toBe("$800");
    expect(formatAxis(0.25, "money", "USD", "en-US")).toBe("$0.25");
  });

  test("bytes are read in powers of a thousand", () => {
    expect(formatBytes(0)).toBe("0 B");
    expect(formatBytes(163_521)).toBe("164 kB");
    expect(formatBytes(1_250_000)).toBe("1.3 MB");
  });
});
