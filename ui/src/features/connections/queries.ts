import { queryOptions } from "@tanstack/react-query";
import { connectionsLimits, connectionsListAll, connectionsOfferedAccounts, connectionsShow } from "@/api";

export type { ConnectionOut as Connection, OfferedAccountOut as OfferedAccount } from "@/api";

const MOST = 200;

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: () => connectionsListAll({ query: { limit: MOST } }),
  select: (list) => list.items,
});

export const connectionQuery = (id: string) =>
  queryOptions({ queryKey: ["connection", id], queryFn: () => connectionsShow({ path: { connection_id: id } }) });

export const offeredAccountsQuery = (id: string) =>
  queryOptions({
    queryKey: ["connection", id, "offered"],
    queryFn: () => connectionsOfferedAccounts({ path: { connection_id: id } }),
    select: (list) => list.items,
  });

const LOOK_AGAIN_MS = 30_000;

export const limitsQuery = (id: string) =>
  queryOptions({
    queryKey: ["connection", id, "limits"],
    queryFn: () => connectionsLimits({ path: { connection_id: id } }),
    select: (limits) => limits.items,
    refetchInterval: LOOK_AGAIN_MS,
  });
