import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { syncStart } from "@/api";
import { Age } from "@/components/Instant";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Progress } from "@/components/ui/Progress";
import { toastProblem } from "@/components/ui/toast";
import type { AdAccount } from "@/lib/accounts";
import { formatCount } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { useMay } from "@/lib/session";
import { type SyncRun, isUnderWay, syncRunsQuery, syncShare } from "@/lib/syncRuns";

/** One ad account of a connection: what it is, how its last sync went, sync now. */
export function AccountLine({ account }: { account: AdAccount }) {
  const queryClient = useQueryClient();
  const mayBuild = useMay("build");
  const { data: runs } = useQuery(syncRunsQuery(account.id));
  const latest = runs?.[0];
  const sync = useMutation({
    mutationFn: () => syncStart({ path: { ad_account_id: account.id }, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["sync-runs"] }),
    onError: toastProblem,
  });
  const underWay = latest !== undefined && isUnderWay(latest);

  return (
    <li className="px-5 py-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              to="/overview"
              search={{ scope: "account", id: account.id }}
              className="min-w-0 truncate font-semibold hover:underline"
            >
              {account.name}
            </Link>
            {account.status !== "active" && (
              <Badge tone={account.status === "error" ? "negative" : "warning"}>{account.platform_status}</Badge>
            )}
          </p>
          <p className="text-sm text-ink-soft">
            {[account.external_id, account.currency, account.zone, account.funding].filter(Boolean).join(" · ")}
          </p>
          {account.disable_reason && <p className="text-sm text-negative">{account.disable_reason}</p>}
          {account.payment_trouble && <p className="text-sm text-negative">{account.payment_trouble}</p>}
          <SyncWords run={latest} />
        </div>
        {mayBuild && (
          <Button
            size="small"
            busy={sync.isPending || underWay}
            icon={<RefreshCw aria-hidden className="size-3.5" />}
            onClick={() => sync.mutate()}
          >
            {underWay ? "Syncing" : "Sync now"}
          </Button>
        )}
      </div>
      {underWay && latest && <Progress className="mt-2" share={syncShare(latest)} label={`Sync of ${account.name}`} />}
    </li>
  );
}

function SyncWords({ run }: { run: SyncRun | undefined }) {
  if (!run) return <p className="text-sm text-ink-faint">Not synced yet</p>;
  if (run.status === "waiting") return <p className="text-sm text-ink-soft">Sync is waiting its turn. {run.error}</p>;
  if (run.status === "running") {
    return (
      <p className="figures text-sm text-ink-soft">
        {run.days_total === null ? "Sync has begun" : `${run.days_done} of ${run.days_total} days are in`}
      </p>
    );
  }
  if (run.status === "failed") {
    return (
      <p className="text-sm text-negative">
        Last sync failed {run.finished_at && <Age instant={run.finished_at} />}. {run.error}
      </p>
    );
  }
  return (
    <p className="figures text-sm text-ink-soft">
      Synced {run.finished_at && <Age instant={run.finished_at} />}, {formatCount(run.fact_rows)} rows
    </p>
  );
}
