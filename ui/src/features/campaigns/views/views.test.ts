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
  test("with the initiatives' filter is as kept once it is applied, and without one takes the filter away", () => {
    const only = { id: "i", search: { initiative: "true" }, columns: null } as unknown as SavedView;
    expect(isAsKept(only, ofView(only), null)).toBe(true);
    const live = { ...only, search: { status: "live" } };
    expect(ofView(live).initiative).toBeUndefined();
    expect(isAsKept(live, { status: "live", initiative: true }, null)).toBe(false);
  });
  test("is as kept while filters, sort and columns are", () => {
    const looked = { status: "live", initiative: true, sort: "-spend" } as const;
    expect(isAsKept(view, looked, ["name", "spend"])).toBe(true);
    expect(isAsKept(view, { ...looked, q: "chips" }, ["name", "spend"])).toBe(false);
    expect(isAsKept(view, looked, null)).toBe(false);
  });
});
