import type { Choice } from "@/components/ui/Select";
import type { Unit } from "@/lib/format";

/** What a column can mean, in the words of the reports; the order is that of the choice. */
const FIELD_LABELS: Readonly<Record<string, string>> = {
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
const REPEATABLE = new Set(["breakdown"]);
const MONEY = new Set(["spend", "revenue"]);

export const FIELD_CHOICES: readonly Choice[] = [
  { value: IGNORED, label: "Not used" },
  ...Object.entries(FIELD_LABELS).map(([value, label]) => ({ value, label })),
];

export const fieldLabel = (field: string): string => FIELD_LABELS[field] ?? field;
export const fieldUnit = (field: string): Unit => (MONEY.has(field) ? "money" : "count");

/** Columns and their meaning, by index, as the API takes it. */
export function mappingOf(columns: readonly { index: number; field: string | null }[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : [])));
}

/** A column given a meaning; a meaning that another column had moves over, since two cannot both be it. */
export function remap(mapping: Readonly<Record<string, string>>, index: number, field: string): Record<string, string> {
  const kept = Object.entries(mapping).filter(
    ([other, meaning]) => other !== String(index) && (meaning !== field || REPEATABLE.has(field)),
  );
  return Object.fromEntries(field === IGNORED ? kept : [...kept, [String(index), field]]);
}
