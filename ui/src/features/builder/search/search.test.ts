import { expect, test } from "vitest";
import type { Campaign } from "@/lib/campaign";
import { combinationsOf, combine } from "@/features/previews/combinations";
import { NO_CONTENT, needsVersion, newAd } from "../draft";
import { fromCampaign, toPatch } from "../draftApi";
import { fromLive, toLiveEdit } from "../liveEdit";
import { clockOf, endOf, minutesOf, slotProblem } from "./hours";
import { countInWords, readKeywords } from "./keywords";

const LIMITS = { characters: 80, words: 10, refused: ["!", ","] };

test("keywords are read with their match types, and each line that cannot be one says why", () => {
  const lines = readKeywords('[Spicy chips]\n\n"organic"\nkettle\n[open\n[spicy  CHIPS]\na, b\n+chips\n[]', LIMITS);
  expect(lines.map(({ line, matchType }) => `${line} ${matchType}`)).toEqual([
    "1 exact", "3 phrase", "4 broad", "5 broad", "6 exact", "7 broad", "8 broad", "9 exact",
  ]);
  expect(lines.flatMap(({ line, problem }) => (problem ? [`${line}: ${problem}`] : []))).toEqual([
    '5: The marks do not close. Write [exact], "phrase" or broad.',
    "6: The same as line 1.",
    "7: Google takes no , in a keyword.",
    "8: Google takes no + before a word any more.",
    "9: There is nothing between the marks.",
  ]);
  expect(countInWords(lines)).toBe("1 exact, 1 phrase, 1 broad");
});

test("a keyword is as long as the platform says", () => {
  expect(readKeywords("x".repeat(81), LIMITS)[0]?.problem).toBe("81 characters of 80.");
  expect(readKeywords("a b c d e f g h i j k", LIMITS)[0]?.problem).toBe("11 words of 10.");
  expect(readKeywords("x".repeat(200), null)[0]?.problem).toBeNull();
});

test("hours are quarters of an hour, and midnight ends a day", () => {
  expect([minutesOf("09:07"), endOf("00:00"), clockOf(1440), clockOf(555)]).toEqual([540, 1440, "00:00", "09:15"]);
  const monday = { weekday: "monday" as const, from_minute: 540, until_minute: 1080 };
  expect(slotProblem(monday, [monday])).toBeNull();
  expect(slotProblem(monday, [monday, { ...monday, from_minute: 1020, until_minute: 1200 }])).toMatch(/overlaps/);
  expect(slotProblem({ ...monday, until_minute: 500 }, [])).toMatch(/before they begin/);
});

test("the preview walks through the ways to put texts together", () => {
  const content = { ...NO_CONTENT, headline: "A", moreHeadlines: ["B", "", "C", "D"], primaryText: "x", description: "y" };
  expect(combinationsOf(content)).toBe(4);
  expect(combine(content, 0)).toEqual({ headlines: ["A", "B", "C"], descriptions: ["x", "y"] });
  expect(combine(content, 3)).toEqual({ headlines: ["D", "A", "B"], descriptions: ["y", "x"] });
  expect(combine(NO_CONTENT, 5)).toEqual({ headlines: [], descriptions: [] });
});

const campaign = {
  name: "Search",
  advertiser_id: "adv",
  ad_account_id: "acc",
  origin: "built",
  purpose: "traffic",
  budget_level: "campaign",
  budget: null,
  spend_cap: null,
  bid_strategy: "target_roas",
  bid_amount: null,
  start_local: null,
  end_local: null,
  special_ad_categories: [],
  page_external_id: null,
  pixel_external_id: null,
  search: { excluded_places: ["google:7"], partners: true, display: false, negative_keywords: ["free"], political: false, schedule: [], target_roas: "3.5" },
  ad_groups: [
    {
      id: "g1",
      name: "Ad group 1",
      audience: null,
      targeting: { countries: ["US", "CA"], languages: ["en"], keywords: ["[spicy]", "chips"], negative_keywords: ["recipe"] },
      budget: null,
      bid_amount: null,
      ads: [],
    },
  ],
} as unknown as Campaign;

test("a campaign on Search read and written again is the same", () => {
  expect(toPatch(fromCampaign(campaign, "google"))).toMatchObject({
    search: { excluded_places: ["google:7"], partners: true, negative_keywords: ["free"], political: false, target_roas: "3.5" },
    ad_groups: [{ targeting: { countries: ["CA", "US"], languages: ["en"], keywords: ["[spicy]", "chips"], negative_keywords: ["recipe"] } }],
  });
  expect(fromCampaign(campaign, "meta").search).toBeNull();
});

test("a text that is still empty makes no new version", () => {
  const content = { ...NO_CONTENT, headline: "A" };
  const ad = { ...newAd("Ad", { ...content, moreHeadlines: ["", " "] }), savedContent: content };
  expect(needsVersion(ad)).toBe(false);
  expect(needsVersion({ ...ad, content: { ...content, moreHeadlines: ["B"] } })).toBe(true);
});

test("of a live campaign on Search only what differs is proposed", () => {
  const before = fromLive(campaign, "google");
  expect(toLiveEdit(before, before)).toEqual({ ad_groups: [], remove: [] });
  const search = { ...before.search!, political: true, targetRoas: "4" };
  const groups = before.adGroups.map((group) => ({ ...group, keywords: "[hot]" }));
  expect(toLiveEdit(before, { ...before, search, adGroups: groups })).toEqual({
    search: { political: true, target_roas: "4" },
    ad_groups: [
      {
        id: "g1",
        ads: [],
        targeting: { countries: ["CA", "US"], languages: ["en"], keywords: ["[hot]"], negative_keywords: ["recipe"] },
      },
    ],
    remove: [],
  });
});

test("bid for by hand, each ad group of a live campaign has its own amount, and only a changed one is proposed", () => {
  const [one] = campaign.ad_groups;
  const live = {
    ...campaign,
    bid_strategy: "manual_cpc",
    bid_amount: { amount: "1.20", currency: "USD" },
    ad_groups: [one, { ...one, id: "g2", bid_amount: { amount: "0.90", currency: "USD" } }],
  } as unknown as Campaign;
  const before = fromLive(live, "google");
  expect(before.adGroups.map(({ bidAmount }) => bidAmount)).toEqual(["1.20", "0.90"]);
  const [first, second] = before.adGroups;
  const after = { ...before, adGroups: [first!, { ...second!, bidAmount: "1.00" }] };
  expect(toLiveEdit(before, after)).toEqual({ ad_groups: [{ id: "g2", bid_amount: "1", ads: [] }], remove: [] });
  expect(fromLive({ ...live, bid_strategy: "maximize_clicks" } as Campaign, "google").adGroups[0]?.bidAmount).toBe("");
});
