import { describe, expect, test } from "vitest";
import { type SavedView, isAsKept, ofView, toView } from "./views";

const view = { id: "v", search: { status: "live", initiative: "true", sort: "-spend" }, columns: ["name", "spend"] } as unknown as SavedView;

describe("a saved view", () => {
  test("keeps filters and sort as text, and nothing that is not set", () => {
    expect(toView({ status: "live", initiative: true, sort: "-spend", q: undefined })).toEqual(view.search);
  });
  test("clears what it does not name when it is applied", () => {
    expect(ofView(view)).toMatchObject({ status: "live", initiative: true, q: undefined, account: undefined, page: undefined, view: "v" });
  });
  test("is as kept while filters, sort and columns are", () => {
    const looked = { status: "live", initiative: true, sort: "-spend" } as const;
    expect(isAsKept(view, looked, ["name", "spend"])).toBe(true);
    expect(isAsKept(view, { ...looked, q: "chips" }, ["name", "spend"])).toBe(false);
    expect(isAsKept(view, looked, null)).toBe(false);
  });
});
