import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Listed } from "./accounts";
import { api } from "./api";
import type { Money } from "./format";

/** Changes, as the API shows them. */
export type ChangeStatus = "proposed" | "approved" | "applying" | "applied" | "failed" | "rejected" | "expired" | "undone";

export interface DiffLine {
  level: string;
  node: string;
  field: string;
  before: string | null;
  after: string | null;
}

export interface Change {
  id: string;
  kind: "launch" | "pause" | "resume" | "budget" | "archive";
  status: ChangeStatus;
  title: string;
  advertiser_id: string;
  ad_account_id: string;
  campaign_id: string;
  diff: DiffLine[];
  cost_per_day: { before: Money | null; after: Money | null };
  why: string | null;
  author: string;
  created_at: string;
  expires_at: string;
  started_at: string | null;
  finished_at: string | null;
  failure: { code: string; message: string; answer: Record<string, unknown> } | null;
  waiting: { until: string; reason: string } | null;
  mismatches: { level: string; node: string; field: string; wanted: string; found: string }[];
  progress: { done: number; total: number };
}

export interface Operation {
  id: string;
  key: string;
  action: string;
  title: string;
  node_id: string | null;
  depends_on: string[];
  status: "waiting" | "calling" | "done" | "failed";
  attempts: number;
  intent_at: string | null;
  finished_at: string | null;
  duration_ms: number | null;
  external_id: string | null;
  found: boolean;
  answer: Record<string, unknown>;
  failure: string | null;
}

export interface LogEntry {
  id: string;
  at: string;
  change_id: string;
  campaign_id: string;
  kind: string;
  actor: string;
  text: string;
  external_id: string | null;
  answer: Record<string, unknown>;
  duration_ms: number | null;
}

export interface ChangeDetail extends Change {
  operations: Operation[];
  decisions: { verdict: string; by: string; comment: string | null; at: string }[];
  log: LogEntry[];
}

export interface ChangeListQuery {
  statuses: readonly ChangeStatus[];
  campaignId?: string;
  offset: number;
  limit: number;
}

/** Changes, newest first. The API takes `status` several times: any of them. */
export const changesQuery = ({ statuses, campaignId, offset, limit }: ChangeListQuery) => {
  const path = `/changes?${statuses.map((status) => `status=${status}`).join("&")}`;
  return queryOptions({
    queryKey: ["changes", { statuses, campaignId, offset, limit }],
    queryFn: () => api.get<Listed<Change>>(path, { campaign_id: campaignId, offset, limit }),
    placeholderData: keepPreviousData,
  });
};

export const changeQuery = (id: string) =>
  queryOptions({ queryKey: ["change", id], queryFn: () => api.get<ChangeDetail>(`/changes/${id}`) });

export const campaignLogQuery = (campaignId: string, limit: number) =>
  queryOptions({
    queryKey: ["campaign", campaignId, "log", limit],
    queryFn: () => api.get<Listed<LogEntry>>(`/campaigns/${campaignId}/log`, { limit }),
    placeholderData: keepPreviousData,
  });
