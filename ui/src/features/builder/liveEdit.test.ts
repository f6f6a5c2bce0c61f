import { describe, expect, test } from "vitest";
import { aDraft } from "@/test/aDraft";
import { type Draft, type DraftMeta, NO_CONTENT, NO_META, needsVersion, newAd } from "./draft";
import { draftReducer } from "./draftReducer";
import { toLiveEdit } from "./liveEdit";

const live = aDraft();

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

describe("a copy of a live ad", () => {
  const content = { ...NO_CONTENT, headline: "Crunch" };
  const imported = { ...newAd("Chips", content), key: "a1", id: "a1", savedContent: content };
  const group = { key: "g1", id: "g1", name: "Everybody", audienceId: null, targeting: null, keywords: "", negativeKeywords: "", budgetAmount: "", bidAmount: "", ads: [imported] };

  test("gets a version of its own, and says whose image it shows", () => {
    const before = { ...live, adGroups: [group] };
    const after = draftReducer(before, { type: "copyAd", ad: "a1" });
    expect(after.adGroups[0]?.ads.map(needsVersion)).toEqual([false, true]);
    expect(toLiveEdit(before, after).ad_groups).toEqual([{ id: "g1", ads: [{ name: "Ad 2", like_ad_id: "a1" }] }]);
  });
});

describe("a live campaign's budget", () => {
  test("is an edit also when only its period differs: the platform says why it stays", () => {
    expect(toLiveEdit(live, { ...live, budgetPeriod: "lifetime" }).budget).toEqual({ period: "lifetime", amount: "25" });
    expect(toLiveEdit(live, live).budget).toBeUndefined();
  });
});

describe("a live campaign's special categories", () => {
  const about = (...specialAdCategories: string[]): Draft => ({ ...live, specialAdCategories });

  test("are an edit when they differ, also to none", () => {
    expect(toLiveEdit(about("housing"), about("housing", "credit")).special_ad_categories).toEqual(["housing", "credit"]);
    expect(toLiveEdit(about("housing"), about()).special_ad_categories).toEqual([]);
  });
  test("are none when only their order differs", () => {
    expect(toLiveEdit(about("housing", "credit"), about("credit", "housing")).special_ad_categories).toBeUndefined();
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
