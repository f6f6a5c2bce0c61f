import { describe, expect, it } from "vitest";
import type { Budget } from "@/lib/campaign";
import { budgetShares, togetherWords } from "./budgetSplit";
import { footnotes } from "./footnotes";

const daily = (amount: string, currency = "USD"): Budget => ({ amount, currency, period: "daily" });
const both = (meta: Budget | null, google: Budget | null) => [
  { budget: meta },
  { budget: google },
];

describe("how the money is split", () => {
  it("gives shares and one amount when both are a day's in one currency", () => {
    const split = both(daily("30.10"), daily("10.20"));
    expect(budgetShares(split)?.map((share) => share.toFixed(3))).toEqual(["0.747", "0.253"]);
    expect(togetherWords(split)).toContain("40.30");
    expect(togetherWords(split)).toContain("a day together");
  });

  it("never adds up currencies", () => {
    const split = both(daily("30"), daily("10", "EUR"));
    expect(budgetShares(split)).toBeNull();
    expect(togetherWords(split)).toContain("different currencies");
  });

  it("never adds up a day's and a whole time's, or what is missing", () => {
    expect(budgetShares(both(daily("30"), { ...daily("300"), period: "lifetime" }))).toBeNull();
    expect(togetherWords(both(daily("30"), null))).toContain("no budget of its own");
  });
});

describe("the notes under a comparison", () => {
  it("says each once, in the order of the rows", () => {
    const rows = [
      { no_total: null, differences: [] },
      { no_total: "Two windows.", differences: ["Counted unlike."] },
      { no_total: "Two windows.", differences: ["Counted unlike.", "Another."] },
    ];
    expect(footnotes(rows)).toEqual(["Two windows.", "Counted unlike.", "Another."]);
  });
});
