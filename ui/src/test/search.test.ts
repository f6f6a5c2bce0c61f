import { describe, expect, test } from "vitest";
import { listSearch, nextSort, oneOf, parseSort, periodSearch, uuid, writeSort } from "@/lib/search";

describe("the address of a list", () => {
  test("what is understood is kept, nonsense is left out", () => {
    expect(listSearch({ q: "  ", sort: "-spend", page: "3", evil: "x" })).toEqual({ sort: "-spend", page: 3 });
    expect(listSearch({ q: "chips", page: "-1" })).toEqual({ q: "chips" });
    expect(listSearch({ q: 42 })).toEqual({ q: "42" });
  });

  test("a period counts only as a whole and the right way round", () => {
    expect(periodSearch({ since: "2026-11-01", until: "2026-11-21" })).toEqual({ since: "2026-11-01", until: "2026-11-21" });
    expect(periodSearch({ since: "2026-11-21", until: "2026-11-01" })).toEqual({});
    expect(periodSearch({ since: "2026-11-01" })).toEqual({});
    expect(periodSearch({ since: "2026-02-30", until: "2026-03-01" })).toEqual({});
  });

  test("ids and choices are checked", () => {
    expect(uuid("not-an-id")).toBeUndefined();
    expect(oneOf("campaign", ["campaign", "account"])).toBe("campaign");
    expect(oneOf("drop table", ["campaign", "account"])).toBeUndefined();
  });
});

describe("sorting", () => {
  test("sort goes to the address and back", () => {
    for (const written of ["name", "-spend"]) {
      const sort = parseSort(written);
      expect(sort && writeSort(sort)).toBe(written);
    }
    expect(parseSort(undefined)).toBeNull();
  });

  test("a column is clicked through: its own direction, the other, none", () => {
    const first = nextSort(null, "spend", true);
    expect(first).toEqual({ key: "spend", descending: true });
    const second = nextSort(first, "spend", true);
    expect(second).toEqual({ key: "spend", descending: false });
    expect(nextSort(second, "spend", true)).toBeNull();
  });

  test("another column starts anew", () => {
    expect(nextSort({ key: "spend", descending: true }, "name", false)).toEqual({ key: "name", descending: false });
  });
});
