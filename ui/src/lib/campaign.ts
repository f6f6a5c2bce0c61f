import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";

/** One campaign with its tree, as the API shows it. */
export interface Amount {
  amount: string;
  /** Null before an ad account is chosen. */
  currency: string | null;
}

export interface Budget extends Amount {
  period: "daily" | "lifetime";
}

export interface Observed {
  name: string;
  state: RunState;
  effective_status: string;
  budget: Budget | null;
  seen_at: string;
}

export type RunState = "active" | "paused" | "archived";

export interface AdContentOut {
  headline: string;
  primary_text: string;
  description: string;
  call_to_action: string;
  destination_url: string;
  page_external_id: string | null;
  asset_id: string | null;
  image_url: string | null;
}

export interface Ad {
  id: string;
  name: string;
  state: RunState;
  creative_id: string | null;
  creative_version_id: string | null;
  creative_version: number | null;
  content: AdContentOut;
  review: "none" | "in_review" | "approved" | "rejected";
  review_reasons: string[];
  external_id: string | null;
  observed: Observed | null;
}

export interface Targeting {
  countries: string[];
  age_min: number;
  age_max: number;
  genders: string[];
  languages: string[];
  interests: { external_id: string; name: string }[];
  keywords: string[];
  expand: boolean;
}

export interface AdGroup {
  id: string;
  name: string;
  state: RunState;
  audience: { id: string; name: string; version: number } | null;
  targeting: Targeting | null;
  budget: Budget | null;
  bid_amount: Amount | null;
  start_at: string | null;
  end_at: string | null;
  external_id: string | null;
  observed: Observed | null;
  ads: Ad[];
}

export interface LaunchProblem {
  level: string;
  node_id: string;
  node: string;
  field: string;
  severity: "error" | "warning" | "note";
  message: string;
}

export interface Campaign {
  id: string;
  advertiser_id: string;
  ad_account_id: string | null;
  name: string;
  origin: "built" | "imported" | "file";
  status: string;
  error_reason: string | null;
  state: RunState;
  editable: boolean;
  purpose: string | null;
  objective: string | null;
  currency: string | null;
  budget_level: "campaign" | "ad_group";
  budget: Budget | null;
  spend_cap: Amount | null;
  bid_strategy: string | null;
  bid_amount: Amount | null;
  start_local: string | null;
  end_local: string | null;
  special_ad_categories: string[];
  page_external_id: string | null;
  pixel_external_id: string | null;
  external_id: string | null;
  observed: Observed | null;
  created_at: string;
  created_by: string;
  updated_at: string;
  ad_groups: AdGroup[];
  problems: LaunchProblem[];
  launchable: boolean;
  open_change: { id: string; kind: string; status: string } | null;
}

export const campaignQuery = (id: string) =>
  queryOptions({ queryKey: ["campaign", id], queryFn: () => api.get<Campaign>(`/campaigns/${id}`) });

/** Where the picture of an ad is; null without one. */
export function imageAddress(content: { asset_id: string | null; image_url: string | null }): string | null {
  return content.asset_id ? `/api/v1/assets/${content.asset_id}/content` : content.image_url;
}

export const thumbnailAddress = (content: { asset_id: string | null; image_url: string | null }): string | null =>
  content.asset_id ? `/api/v1/assets/${content.asset_id}/thumbnail` : content.image_url;
