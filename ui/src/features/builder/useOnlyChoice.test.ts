import { describe, expect, test } from "vitest";
import { onlyOne } from "./useOnlyChoice";

describe("the only choice", () => {
  test("is made", () => expect(onlyOne([{ external_id: "9" }], null)).toBe("9"));
  test("never replaces what a person chose", () => expect(onlyOne([{ external_id: "9" }], "8")).toBeNull());
  test("is not made among several, nor among none", () => {
    expect(onlyOne([{ external_id: "8" }, { external_id: "9" }], null)).toBeNull();
    expect(onlyOne([], null)).toBeNull();
  });
});
