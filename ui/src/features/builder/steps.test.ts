import { expect, test } from "vitest";
import type { LaunchProblem } from "@/lib/campaign";
import { imageProblem } from "./imageFile";
import { inOrder, messageAt } from "./problems";
import { readStep, stepAfter, stepBefore, stepOf, stepStates } from "./steps";
import { describeTargeting, EVERYBODY, targetingProblems } from "./targeting";

const problem = (level: LaunchProblem["level"], field: string, severity: LaunchProblem["severity"] = "error"): LaunchProblem => ({
  level,
  node_id: level === "campaign" ? "c" : `${level}-1`,
  node: level,
  field,
  severity,
  message: `${level} ${field} ${severity}`,
});

test.each([
  [problem("campaign", "purpose"), "purpose"],
  [problem("campaign", "page_external_id"), "account"],
  [problem("ad_group", "audience_id"), "audience"],
  [problem("ad_group", "name"), "audience"],
  [problem("ad_group", "ads"), "creative"],
  [problem("ad", "headline"), "creative"],
  [problem("ad", "name"), "creative"],
  [problem("campaign", "budget.amount"), "budget"],
  [problem("campaign", "end_local"), "budget"],
  [problem("ad_group", "bid_amount"), "budget"],
])("each problem leads to where it is put right", (found, step) => {
  expect(stepOf(found)).toBe(step);
});

test("a station shows a problem only once it was left", () => {
  const problems = [problem("campaign", "budget")];
  expect(stepStates("creative", new Set(["account"]), problems)).toMatchObject({ account: "done", creative: "current", budget: "open" });
  expect(stepStates("review", new Set(["budget"]), problems).budget).toBe("problem");
});

test("a warning is no problem of a station", () => {
  expect(stepStates("review", new Set(["creative"]), [problem("ad", "asset_id", "warning")]).creative).toBe("done");
});

test("the stations follow each other, and an unknown one is the first", () => {
  expect(stepAfter("purpose")).toBe("account");
  expect(stepAfter("review")).toBe("review");
  expect(stepBefore("purpose")).toBeNull();
  expect(readStep("nowhere")).toBe("purpose");
});

test("a field shows its error before its warning, of its own node", () => {
  const problems = [problem("ad", "asset_id", "warning"), problem("ad", "asset_id"), problem("campaign", "budget.amount")];
  expect(messageAt(problems, "asset_id", "ad-1")).toBe("ad asset_id error");
  expect(messageAt(problems, "asset_id", "ad-2")).toBeNull();
  expect(messageAt(problems, "budget")).toBe("campaign budget.amount error");
  expect(inOrder(problems).map((each) => each.severity)).toEqual(["error", "error", "warning"]);
});

test.each([
  [{ name: "a.gif", type: "image/gif", size: 5 }, /neither a JPEG nor a PNG/],
  [{ name: "a.png", type: "image/png", size: 0 }, /is empty/],
  [{ name: "a.jpg", type: "image/jpeg", size: 31 * 1024 * 1024 }, /at most 30 MB/],
])("a file that cannot be the picture is refused in words", (file, words) => {
  expect(imageProblem(file)).toMatch(words);
});

test("an audience is described in a line and checked before it is saved", () => {
  expect(describeTargeting({ ...EVERYBODY, countries: ["US"], genders: ["female"] }, undefined)).toBe("US · 18–65+ · women");
  expect(targetingProblems("", { ...EVERYBODY, age_min: 40, age_max: 30 })).toMatchObject({
    name: expect.any(String),
    countries: expect.any(String),
    age: expect.any(String),
  });
});
