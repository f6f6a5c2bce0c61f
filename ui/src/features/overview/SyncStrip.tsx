import { useQuery } from "@tanstack/react-query";
import { RefreshCw, TriangleAlert } from "lucide-react";
import { Notice } from "@/components/ui/Badge";
import { Progress } from "@/components/ui/Progress";
import { isUnderWay, syncRunsQuery, syncShare } from "@/lib/syncRuns";

/** Syncs under way in the accounts of the view, and those that failed last. Nothing when all is quiet. */
export function SyncStrip({ accounts }: { accounts: { id: string; name: string }[] }) {
  const { data: runs = [] } = useQuery(syncRunsQuery());
  const nameOf = new Map(accounts.map((account) => [account.id, account.name]));
  const own = runs.filter((run) => nameOf.has(run.ad_account_id));
  const latest = own.filter((run, index) => own.findIndex((each) => each.ad_account_id === run.ad_account_id) === index);
  const underWay = latest.filter(isUnderWay);
  const failed = latest.filter((run) => run.status === "failed");
  if (underWay.length + failed.length === 0) return null;
  return (
    <div className="mb-4 grid gap-2">
      {underWay.map((run) => (
        <Notice key={run.id} tone="neutral" icon={<RefreshCw aria-hidden className="size-4 motion-safe:animate-spin" />}>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>
              Facts of <b className="text-ink">{nameOf.get(run.ad_account_id)}</b> are coming in
              {run.days_total !== null && `: ${run.days_done} of ${run.days_total} days`}
            </span>
            <Progress
              className="min-w-32 flex-1"
              share={syncShare(run)}
              label={`Sync of ${nameOf.get(run.ad_account_id) ?? "the account"}`}
            />
          </div>
        </Notice>
      ))}
      {failed.map((run) => (
        <Notice key={run.id} tone="warning" icon={<TriangleAlert aria-hidden className="size-4" />}>
          The last sync of {nameOf.get(run.ad_account_id)} failed, so its newest days may be missing. {run.error}
        </Notice>
      ))}
    </div>
  );
}
