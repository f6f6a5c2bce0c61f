import { queryOptions } from "@tanstack/react-query";
import type { Listed } from "@/lib/accounts";
import { api } from "@/lib/api";

export interface Connection {
  id: string;
  provider: string;
  name: string;
  external_user_id: string;
  status: "good" | "reconnect_needed" | "disconnected";
  scopes: string[];
  missing_scopes: string[];
  expires_at: string | null;
  last_good_at: string | null;
  trouble: string | null;
  trouble_at: string | null;
  created_at: string;
}

export interface OfferedAccount {
  external_id: string;
  name: string;
  currency: string;
  zone: string;
  status: string;
  platform_status: string;
  disable_reason: string | null;
  ad_account_id: string | null;
}

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: () => api.get<Listed<Connection>>("/connections", { limit: 200 }),
  select: (list) => list.items,
});

export const connectionQuery = (id: string) =>
  queryOptions({ queryKey: ["connection", id], queryFn: () => api.get<Connection>(`/connections/${id}`) });

export const offeredAccountsQuery = (id: string) =>
  queryOptions({
    queryKey: ["connection", id, "offered"],
    queryFn: () => api.get<{ items: OfferedAccount[] }>(`/connections/${id}/remote-accounts`),
    select: (list) => list.items,
  });
