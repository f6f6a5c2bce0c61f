import { expect, test } from "vitest";
import { aDraft } from "@/test/aDraft";
import { type Draft, NO_CONTENT, campaignName, needsVersion, newAd, newAdGroup } from "./draft";
import { draftReducer, findAd } from "./draftReducer";

const draft = (groups = 1): Draft =>
  aDraft({ adGroups: Array.from({ length: groups }, (_, index) => newAdGroup(`Ad group ${index + 1}`, [newAd("Ad 1")])) });

const keys = (of: Draft) => of.adGroups.flatMap((group) => group.ads.map((ad) => ad.key));
const group = (of: Draft, index: number) => of.adGroups[index] ?? newAdGroup("", []);

test("writing changes one ad and no other", () => {
  const before = draft(2);
  const [first = "", second = ""] = keys(before);
  const after = draftReducer(before, { type: "write", ad: second, content: { headline: "New" } });
  expect(findAd(after, second)?.content.headline).toBe("New");
  expect(findAd(after, first)?.content.headline).toBe("");
  expect(before.adGroups[1]?.ads[0]?.content.headline).toBe("");
});

test("a copied ad group keeps audience and texts, and is new to the server", () => {
  const before = draftReducer(draft(), { type: "setGroup", group: group(draft(), 0).key, fields: {} });
  const source = { ...group(before, 0), id: "saved", audienceId: "audience" };
  const after = draftReducer({ ...before, adGroups: [source] }, { type: "copyGroup", group: source.key });
  expect(after.adGroups).toHaveLength(2);
  expect(group(after, 1)).toMatchObject({ id: null, name: "Ad group 2", audienceId: "audience" });
  expect(new Set(keys(after)).size).toBe(2);
});

test("one ad group's ads can stand in all: 1 × 3 × 2", () => {
  let now = draft(3);
  const first = group(now, 0).key;
  now = draftReducer(now, { type: "addAd", group: first, callToAction: "shop_now" });
  now = draftReducer(now, { type: "copyAdsToAll", group: first });
  expect(now.adGroups.map((each) => each.ads.map((ad) => ad.name))).toEqual(Array(3).fill(["Ad 1", "Ad 2"]));
  expect(new Set(keys(now)).size).toBe(6);
});

test("an added ad leads where the first one leads", () => {
  let now = draft();
  now = draftReducer(now, { type: "write", ad: keys(now)[0] ?? "", content: { destinationUrl: "a.co", callToAction: "shop_now" } });
  now = draftReducer(now, { type: "addAd", group: group(now, 0).key, callToAction: "learn_more" });
  expect(group(now, 0).ads[1]?.content).toMatchObject({ destinationUrl: "a.co", callToAction: "learn_more", headline: "" });
});

test("what a save made is known by its key, whatever was typed meanwhile", () => {
  let now = draft();
  const ad = keys(now)[0] ?? "";
  now = draftReducer(now, { type: "write", ad, content: { headline: "One" } });
  const sent = findAd(now, ad)?.content ?? NO_CONTENT;
  now = draftReducer(now, { type: "write", ad, content: { headline: "One more" } });
  now = draftReducer(now, { type: "versionKept", ad, creativeId: "c", versionId: "v1", content: sent });
  now = draftReducer(now, { type: "treeKept", ids: { groups: { [group(now, 0).key]: "g" }, ads: { [ad]: "a" } } });
  const kept = findAd(now, ad);
  expect(kept).toMatchObject({ id: "a", versionId: "v1", content: { headline: "One more" } });
  expect(kept && needsVersion(kept)).toBe(true);
});

test("spaces at the ends make no version, and an empty ad none either", () => {
  const ad = newAd("Ad 1", { ...NO_CONTENT, headline: "Chips" });
  expect(needsVersion({ ...ad, savedContent: { ...NO_CONTENT, headline: "Chips" }, content: { ...ad.content, headline: "Chips " } })).toBe(false);
  expect(needsVersion(newAd("Ad 2"))).toBe(false);
});

test("a removed ad is gone, the others stay", () => {
  const before = draft(2);
  const [first = "", second] = keys(before);
  expect(keys(draftReducer(before, { type: "removeAd", ad: first }))).toEqual([second]);
});

test("a campaign is named after advertiser, purpose and month", () => {
  expect(campaignName("Tasty Chips Co.", "brand_awareness", "2026-11-21")).toBe("tasty-chips-co_brand-awareness_2026-11");
  expect(campaignName("Café Müller", "sales", "2026-11-21")).toBe("cafe-muller_sales_2026-11");
});
