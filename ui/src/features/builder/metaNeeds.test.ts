import { describe, expect, test } from "vitest";
import { type Draft, NO_META } from "./draft";
import { eventChoices } from "./MetaNeeds";
import { toLiveEdit } from "./liveEdit";

const LABELS = new Map([["LEAD", "Lead"]]);

describe("what a pixel counts", () => {
  test("stands beside each event, when the platform tells", () => {
    expect(eventChoices(["LEAD", "CONTACT"], LABELS, ["LEAD"])).toEqual([
      { value: "LEAD", label: "Lead", hint: "Counted within 28 days" },
      { value: "CONTACT", label: "CONTACT", hint: "Not counted within 28 days" },
    ]);
  });
  test("is not guessed when it does not", () => {
    expect(eventChoices(["LEAD"], LABELS, null)).toEqual([{ value: "LEAD", label: "Lead" }]);
  });
});

describe("a live campaign's declaration", () => {
  const live = { adGroups: [], budgetLevel: "campaign", meta: null } as unknown as Draft;
  const said = (beneficiary: string, payor: string): Draft => ({ ...live, meta: { ...NO_META, beneficiary, payor } });

  test("is an edit once it is whole", () => {
    expect(toLiveEdit(live, said(" Chips ", "Agency")).declaration).toEqual({ beneficiary: "Chips", payor: "Agency" });
    expect(toLiveEdit(live, said("Chips", "")).declaration).toBeUndefined();
  });
  test("is none when it stays", () => {
    expect(toLiveEdit(said("Chips", "Agency"), said("Chips", "Agency")).declaration).toBeUndefined();
  });
});
