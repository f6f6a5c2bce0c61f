import { expect, test } from "vitest";
import { sizeWords } from "./AudienceSize";

test("a size is a range, and one number where both ends read alike", () => {
  expect(sizeWords({ lower: 12, upper: 900 })).toBe("12 – 900");
  expect(sizeWords({ lower: 900, upper: 900 })).toBe("900");
});

test("a platform without estimates says nothing", () => {
  expect(sizeWords({ lower: null, upper: null })).toBeNull();
});
