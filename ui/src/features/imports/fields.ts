import type { Choice } from "@/components/ui/Select";
import type { Unit } from "@/lib/format";
import type { ColumnMeaning, ColumnUse, ImportField } from "./queries";

/** What a column can mean, in the words of the reports; the order is that of the choice. */
const FIELD_LABELS: Readonly<Record<ImportField, string>> = {
  date: "Day",
  since: "First day of the row",
  until: "Last day of the row",
  campaign_name: "Campaign name",
  campaign_id: "Campaign ID",
  ad_group_name: "Ad group (ad set) name",
  ad_group_id: "Ad group (ad set) ID",
  ad_name: "Ad name",
  ad_id: "Ad ID",
  level: "Level of the row",
  status: "Delivery status",
  attribution: "Attribution setting",
  currency: "Currency",
  breakdown: "Breakdown (added up)",
  spend: "Spend",
  impressions: "Impressions",
  reach: "Reach",
  clicks: "Clicks (all)",
  link_clicks: "Link clicks",
  landing_page_views: "Landing page views",
  purchases: "Purchases",
  leads: "Leads",
  installs: "App installs",
  revenue: "Revenue",
  video_views: "Video views",
};

export const IGNORED = "ignored";
export type FieldChoice = ImportField | typeof IGNORED;
const REPEATABLE: ReadonlySet<FieldChoice> = new Set(["breakdown"]);
const MONEY = new Set(["spend", "revenue"]);

export const FIELD_CHOICES: readonly Choice<FieldChoice>[] = [
  { value: IGNORED, label: "Not used" },
  ...(Object.keys(FIELD_LABELS) as ImportField[]).map((value) => ({ value, label: FIELD_LABELS[value] })),
];

export const fieldLabel = (field: string): string => (FIELD_LABELS as Readonly<Record<string, string>>)[field] ?? field;
export const fieldUnit = (field: string): Unit => (MONEY.has(field) ? "money" : "count");

/** Columns and their meaning, as the API takes it. */
export function mappingOf(columns: readonly ColumnUse[]): ColumnMeaning[] {
  return columns.flatMap(({ index, field }) => (field ? [{ column: index, field }] : []));
}

/** A column given a meaning; a meaning that another column had moves over, since two cannot both be it. */
export function remap(mapping: readonly ColumnMeaning[], column: number, field: FieldChoice): ColumnMeaning[] {
  const kept = mapping.filter((each) => each.column !== column && (each.field !== field || REPEATABLE.has(field)));
  return field === IGNORED ? kept : [...kept, { column, field }];
}

/** Totals in the order of the reports, whatever order they come in. */
export function totalsInOrder(totals: Readonly<Record<string, string | null>>): [string, string | null][] {
  const order = Object.keys(FIELD_LABELS);
  return Object.entries(totals).toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}
