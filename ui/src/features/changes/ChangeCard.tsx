import { Link } from "@tanstack/react-router";
import { Age } from "@/components/Instant";
import { Card } from "@/components/ui/Card";
import { Checkbox } from "@/components/ui/Checkbox";
import { Progress } from "@/components/ui/Progress";
import type { AdAccount } from "@/lib/accounts";
import type { ReviewedChange } from "@/lib/changes";
import { AccountSentence } from "./AccountSentence";
import { ChangeStatusBadge } from "./ChangeStatusBadge";
import { CostPerDay } from "./CostPerDay";
import { countWords } from "./diff";
import { progressWords } from "./words";

/** One change in the list: what it does, where it stands, what it still needs. */
export function ChangeCard({ change, account, advertiser, chosen, onChoose }: {
  change: ReviewedChange;
  account: AdAccount | undefined;
  advertiser: string | undefined;
  chosen?: boolean;
  onChoose?: (chosen: boolean) => void;
}) {
  return (
    <li>
      <Card className="relative p-4 transition-colors hover:border-control">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          {onChoose && (
            <Checkbox aria-label={`Select ${change.title}`} className="relative z-10 mt-0.5" checked={chosen ?? false} onChange={onChoose} />
          )}
          <div className="min-w-0 flex-1 basis-56">
            <Link
              to="/changes/$changeId"
              params={{ changeId: change.id }}
              className="text-lg font-semibold break-words after:absolute after:inset-0 after:rounded-card"
            >
              {change.title}
            </Link>
            <p className="mt-0.5 text-sm text-ink-soft">
              {[advertiser, account?.name, countWords(change.diff)].filter(Boolean).join(" · ")}
            </p>
          </div>
          <ChangeStatusBadge status={change.status} />
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-1 text-sm">
          <CostPerDay cost={change.cost_per_day} />
          <span className="text-ink-soft">
            {change.author}, <Age instant={change.created_at} />
          </span>
          {change.why && <span className="min-w-0 basis-full break-words text-ink-soft">“{change.why}”</span>}
        </div>
        {(change.status === "applying" || change.status === "approved") && (
          <div className="mt-3 flex items-center gap-3">
            <Progress label={progressWords(change.progress)} share={change.progress.total ? change.progress.done / change.progress.total : null} className="flex-1" />
            <span className="figures text-sm text-ink-soft">{progressWords(change.progress)}</span>
          </div>
        )}
        {change.missing.length > 0 && (
          <p className="mt-2 text-sm text-ink-soft">
            {change.needs_mine && <strong className="mr-1.5 text-amber-ink">Your turn.</strong>}
            Needs {change.missing.join("; ")}
          </p>
        )}
        {change.failure && change.status === "failed" && (
          <p className="mt-3 text-sm text-negative">
            <AccountSentence adAccountId={change.ad_account_id}>{change.failure.message}</AccountSentence>
          </p>
        )}
      </Card>
    </li>
  );
}
