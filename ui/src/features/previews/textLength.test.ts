import { expect, test } from "vitest";
import { splitAtLimit, textLength } from "./textLength";

test("the chips headline has 34 characters on both platforms", () => {
  expect(textLength("meta", "New Spicy Jalapeño Chips | 20% Off")).toBe(34);
  expect(textLength("google", "New Spicy Jalapeño Chips | 20% Off")).toBe(34);
});

test("a letter written as base and accent is one character", () => {
  expect(textLength("meta", "Jalapen\u0303o")).toBe(8);
});

test.each([
  ["👍🏽", 1, 2],
  ["🇩🇪", 1, 2],
  ["👨‍👩‍👧", 1, 2],
  ["🇩🇪🇫🇷", 2, 4],
  ["辣味薯片", 4, 8],
  ["❤️", 1, 2],
])("%s is counted as people see it on Meta and in Google's units", (text, meta, google) => {
  expect(textLength("meta", text)).toBe(meta);
  expect(textLength("google", text)).toBe(google);
});

test("spaces at the ends do not count", () => {
  expect(textLength("google", "  Chips \n")).toBe(5);
});

test("a text over the limit is split where the limit ends", () => {
  expect(splitAtLimit("google", "New Spicy Jalapeño Chips | 20% Off", 30)).toEqual({
    fits: "New Spicy Jalapeño Chips | 20%",
    excess: " Off",
  });
  expect(splitAtLimit("google", "辣味", 3)).toEqual({ fits: "辣", excess: "味" });
  expect(splitAtLimit("meta", "Chips", 40).excess).toBe("");
});
