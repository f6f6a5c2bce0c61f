import { expect, test } from "vitest";
import type { LimitsOut } from "@/api";
import type { Campaign } from "@/lib/campaign";
import { partsOf, withNeverTouched } from "./neverTouched";

const ad = (id: string, state: string) => ({ id, name: `Ad ${id}`, state });
const campaign = {
  id: "c",
  name: "Chips",
  ad_groups: [
    { id: "g", name: "US", state: "active", ads: [ad("1", "active"), ad("2", "archived")] },
    { id: "h", name: "Old", state: "archived", ads: [ad("3", "active")] },
  ],
} as unknown as Campaign;

test("a campaign has itself, its ad groups and their ads to protect, but nothing archived", () => {
  expect(partsOf(campaign).map(({ value, name }) => [value, name])).toEqual([
    ["c", "Chips"],
    ["g", "Chips › US"],
    ["1", "Chips › Ad 1"],
  ]);
});

test("something is put on the list once, and taken off it, while the other limits stay", () => {
  const limits = { max_daily_budget: [], max_daily_increase: [], max_step_percent: 20, no_touch_hours: [], cool_down_hours: null, never_touch: ["g"], max_entities: null, stopped: false } satisfies LimitsOut;
  expect(withNeverTouched(limits, "1", true)).toMatchObject({ never_touch: ["g", "1"], max_step_percent: 20 });
  expect(withNeverTouched(limits, "g", true).never_touch).toEqual(["g"]);
  expect(withNeverTouched(limits, "g", false).never_touch).toEqual([]);
});
