import { afterEach, expect, test, vi } from "vitest";
import type { Campaign } from "@/lib/campaign";
import { fromCampaign, idsOf, saveDraft, toPatch } from "./draftApi";
import { dropBackup, keepBackup, readBackup } from "./draftBackup";
import { draftReducer } from "./draftReducer";

afterEach(() => vi.unstubAllGlobals());

const campaign = {
  id: "c",
  advertiser_id: "adv",
  ad_account_id: "acc",
  name: "Chips",
  purpose: "sales",
  budget_level: "campaign",
  budget: { period: "daily", amount: "50.00", currency: "USD" },
  spend_cap: null,
  bid_strategy: "highest_volume",
  bid_amount: null,
  start_local: "2026-11-22T09:00:00",
  end_local: null,
  special_ad_categories: [],
  page_external_id: "page",
  pixel_external_id: null,
  meta: { instagram_external_id: "ig", conversion_event: null, lead_form_external_id: null, beneficiary: "Chips", payor: "Agency" },
  problems: [],
  ad_groups: [
    {
      id: "g1",
      name: "Ad group 1",
      audience: { id: "aud", name: "All", version: 2 },
      budget: null,
      bid_amount: null,
      ads: [{ id: "a1", name: "Ad 1", creative_id: "cr", creative_version_id: "v1", content: { headline: "Old", primary_text: "", description: "", call_to_action: "shop_now", destination_url: "", asset_id: null } }],
    },
  ],
} as unknown as Campaign;

test("a campaign read and written again is the same", () => {
  expect(toPatch(fromCampaign(campaign))).toMatchObject({
    name: "Chips",
    budget: { period: "daily", amount: "50" },
    start_local: "2026-11-22T09:00",
    meta: campaign.meta,
    ad_groups: [{ id: "g1", audience_id: "aud", budget: null, ads: [{ id: "a1", creative_version_id: "v1" }] }],
  });
});

test("budgets at the ad groups leave the campaign without one", () => {
  const draft = { ...fromCampaign(campaign), budgetLevel: "ad_group" as const };
  draft.adGroups = draft.adGroups.map((group) => ({ ...group, budgetAmount: "7,5" }));
  expect(toPatch(draft)).toMatchObject({ budget: null, ad_groups: [{ budget: { period: "daily", amount: "7.5" } }] });
});

test("an edited ad gets its next version before the tree is saved", async () => {
  const calls: { method: string; path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    calls.push({ method: request.method, path, body: await request.clone().json() });
    const answer = path.startsWith("/creatives") ? { id: "cr", latest: { id: "v2" } } : campaign;
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  const draft = draftReducer(fromCampaign(campaign), { type: "write", ad: "a1", content: { headline: "New" } });
  const onVersion = vi.fn();
  const onTree = vi.fn();
  await saveDraft("c", draft, { onVersion, onTree });
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /creatives/cr/versions", "PATCH /campaigns/c"]);
  expect(calls[0]?.body).toMatchObject({ headline: "New", parent_id: "v1" });
  expect(calls[1]?.body).toMatchObject({ ad_groups: [{ ads: [{ creative_version_id: "v2" }] }] });
  expect(onVersion).toHaveBeenCalledOnce();
  expect(onTree).toHaveBeenCalledWith({ groups: { g1: "g1" }, ads: { a1: "a1" } }, campaign);
});

test("new nodes find their ids by their place", () => {
  const draft = draftReducer(fromCampaign(campaign), { type: "copyAd", ad: "a1" });
  const key = draft.adGroups[0]?.ads[1]?.key ?? "";
  const saved = structuredClone(campaign);
  saved.ad_groups[0]?.ads.push({ ...structuredClone(campaign.ad_groups[0]?.ads[0]), id: "a2" } as never);
  expect(idsOf(draft, saved).ads[key]).toBe("a2");
});

test("what is not saved outlives a reload, and nonsense in the store does no harm", () => {
  const draft = fromCampaign(campaign);
  keepBackup("c", draft);
  expect(readBackup("c")).toEqual(draft);
  dropBackup("c");
  expect(readBackup("c")).toBeNull();
  localStorage.setItem("adwright.draft.c", "{not json");
  expect(readBackup("c")).toBeNull();
});
