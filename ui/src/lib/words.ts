import type { CampaignStatus, Provider, Purpose } from "@/api";

/** Words for what the API names; an unknown name is shown readable rather than not at all. */
const PURPOSE_LABELS: Readonly<Record<Purpose, string>> = {
  lead_generation: "Lead generation",
  sales: "Sales",
  brand_awareness: "Brand awareness",
  traffic: "Traffic",
  app_installs: "App installs",
  event_promotion: "Event promotion",
  store_visits: "Store visits",
  retargeting: "Retargeting",
};

const PROVIDERS: Readonly<Record<string, string>> = {
  meta: "Meta",
  meta_sandbox: "Meta (sandbox)",
  google: "Google Ads",
  google_sandbox: "Google Ads (sandbox)",
  file: "File",
};

/** `meta_sandbox` → `meta`. */
export const platformOf = (provider: Provider): "meta" | "google" => (provider.startsWith("google") ? "google" : "meta");

const ROLES: Readonly<Record<string, string>> = {
  owner: "Owner",
  admin: "Admin",
  manager: "Manager",
  analyst: "Analyst",
  approver: "Approver",
};

const ATTRIBUTION_PART = /(\d+)d_([a-z]+(?:_[a-z]+)*?)(?=_\d+d_|$)/g;

/** `7d_click_1d_view` → "7-day click, 1-day view"; other names stay readable. */
export function attributionLabel(attribution: string): string {
  const parts = [...attribution.matchAll(ATTRIBUTION_PART)].map(
    ([, days, act]) => `${days}-day ${(act ?? "").replaceAll("_", " ")}`,
  );
  return parts.length > 0 ? parts.join(", ") : readable(attribution);
}

/** `ad_group` → "Ad group". */
export function readable(name: string): string {
  const words = name.replaceAll(/[_.-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const purposeLabel = (purpose: string): string => (PURPOSE_LABELS as Readonly<Record<string, string>>)[purpose] ?? readable(purpose);
export const providerLabel = (provider: string): string => PROVIDERS[provider] ?? readable(provider);
export const roleLabel = (role: string): string => ROLES[role] ?? readable(role);
export const PURPOSES = Object.keys(PURPOSE_LABELS) as Purpose[];
export const purposeChoices = PURPOSES.map((value) => ({ value, label: PURPOSE_LABELS[value] }));
export const CAMPAIGN_STATUSES: readonly CampaignStatus[] = ["draft", "live", "paused", "completed", "archived", "error"];
