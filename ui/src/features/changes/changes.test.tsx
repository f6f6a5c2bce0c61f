import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DiffLine, Operation } from "@/lib/changes";
import { DiffTable } from "./DiffTable";
import { OperationList } from "./OperationList";
import { byNode, countWords, depthOf, showsOtherAds } from "./diff";
import { approveLabel, durationWords, platformWords, secondsLeft, undoWords } from "./words";

const line = (level: DiffLine["level"], node: string, field: string, before: string | null, after: string | null): DiffLine => ({
  level,
  node,
  field,
  before,
  after,
});

const launch = [
  line("campaign", "Chips", "node", null, "on, 50.00 USD a day"),
  line("ad_group", "Group", "node", null, "on, US, 18–65+"),
  line("ad", "Ad 1", "node", null, "on"),
  line("ad", "Ad 1", "node", null, "on"),
];
const edits = [line("campaign", "Chips", "budget", "50.00 USD a day", "60.00 USD a day"), line("campaign", "Chips", "state", "paused", "on")];

const operation = (fields: Partial<Operation>): Operation => ({
  id: crypto.randomUUID(),
  key: "k",
  action: "campaign",
  title: "Make the campaign",
  node_id: null,
  stage: 1,
  depends_on: [],
  status: "done",
  attempts: 1,
  intent_at: null,
  finished_at: null,
  duration_ms: 200,
  external_id: null,
  found: false,
  answer: {},
  failure: null,
  ...fields,
});

test("the button says what it does", () => {
  expect(approveLabel({ kind: "launch", diff: launch })).toBe("Approve and launch 4 objects");
  expect(approveLabel({ kind: "budget", diff: edits.slice(0, 1) })).toBe("Approve and apply 1 edit");
});

test("lines of one node stand together, ads of the same name apart", () => {
  expect(byNode(edits)).toHaveLength(1);
  expect(byNode(launch)).toHaveLength(4);
  expect(countWords(launch)).toBe("1 campaign, 1 ad group, 2 ads");
  expect(depthOf("ad", launch)).toBe(2);
  expect(depthOf("ad", launch.slice(2))).toBe(0);
});

test("ads are previewed where people will see others", () => {
  expect(showsOtherAds(edits)).toBe(false);
  expect(showsOtherAds([line("ad", "Ad 1", "state", "paused", "on")])).toBe(false);
  expect(showsOtherAds([line("ad", "Ad 1", "headline", "Crunch", "Double crunch")])).toBe(true);
  expect(showsOtherAds([line("ad", "Ad 2", "node", null, "on")])).toBe(true);
});

test("an edit shows before and after, a launch only what will be made", () => {
  const { rerender } = render(<DiffTable diff={edits} />);
  screen.getByRole("columnheader", { name: "Before" });
  screen.getByText("50.00 USD a day");
  screen.getByText("60.00 USD a day");
  rerender(<DiffTable diff={launch} />);
  expect(screen.queryByRole("columnheader", { name: "Before" })).toBeNull();
});

test("a failed call says why in plain words and beside it what the platform said", () => {
  const failed = operation({ status: "failed", failure: "Meta declined the ad: the link does not open.", answer: { message: "Invalid parameter", code: 100 } });
  render(<OperationList operations={[failed]} />);
  screen.getByText("Meta declined the ad: the link does not open.");
  screen.getByText(/Invalid parameter/);
});

test("an object that was there already is not said to be made twice", () => {
  render(<OperationList operations={[operation({ found: true })]} />);
  screen.getByText(/was not made again/);
});

test("time left comes from the calls so far", () => {
  const done = Array.from({ length: 3 }, () => operation({ duration_ms: 2000 }));
  expect(secondsLeft([...done, operation({ status: "waiting", duration_ms: null })])).toBe(2);
  expect(secondsLeft(done)).toBeNull();
  expect(secondsLeft([operation({}), operation({ status: "waiting" })])).toBeNull();
});

test("words for durations, answers and the way back", () => {
  expect([durationWords(840), durationWords(1240), durationWords(125_000)]).toEqual(["840 ms", "1.2 s", "2 min 5 s"]);
  expect(platformWords({})).toBeNull();
  expect(platformWords({ user_message: "Too low", message: "Invalid parameter" })).toBe("Too low");
  expect(undoWords({ kind: "budget" })).toContain("values of before");
});
