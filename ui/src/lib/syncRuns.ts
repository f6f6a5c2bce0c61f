import { queryOptions } from "@tanstack/react-query";
import type { Listed } from "./accounts";
import { api } from "./api";

export interface SyncRun {
  id: string;
  ad_account_id: string;
  status: "waiting" | "running" | "done" | "failed";
  since_date: string | null;
  until_date: string | null;
  days_done: number;
  days_total: number | null;
  fact_rows: number;
  error: string | null;
  created_at: string;
  finished_at: string | null;
}

/** The latest runs, newest first; of one ad account, or of all. */
export const syncRunsQuery = (adAccountId?: string) =>
  queryOptions({
    queryKey: ["sync-runs", adAccountId ?? "all"],
    queryFn: () => api.get<Listed<SyncRun>>("/sync-runs", { ad_account_id: adAccountId, limit: 50 }),
    select: (list) => list.items,
  });

export function isUnderWay(run: SyncRun): boolean {
  return run.status === "waiting" || run.status === "running";
}

export function syncShare(run: SyncRun): number | null {
  return run.days_total ? run.days_done / run.days_total : null;
}
