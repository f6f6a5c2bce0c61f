import { describe, expect, it } from "vitest";
import { type Draft, NO_CONTENT, newAd, newAdGroup } from "@/features/builder/draft";
import { draftReducer } from "@/features/builder/draftReducer";
import { agree, takeOver, worseOf } from "./both";

const draft = (headline: string, fields: Partial<Draft> = {}): Draft => ({
  name: "Chips",
  advertiserId: "a",
  adAccountId: "m",
  purpose: "traffic",
  budgetLevel: "campaign",
  budgetPeriod: "daily",
  budgetAmount: "20",
  spendCap: "",
  bidStrategy: null,
  bidAmount: "",
  startLocal: null,
  endLocal: null,
  specialAdCategories: [],
  pageExternalId: null,
  pixelExternalId: null,
  meta: null,
  search: null,
  adGroups: [newAdGroup("One", [newAd("Ad 1", { ...NO_CONTENT, headline, destinationUrl: "chips.co" }), newAd("Ad 2")])],
  ...fields,
});

describe("two drafts of one idea", () => {
  it("agree on the texts of their first ads, whatever else they say", () => {
    const one = draft("Hot chips", { budgetAmount: "5" });
    expect(agree("texts", one, draft("Hot chips "))).toBe(true);
    expect(agree("texts", one, draft("Mild chips"))).toBe(false);
    expect(agree("texts", one, draft("Hot chips", { adGroups: [] }))).toBe(false);
  });

  it("agree on a schedule only when both ends are the same", () => {
    const start = { startLocal: "2026-12-01T09:00" };
    expect(agree("schedule", draft("A", start), draft("B", start))).toBe(true);
    expect(agree("schedule", draft("A", start), draft("B"))).toBe(false);
  });

  it.each(["name", "texts", "schedule"] as const)("agree on %s again once one takes it over", (key) => {
    const one = draft("Hot chips", { name: "Hot", endLocal: "2026-12-31T23:59" });
    const other = draft("Mild chips", { budgetAmount: "7" });
    expect(agree(key, one, other)).toBe(false);
    const action = takeOver(key, one, other);
    const after = action ? draftReducer(other, action) : other;
    expect(agree(key, one, after)).toBe(true);
    expect(after.budgetAmount).toBe("7");
    expect(after.adGroups[0]?.ads[1]?.content).toEqual(NO_CONTENT);
  });

  it("are saved as well as the one that is worse off", () => {
    expect(worseOf({ kind: "saved" }, { kind: "retrying", message: "" }).kind).toBe("retrying");
    expect(worseOf({ kind: "conflict", message: "" }, { kind: "saving" }).kind).toBe("conflict");
    expect(worseOf({ kind: "saved" }, { kind: "saved" }).kind).toBe("saved");
  });
});
