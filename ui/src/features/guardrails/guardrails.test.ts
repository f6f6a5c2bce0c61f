import { describe, expect, it } from "vitest";
import { decidable, findingState, guardrailsWords, outcomeWords } from "@/features/changes/approvals";
import type { Finding } from "@/lib/changes";
import * as limits from "./limits";
import * as policy from "./policy";

const finding = (part: Partial<Finding>): Finding => ({
  guardrail: "max_step",
  passed: true,
  text: "Largest step 20.0 %, of 20 % at most.",
  scope: "organization",
  until: null,
  ...part,
});

describe("limits while they are edited", () => {
  const saved = {
    max_daily_budget: [],
    max_daily_increase: [{ amount: "200.00", currency: "EUR" }],
    max_step_percent: 20,
    no_touch_hours: [{ start: "22:00", end: "06:00" }],
    cool_down_hours: null,
    never_touch: ["7f9c"],
    max_entities: null,
    stopped: false,
  };

  it("go out as they came in when nothing was typed", () => {
    expect(limits.bodyOf(limits.draftOf(saved))).toEqual(saved);
  });

  it("leave out what is empty, so that it is not limited", () => {
    const draft = { ...limits.draftOf(saved), max_step_percent: " ", max_daily_increase: [{ amount: " ", currency: "EUR" }] };
    expect(limits.bodyOf(draft)).toMatchObject({ max_step_percent: null, max_daily_increase: [] });
  });

  it("trim amounts and keep them as text, exactly", () => {
    expect(limits.amountsOf([{ amount: " 12.10 ", currency: "USD" }])).toEqual([{ amount: "12.10", currency: "USD" }]);
  });
});

describe("a policy while it is edited", () => {
  it("takes a rule away, or changes part of it", () => {
    const rules = [policy.NEW_RULE, { ...policy.NEW_RULE, approvals: 2 }];
    expect(policy.exchanged(rules, 0, null)).toEqual([rules[1]]);
    expect(policy.exchanged(rules, 1, { author_counts: false })[1]).toMatchObject({ approvals: 2, author_counts: false });
  });

  it("goes out with the amounts that are set", () => {
    const draft = { rules: [{ ...policy.NEW_RULE, over: [{ amount: "", currency: "EUR" }] }], automatic: [], expires_after_days: "7" };
    expect(policy.bodyOf(draft)).toMatchObject({ rules: [{ over: [] }], expires_after_days: 7 });
  });
});

describe("what guardrails say", () => {
  it("tells what waits from what is stopped", () => {
    expect(findingState(finding({}))).toBe("passed");
    expect(findingState(finding({ passed: false, until: "2026-11-28T00:00:00Z" }))).toBe("waits");
    expect(findingState(finding({ passed: false }))).toBe("failed");
  });

  it("counts them in one sentence, the worst first", () => {
    expect(guardrailsWords([])).toBe("No guardrail is set for this account.");
    expect(guardrailsWords([finding({}), finding({}), finding({ passed: false })])).toBe("1 not passed, 2 passed");
  });
});

describe("several decisions at once", () => {
  it("are only about what waits for an approval", () => {
    const changes = [
      { id: "a", status: "proposed" as const },
      { id: "b", status: "applied" as const },
      { id: "c", status: "proposed" as const },
    ];
    expect(decidable(changes, new Set(["a", "b"]))).toEqual([changes[0]]);
  });

  it("say what was done and why the rest was not", () => {
    const items = [
      { change: { title: "Launch chips" }, refused: null },
      { change: { title: "Launch dips" }, refused: { message: "This change was rejected." } },
    ];
    expect(outcomeWords("approved", items)).toEqual({
      title: "1 change approved, 1 not",
      detail: "Launch dips: This change was rejected.",
      clean: false,
    });
  });
});
