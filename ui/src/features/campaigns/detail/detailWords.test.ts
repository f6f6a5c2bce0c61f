import { expect, test } from "vitest";
import type { Campaign } from "@/lib/campaign";
import { differences, scheduleWords } from "./detailWords";

const observed = { name: "Chips", state: "active" as const, effective_status: "ACTIVE", budget: null, seen_at: "2026-11-21T00:00:00Z" };

test("nothing is compared before a node was seen on the platform", () => {
  expect(differences({ name: "Chips", state: "active", observed: null })).toEqual([]);
});

test("what was edited outside is named, field by field", () => {
  const budget = { period: "daily" as const, amount: "50.00", currency: "USD" };
  const seen = { ...observed, state: "paused" as const, budget: { ...budget, amount: "70.00" } };
  expect(differences({ name: "Chips", state: "active", budget, observed: seen })).toEqual([
    { field: "Status", desired: "on", observed: "paused" },
    { field: "Budget", desired: "$50.00 a day", observed: "$70.00 a day" },
  ]);
});

test("an ad has no budget to compare", () => {
  expect(differences({ name: "Chips", state: "active", observed })).toEqual([]);
});

test("a platform that keeps no names says nothing of them", () => {
  expect(differences({ name: "Chips", state: "active", observed: { ...observed, name: "" } })).toEqual([]);
});

test("a schedule is said in the account's wall time", () => {
  const campaign = { start_local: "2026-11-22T09:00:00", end_local: null, ad_groups: [] as Campaign["ad_groups"] } as Campaign;
  expect(scheduleWords(campaign, "America/New_York")).toMatch(/^from Nov 22, 2026, 9:00\sAM \(America\/New_York\)$/);
  expect(scheduleWords({ ...campaign, start_local: null }, undefined)).toBe("runs until it is paused");
});

test("ad groups that end at different times have schedules of their own", () => {
  const groups = [{ state: "active", start_at: null, end_at: "2026-12-24T23:00:00Z" }] as Campaign["ad_groups"];
  const campaign = { start_local: null, end_local: null, ad_groups: groups } as Campaign;
  expect(scheduleWords(campaign, "America/New_York")).toBe("ad groups have schedules of their own");
  expect(scheduleWords({ ...campaign, end_local: "2026-12-24T18:00:00" }, undefined)).toMatch(/^until Dec 24/);
});
