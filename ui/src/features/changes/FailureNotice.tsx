import { CircleX, RotateCw } from "lucide-react";
import { Button } from "@/components/ui/Button";
import type { Change } from "@/lib/changes";
import { AccountSentence } from "./AccountSentence";
import { platformWords } from "./words";

/** Why a change stopped: in plain words, and beside them the platform's own. */
export function FailureNotice({ failure, adAccountId, mayRetry, busy, onRetry, onGiveUp }: {
  failure: NonNullable<Change["failure"]>;
  adAccountId: string | null;
  mayRetry: boolean;
  busy: boolean;
  onRetry: () => void;
  /** Where nothing is on the platform yet. */
  onGiveUp?: () => void;
}) {
  const said = platformWords(failure.answer);
  return (
    <section role="alert" aria-label="Why it stopped" className="mb-4 rounded-card border border-negative-border bg-negative-ground p-4">
      <div className="flex flex-wrap items-start gap-4">
        <CircleX aria-hidden className="mt-0.5 size-5 shrink-0 text-negative" />
        <div className="grid min-w-0 flex-1 basis-72 gap-x-8 gap-y-3 md:grid-cols-2">
          <div>
            <h2 className="text-sm font-semibold text-negative">What happened</h2>
            <p className="mt-0.5 text-base">
              <AccountSentence adAccountId={adAccountId}>{failure.message}</AccountSentence>
            </p>
          </div>
          {said && (
            <div>
              <h2 className="text-sm font-semibold text-ink-soft">The platform’s own words</h2>
              <p className="mt-0.5 text-base break-words">“{said}”</p>
            </div>
          )}
        </div>
        {mayRetry && (
          <div className="flex flex-wrap gap-2">
            {onGiveUp && <Button onClick={onGiveUp}>Give up</Button>}
            <Button look="primary" busy={busy} icon={<RotateCw aria-hidden className="size-4" />} onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </div>
      <p className="mt-3 text-sm text-ink-soft sm:pl-9">What was done before it stopped stays; trying again goes on there and makes nothing twice.</p>
    </section>
  );
}
