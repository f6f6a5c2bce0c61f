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
}

export interface AdAccount {
  id: string;
  advertiser_id: string | null;
  connection_id: string | null;
  platform: string;
  provider: string | null;
  external_id: string;
  name: string;
  currency: string;
  zone: string;
  status: string;
  today: string;
  last_day: string | null;
  facts_until: string | null;
  synced_at: string | null;
  attribution: string | null;
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
