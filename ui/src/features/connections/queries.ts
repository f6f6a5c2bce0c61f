import { queryOptions } from "@tanstack/react-query";
import { connectionsListAll, connectionsOfferedAccounts, connectionsShow } from "@/api";

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
