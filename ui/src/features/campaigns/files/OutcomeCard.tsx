import { CircleAlert } from "lucide-react";
import type { CampaignOutcomeOut } from "@/api";
import { Badge } from "@/components/ui/Badge";
import { Card } from "@/components/ui/Card";
import { AccountDiff } from "@/features/changes/AccountDiff";
import { CostPerDay } from "@/features/changes/CostPerDay";

const ACTION_WORDS: Readonly<Record<CampaignOutcomeOut["action"], string>> = {
  none: "stays as it is",
  create: "new draft",
  edit_draft: "draft is edited",
  launch: "launch is proposed",
  propose: "change is proposed",
};

/** What becomes of one campaign: value by value, and what is proposed for it. */
export function OutcomeCard({ outcome }: { outcome: CampaignOutcomeOut }) {
  return (
    <Card className="px-5 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-heading text-base font-semibold break-words">{outcome.name}</h3>
        {outcome.problem ? <Badge tone="negative">cannot be taken over</Badge> : <Badge>{ACTION_WORDS[outcome.action]}</Badge>}
      </div>
      {outcome.problem ? (
        <p className="mt-2 flex gap-1.5 text-sm text-negative">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{outcome.problem}</span>
        </p>
      ) : (
        <>
          {outcome.changes.map((change) => (
            <p key={change.title} className="mt-1 text-sm text-ink-soft">
              {change.title} · <CostPerDay cost={change.cost_per_day} />
            </p>
          ))}
          {outcome.notes.map((note) => (
            <p key={note} className="mt-1 text-sm text-ink-soft">
              {note}
            </p>
          ))}
          {outcome.lines.length > 0 && (
            <div className="mt-2">
              <AccountDiff diff={outcome.lines} adAccountId={outcome.ad_account_id} />
            </div>
          )}
        </>
      )}
    </Card>
  );
}
