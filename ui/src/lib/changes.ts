import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type ChangeDetailOut, type ChangesListData, changesGet, changesList, changesLog } from "@/api";
import { withoutUnset } from "./search";

export type {
  ChangeDetailOut as ChangeDetail,
  ChangeOut as Change,
  ChangeStatus,
  DiffLineOut as DiffLine,
  LogEntryOut as LogEntry,
  OperationOut as Operation,
} from "@/api";

type ChangeListQuery = NonNullable<ChangesListData["query"]>;

/** Changes, newest first. */
export const changesQuery = (query: ChangeListQuery) =>
  queryOptions({
    queryKey: ["changes", query],
    queryFn: () => changesList({ query: withoutUnset(query) }),
    placeholderData: keepPreviousData,
  });

export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: ["change", id],
    queryFn: (): Promise<ChangeDetailOut> => changesGet({ path: { change_id: id } }),
  });

/** What was done for a campaign, newest first. */
export const campaignLogQuery = (campaignId: string, limit: number) =>
  queryOptions({
    queryKey: ["campaign", campaignId, "log", limit],
    queryFn: () => changesLog({ path: { campaign_id: campaignId }, query: { limit } }),
    placeholderData: keepPreviousData,
  });
