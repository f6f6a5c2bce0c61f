import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";

export interface Listed<Item> {
  items: Item[];
  total: number;
  offset: number;
  limit: number;
}

export interface Advertiser {
  id: string;
  name: string;
  website_url: string | null;
}

export interface AdAccount {
  id: string;
  advertiser_id: string;
  connection_id: string | null;
  platform: string;
  provider: string | null;
  external_id: string;
  name: string;
  currency: string;
  zone: string;
  status: string;
  platform_status: string;
  disable_reason: string | null;
  today: string;
  last_day: string | null;
}

const MOST = 200;

export const advertisersQuery = queryOptions({
  queryKey: ["advertisers"],
  queryFn: () => api.get<Listed<Advertiser>>("/advertisers", { limit: MOST }),
  select: (list) => list.items,
  staleTime: 60_000,
});

export const adAccountsQuery = queryOptions({
  queryKey: ["ad-accounts"],
  queryFn: () => api.get<Listed<AdAccount>>("/ad-accounts", { limit: MOST }),
  select: (list) => list.items,
  staleTime: 60_000,
});
