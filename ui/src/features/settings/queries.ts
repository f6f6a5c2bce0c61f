import { queryOptions } from "@tanstack/react-query";
import { apiKeysListAll, authListSessions, invitationsListOpen, membersListAll, namingShow } from "@/api";

export type { ApiKeyOut as ApiKey, InvitationOut as Invitation, MemberOut as Member, SessionOut as LogIn } from "@/api";

const query = { limit: 200 } as const;

export const logInsQuery = queryOptions({
  queryKey: ["log-ins"],
  queryFn: () => authListSessions({ query }),
  select: (list) => list.items,
});

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: () => membersListAll({ query }),
  select: (list) => list.items,
});

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: () => invitationsListOpen({ query }),
  select: (list) => list.items,
});

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: () => apiKeysListAll({ query }),
  select: (list) => list.items,
});

export const namingQuery = (advertiserId: string | undefined) =>
  queryOptions({
    queryKey: ["naming", "rules", advertiserId],
    queryFn: () => namingShow({ query: advertiserId ? { advertiser_id: advertiserId } : {} }),
  });
