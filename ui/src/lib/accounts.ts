import { queryOptions } from "@tanstack/react-query";
import { adAccountsListAll, advertisersListAll } from "@/api";

export type { AdAccountOut as AdAccount, AdvertiserOut as Advertiser } from "@/api";

export interface Listed<Item> {
  items: Item[];
  total: number;
  offset: number;
  limit: number;
}

const MOST = 200;

export const advertisersQuery = queryOptions({
  queryKey: ["advertisers"],
  queryFn: () => advertisersListAll({ query: { limit: MOST } }),
  select: (list) => list.items,
  staleTime: 60_000,
});

export const adAccountsQuery = queryOptions({
  queryKey: ["ad-accounts"],
  queryFn: () => adAccountsListAll({ query: { limit: MOST } }),
  select: (list) => list.items,
  staleTime: 60_000,
});
