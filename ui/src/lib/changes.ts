import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type AuthorKind, type ChangeDetailOut, type ChangeKind, type ChangesListData, changesGet, changesList, changesLog, changesPreviews } from "@/api";
import { withoutUnset } from "./search";

export type {
  ChangeDetailOut as ChangeDetail,
  ChangeOut as Change,
  ChangeStatus,
  AuthorKind,
  ChangeKind,
  DiffLineOut as DiffLine,
  FindingOut as Finding,
  LogEntryOut as LogEntry,
  OperationOut as Operation,
  ReviewedChangeOut as ReviewedChange,
} from "@/api";

export const CHANGE_KINDS = ["launch", "edit", "budget", "pause", "resume", "archive", "undo", "revert"] as const satisfies readonly ChangeKind[];
export const AUTHOR_KINDS = ["person", "api_key", "rule", "optimiser", "assistant", "system"] as const satisfies readonly AuthorKind[];

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

/** The ads of a change, as people will see them once it is applied. */
export const previewsQuery = (id: string) =>
  queryOptions({
    queryKey: ["change", id, "previews"],
    queryFn: () => changesPreviews({ path: { change_id: id } }),
  });

/** What was done for a campaign, newest first. */
export const campaignLogQuery = (campaignId: string, limit: number) =>
  queryOptions({
    queryKey: ["campaign", campaignId, "log", limit],
    queryFn: () => changesLog({ path: { campaign_id: campaignId }, query: { limit } }),
    placeholderData: keepPreviousData,
  });
