import { describe, expect, test } from "vitest";
import { eventChoices } from "./MetaNeeds";

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
