import { describe, expect, test } from "vitest";
import { type Draft, type DraftMeta, NO_META } from "./draft";
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

const live = { adGroups: [], budgetLevel: "campaign", meta: null, specialAdCategories: [] } as unknown as Draft;

describe("where a live campaign's ads come from", () => {
  const from = (fields: Partial<DraftMeta>): Draft => ({ ...live, meta: { ...NO_META, ...fields } });

  test("is an edit of what differs, and null takes the account away", () => {
    const edit = toLiveEdit(from({ instagramExternalId: "1", leadFormExternalId: "7" }), from({ leadFormExternalId: "8" }));
    expect([edit.instagram_external_id, edit.lead_form_external_id]).toEqual([null, "8"]);
  });
  test("is none when it stays", () => {
    expect(toLiveEdit(live, from({}))).toEqual({ ad_groups: [], remove: [] });
  });
});

describe("a live campaign's declaration", () => {
  const said = (beneficiary: string, payor: string): Draft => ({ ...live, meta: { ...NO_META, beneficiary, payor } });

  test("is an edit once it is whole", () => {
    expect(toLiveEdit(live, said(" Chips ", "Agency")).declaration).toEqual({ beneficiary: "Chips", payor: "Agency" });
    expect(toLiveEdit(live, said("Chips", "")).declaration).toBeUndefined();
  });
  test("is none when it stays", () => {
    expect(toLiveEdit(said("Chips", "Agency"), said("Chips", "Agency")).declaration).toBeUndefined();
  });
});
