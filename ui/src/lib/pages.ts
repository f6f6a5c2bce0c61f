import { queryOptions } from "@tanstack/react-query";
import type { Listed } from "./accounts";
import { api } from "./api";

/** A page that ads of an account come from. */
export interface AccountPage {
  id: string;
  external_id: string;
  name: string;
  picture_url: string | null;
}

export interface Pixel {
  id: string;
  external_id: string;
  name: string;
}

export const pagesQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "pages"],
    queryFn: () => api.get<Listed<AccountPage>>(`/ad-accounts/${adAccountId}/pages`, { limit: 200 }),
    select: (list) => list.items,
    enabled: adAccountId !== null,
  });

export const pixelsQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "pixels"],
    queryFn: () => api.get<Listed<Pixel>>(`/ad-accounts/${adAccountId}/pixels`, { limit: 200 }),
    select: (list) => list.items,
    enabled: adAccountId !== null,
  });
