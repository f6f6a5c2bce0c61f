import { describe, expect, it } from "vitest";
import { type Draft, NO_CONTENT, newAd, newAdGroup } from "@/features/builder/draft";
import { draftReducer } from "@/features/builder/draftReducer";
import { NEW_SEARCH } from "@/features/builder/search/draftSearch";
import { EVERYBODY } from "@/features/builder/targeting";
import { aDraft } from "@/test/aDraft";
import { agree, takeOver, worseOf } from "./both";

const draft = (headline: string, fields: Partial<Draft> = {}): Draft =>
  aDraft({
    adGroups: [newAdGroup("One", [newAd("Ad 1", { ...NO_CONTENT, headline, destinationUrl: "chips.co" }), newAd("Ad 2")])],
    ...fields,
  });

describe("two drafts of one idea", () => {
  it("agree on the texts of their first ads, whatever else they say", () => {
    const one = draft("Hot chips", { budgetAmount: "5" });
    expect(agree("texts", one, draft("Hot chips "))).toBe(true);
    expect(agree("texts", one, draft("Mild chips"))).toBe(false);
    expect(agree("texts", one, draft("Hot chips", { adGroups: [] }))).toBe(false);
  });

  it("agree on a schedule only when both ends are the same", () => {
    const start = { startLocal: "2026-12-01T09:00" };
    expect(agree("schedule", draft("A", start), draft("B", start))).toBe(true);
    expect(agree("schedule", draft("A", start), draft("B"))).toBe(false);
  });

  it.each(["name", "texts", "schedule"] as const)("agree on %s again once one takes it over", (key) => {
    const one = draft("Hot chips", { name: "Hot", endLocal: "2026-12-31T23:59" });
    const other = draft("Mild chips", { budgetAmount: "7" });
    expect(agree(key, one, other)).toBe(false);
    const action = takeOver(key, one, other);
    const after = action ? draftReducer(other, action) : other;
    expect(agree(key, one, after)).toBe(true);
    expect(after.budgetAmount).toBe("7");
    expect(after.adGroups[0]?.ads[1]?.content).toEqual(NO_CONTENT);
  });

  it("agree on places only where every ad group of both has them, in any order", () => {
    const onSearch = (...countries: string[]) => draft("A", { search: { ...NEW_SEARCH, countries } });
    const onMeta = (...ofGroups: string[][]) =>
      draft("A", { adGroups: ofGroups.map((countries) => ({ ...newAdGroup("One", []), targeting: { ...EVERYBODY, countries } })) });
    expect(agree("places", onMeta(["US", "CA"], ["CA", "US"]), onSearch("CA", "US"))).toBe(true);
    expect(agree("places", onMeta(["US"], ["CA"]), onSearch("CA", "US"))).toBe(false);
    expect(agree("places", onMeta(), onSearch("US"))).toBe(false);
    expect(agree("places", onMeta(["US"]), onSearch("US", "google:1014221"))).toBe(false);
    expect(takeOver("places", onMeta(["US"], ["CA"]), onSearch())).toBeNull();
  });

  it("have places written into both: on Meta as targeting of each ad group's own, with the rest of whom it is for", () => {
    const women = { ...newAdGroup("One", []), audienceId: "a", targeting: { ...EVERYBODY, countries: ["US"], genders: ["female" as const] } };
    const places = { countries: ["DE"], languages: ["de"] };
    const meta = draftReducer(draft("A", { adGroups: [women] }), { type: "setPlaces", places });
    const google = draftReducer(draft("A", { search: { ...NEW_SEARCH, partners: true } }), { type: "setPlaces", places });
    expect(agree("places", meta, google)).toBe(true);
    expect(meta.adGroups[0]).toMatchObject({ audienceId: null, targeting: { ...places, genders: ["female"] } });
    expect(google.search).toMatchObject({ ...places, partners: true });
  });

  it("are saved as well as the one that is worse off", () => {
    expect(worseOf({ kind: "saved" }, { kind: "retrying", message: "" }).kind).toBe("retrying");
    expect(worseOf({ kind: "conflict", message: "" }, { kind: "saving" }).kind).toBe("conflict");
    expect(worseOf({ kind: "saved" }, { kind: "saved" }).kind).toBe("saved");
  });
});
