import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Listed } from "@/lib/accounts";
import { api } from "@/lib/api";
import type { Money } from "@/lib/format";
import { withoutUnset } from "@/lib/search";

export interface CampaignRow {
  id: string;
  name: string;
  advertiser_id: string;
  ad_account_id: string;
  platform: string;
  purpose: string | null;
  status: string;
  error_reason: string | null;
  budget: { kind: "daily" | "lifetime"; amount: Money } | null;
  currency: string;
  open_change_id: string | null;
  performance: {
    impressions: number | null;
    clicks: number | null;
    ctr: number | null;
    spend: Money | null;
    conversions: number | null;
    cpa: Money | null;
    revenue: Money | null;
    roas: number | null;
    settled: number;
  } | null;
}

export interface CampaignListQuery {
  search?: string;
  status?: string;
  purpose?: string;
  advertiser_id?: string;
  ad_account_id?: string;
  since?: string;
  until?: string;
  sort?: string;
  offset: number;
  limit: number;
}

export const campaignsQuery = (query: CampaignListQuery) =>
  queryOptions({
    queryKey: ["campaigns", query],
    queryFn: () => api.get<Listed<CampaignRow>>("/campaigns", withoutUnset(query)),
    placeholderData: keepPreviousData,
  });
