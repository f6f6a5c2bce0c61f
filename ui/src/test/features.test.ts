import { describe, expect, test } from "vitest";
import { differences } from "@/features/audit/differences";
import { bulkEdit, bulkTargets } from "@/features/campaigns/bulk";
import { campaignFileProblem, needsAccount } from "@/features/campaigns/files/campaignFile";
import { type CampaignRow, sortQuery } from "@/features/campaigns/queries";
import { daysLeft, describeExpiry, healthOf } from "@/features/connections/health";
import type { Connection } from "@/features/connections/queries";
import { mappingOf, remap, totalsInOrder } from "@/features/imports/fields";
import { fileProblem } from "@/features/imports/fileProblem";
import type { ColumnUse, ImportDraft } from "@/features/imports/queries";
import { missing } from "@/features/imports/understanding";
import { readMeasures, shownMeasures, toggleMeasure } from "@/features/overview/chosenMeasures";
import { describeFreshness } from "@/features/overview/freshness";
import { isStaleAfter } from "@/lib/live";
import { attributionLabel } from "@/lib/words";

const now = new Date("2026-11-21T12:00:00Z");

describe("overview", () => {
  const known = ["spend", "revenue", "roas"];

  test("the measures of the chart come from the address, unknown ones are left out", () => {
    expect(readMeasures("revenue,evil", known)).toEqual(["revenue"]);
    expect(readMeasures(undefined, known)).toEqual(["spend"]);
    expect(readMeasures("spend,revenue,roas", known)).toEqual(["spend", "revenue"]);
  });

  test("the principal measures come first, in their own order; all are one click away", () => {
    const measures = ["reach", "roas", "spend"].map((key) => ({ key }));
    expect(shownMeasures(measures, false).map(({ key }) => key)).toEqual(["spend", "roas"]);
    expect(shownMeasures(measures, true)).toHaveLength(3);
  });

  test("at most two are drawn, at least one", () => {
    expect(toggleMeasure(["spend"], "revenue")).toEqual(["spend", "revenue"]);
    expect(toggleMeasure(["spend", "revenue"], "roas")).toEqual(["revenue", "roas"]);
    expect(toggleMeasure(["spend"], "spend")).toEqual(["spend"]);
  });

  test("the account that is furthest behind says how fresh the view is", () => {
    const account = { id: "1", name: "Chips", platform: "meta" as const, zone: "America/New_York", fetched_until: "2026-11-21" };
    expect(describeFreshness([account])).toMatch(/Facts until .* in New York$/);
    expect(describeFreshness([account, { ...account, name: "Tents", fetched_until: "2026-11-19" }])).toMatch(/Tents is furthest behind/);
    expect(describeFreshness([])).toBeUndefined();
  });
});

describe("campaigns in bulk", () => {
  const row = (status: string, platform = "meta") => ({ id: status, name: status, status, platform }) as CampaignRow;

  test("only what runs can be paused, only what is paused resumed, files never", () => {
    const rows = [row("live"), row("paused"), row("draft"), row("live", "file")];
    expect(bulkTargets(rows, "pause").map((each) => each.status)).toEqual(["live"]);
    expect(bulkTargets(rows, "resume").map((each) => each.status)).toEqual(["paused"]);
  });

  test("what is entered becomes what the API takes", () => {
    expect(bulkEdit("pause", "raise", "")).toEqual({ action: "pause" });
    expect(bulkEdit("budget", "raise", "10")).toEqual({ action: "scale_budget", percent: "10" });
    expect(bulkEdit("budget", "lower", "12,5")).toEqual({ action: "scale_budget", percent: "-12.5" });
    expect(bulkEdit("budget", "set", " 30.00 ")).toEqual({ action: "set_budget", amount: "30.00" });
    expect(bulkEdit("rename", "raise", "{name}")).toEqual({ action: "rename", template: "{name}" });
  });

  test("a table of campaigns needs an account, a document does not", () => {
    expect(needsAccount({ name: "november.csv" })).toBe(true);
    expect(needsAccount({ name: "campaigns.YAML" })).toBe(false);
    expect(campaignFileProblem({ name: "a.xlsx", size: 5 })).toMatch(/neither a CSV/);
    expect(campaignFileProblem({ name: "a.csv", size: 0 })).toMatch(/is empty/);
    expect(campaignFileProblem({ name: "a.yml", size: 3_000_000 })).toMatch(/at most 2 MB/);
  });
});

describe("health of a connection", () => {
  const good = {
    status: "good",
    missing_scopes: [],
    expires_at: "2027-01-20T00:00:00Z",
    trouble: null,
  } as unknown as Connection;

  test("the token's end is counted in whole days", () => {
    expect(daysLeft("2026-11-24T11:00:00Z", now)).toBe(2);
    expect(describeExpiry("2026-11-22T13:00:00Z", now)).toBe("Expires in 1 day");
    expect(describeExpiry("2026-11-20T13:00:00Z", now)).toBe("Expired");
    expect(describeExpiry(null, now)).toBe("Does not expire");
  });

  test("passing trouble is told apart from a refused token", () => {
    expect(healthOf(good, now).word).toBe("Good");
    expect(healthOf({ ...good, trouble: "Meta was busy." }, now).word).toBe("Passing trouble");
    expect(healthOf({ ...good, status: "reconnect_needed" }, now).word).toBe("Reconnect needed");
    expect(healthOf({ ...good, missing_scopes: ["ads_read"] }, now).advice).toMatch(/ads_read/);
    expect(healthOf({ ...good, expires_at: "2026-11-30T00:00:00Z" }, now).word).toBe("Expires soon");
  });
});

describe("files to import", () => {
  test("kind and size are checked before anything is sent", () => {
    expect(fileProblem({ name: "export.csv", size: 163_521 })).toBeNull();
    expect(fileProblem({ name: "Export.XLSX", size: 10 })).toBeNull();
    expect(fileProblem({ name: "photo.png", size: 10 })).toMatch(/neither CSV nor XLSX/);
    expect(fileProblem({ name: "export.csv", size: 0 })).toMatch(/empty/);
    expect(fileProblem({ name: "export.csv", size: 200_000_000 })).toMatch(/200 MB/);
  });
});

describe("columns of a file", () => {
  const columns = [
    { index: 0, header: "Spent", field: "spend", note: null, samples: [] },
    { index: 1, header: "Cost", field: null, note: null, samples: [] },
    { index: 2, header: "Age", field: "breakdown", note: null, samples: [] },
  ] as ColumnUse[];

  test("a meaning moves to the column it is given to", () => {
    expect(remap(mappingOf(columns), 1, "spend")).toEqual([
      { column: 2, field: "breakdown" },
      { column: 1, field: "spend" },
    ]);
  });

  test("breakdowns may be several, a column may be left out", () => {
    expect(remap(mappingOf(columns), 1, "breakdown")).toHaveLength(3);
    expect(remap(mappingOf(columns), 0, "ignored")).toEqual([{ column: 2, field: "breakdown" }]);
  });

  test("totals stand in the order of the reports", () => {
    expect(totalsInOrder({ clicks: "1", spend: "2.5", purchases: null }).map(([field]) => field)).toEqual([
      "spend",
      "clicks",
      "purchases",
    ]);
  });

  test("what is still missing is said in sentences", () => {
    const draft = {
      preview: { needs: ["date"], problems: [{ severity: "error" }] },
      ad_account_id: null,
      advertiser_id: "1",
      leave_out_bad_rows: false,
    } as unknown as ImportDraft;
    expect(missing(draft)).toEqual([expect.stringContaining("no day")]);
    const rest = { ...draft, preview: { ...draft.preview, needs: [] } };
    expect(missing(rest)).toEqual([expect.stringContaining("cannot be read")]);
    expect(missing({ ...rest, leave_out_bad_rows: true })).toEqual([]);
  });
});

describe("the list's sort", () => {
  test("it is said as the API takes it; one that it does not know is left out", () => {
    expect(sortQuery({ key: "spend", descending: true })).toEqual({ sort: "spend", descending: true });
    expect(sortQuery({ key: "evil", descending: true })).toEqual({});
    expect(sortQuery(null)).toEqual({});
  });
});

describe("audit", () => {
  test("only what differs is listed", () => {
    expect(differences({ name: "Salt", budget: "40" }, { name: "Salt", budget: "48", state: "live" })).toEqual([
      { field: "budget", before: "40", after: "48" },
      { field: "state", before: null, after: "live" },
    ]);
    expect(differences(null, null)).toEqual([]);
  });

  test("a nested record is listed field by field, a list as it is", () => {
    const before = { meta: { page_id: "7", form_id: null }, places: ["DE"] };
    const after = { meta: { page_id: "8", form_id: null }, places: ["DE", "AT"], groups: [{ name: "A" }] };
    expect(differences(before, after)).toEqual([
      { field: "meta.page_id", before: "7", after: "8" },
      { field: "places", before: "DE", after: "DE, AT" },
      { field: "groups", before: null, after: '[{"name":"A"}]' },
    ]);
  });
});

describe("words", () => {
  test("an attribution is said as people say it", () => {
    expect(attributionLabel("7d_click_1d_view")).toBe("7-day click, 1-day view");
    expect(attributionLabel("1d_click")).toBe("1-day click");
    expect(attributionLabel("7d_click_1d_engaged_view_1d_view")).toBe("7-day click, 1-day engaged view, 1-day view");
    expect(attributionLabel("as_exported")).toBe("As exported");
  });
});

describe("live events", () => {
  test("an event makes stale what it touches, nothing else", () => {
    expect(isStaleAfter("facts.updated", ["overview", { scope: "organization" }])).toBe(true);
    expect(isStaleAfter("change.updated", ["change", "1"])).toBe(true);
    expect(isStaleAfter("sync.progress", ["overview"])).toBe(false);
    expect(isStaleAfter("facts.updated", [{ not: "a word" }])).toBe(false);
  });
});
