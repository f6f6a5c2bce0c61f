import { queryOptions } from "@tanstack/react-query";
import { type SyncRunOut, syncRuns } from "@/api";

export type SyncRun = SyncRunOut;

/** The latest runs, newest first; of one ad account, or of all. */
export const syncRunsQuery = (adAccountId?: string) =>
  queryOptions({
    queryKey: ["sync-runs", adAccountId ?? "all"],
    queryFn: () => syncRuns({ query: { ad_account_id: adAccountId, limit: 50 } }),
    select: (list) => list.items,
  });

export function isUnderWay(run: SyncRun): boolean {
  return run.status === "waiting" || run.status === "running";
}

export function syncShare(run: SyncRun): number | null {
  return run.days_total ? run.days_done / run.days_total : null;
}
