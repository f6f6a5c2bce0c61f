import { queryOptions } from "@tanstack/react-query";
import type { Listed } from "@/lib/accounts";
import { api } from "@/lib/api";

export interface LogIn {
  id: string;
  kind: string;
  agent: string;
  address: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export interface Member {
  id: string;
  person_id: string;
  email: string;
  name: string;
  role: string;
  advertiser_ids: string[] | null;
}

export interface Invitation {
  id: string;
  email: string;
  role: string;
  advertiser_ids: string[] | null;
  invited_by: string;
  expires_at: string;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  made_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

const list = <Item>(key: string, path: string) =>
  queryOptions({
    queryKey: [key],
    queryFn: () => api.get<Listed<Item>>(path, { limit: 200 }),
    select: (found) => found.items,
  });

export const logInsQuery = list<LogIn>("log-ins", "/auth/sessions");
export const membersQuery = list<Member>("members", "/members");
export const invitationsQuery = list<Invitation>("invitations", "/invitations");
export const apiKeysQuery = list<ApiKey>("api-keys", "/api-keys");
