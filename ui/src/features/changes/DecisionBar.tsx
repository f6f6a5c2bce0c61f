import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { api } from "@/lib/api";
import type { Change, ReviewedChange } from "@/lib/changes";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { ShareButton } from "./ShareDialog";
import { approveLabel } from "./words";

/** Approve or reject; the button says what it does. */
export function DecisionBar({ change, mayApprove }: { change: ReviewedChange; mayApprove: boolean }) {
  const queryClient = useQueryClient();
  const [rejecting, setRejecting] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const approve = useMutation({
    mutationFn: () =>
      api.post<Change>(`/changes/${change.id}/approve`, { leap_confirmed: confirmed }, { "Idempotency-Key": idempotencyKey() }),
    onSettled: () => refreshChanges(queryClient, change),
  });
  if (!mayApprove) return <p className="max-w-64 text-sm text-ink-soft">It waits for somebody who may approve.</p>;
  return (
    <div className="flex flex-col items-end gap-2 max-sm:w-full max-sm:items-stretch">
      {change.leaps && change.needs_mine && (
        <CheckboxLine checked={confirmed} onChange={setConfirmed} label="An amount grows more than tenfold, and I mean it." />
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:w-full">
        <ShareButton change={change} />
        <Button className="max-sm:flex-1" icon={<X aria-hidden className="size-4" />} onClick={() => setRejecting(true)}>
          Reject
        </Button>
        <Button
          look="primary"
          className="max-sm:flex-1"
          disabled={!change.needs_mine || (change.leaps && !confirmed)}
          busy={approve.isPending}
          icon={<Check aria-hidden className="size-4" strokeWidth={2.5} />}
          onClick={() => approve.mutate()}
        >
          {approveLabel(change)}
        </Button>
      </div>
      {!change.needs_mine && <p className="max-w-80 text-sm text-ink-soft sm:text-right">Your approval brings it no further.</p>}
      <FormProblem message={approve.error ? sentenceOf(approve.error) : undefined} />
      {rejecting && <RejectDialog change={change} onClose={() => setRejecting(false)} />}
    </div>
  );
}

export function RejectDialog({ change, onClose, archiving = false }: {
  change: Change;
  onClose: () => void;
  /** What a failed change has made is archived, and it is given up. */
  archiving?: boolean;
}) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const reject = useMutation({
    mutationFn: () => api.post<Change>(`/changes/${change.id}/${archiving ? "give-up" : "reject"}`, { reason }, { "Idempotency-Key": idempotencyKey() }),
    onSuccess: onClose,
    onSettled: () => refreshChanges(queryClient, change),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={archiving ? "Give this change up" : "Reject this change"}
      description={archiving ? "What it has made on the platform is archived, in one step. What it has edited stays, and can be undone." : change.kind === "launch" ? "Nothing is called. The campaign becomes a draft that can be edited again." : "Nothing is called. What it would have edited stays as it is."}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="danger"
            busy={reject.isPending}
            onClick={() => {
              setTried(true);
              if (reason.trim()) reject.mutate();
            }}
          >
            {archiving ? "Give up and archive" : "Reject"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Reason" required error={tried && !reason.trim() ? "Say why, so that its author can do better." : null}>
          <Textarea rows={3} value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <FormProblem message={reject.error ? sentenceOf(reject.error) : undefined} />
      </div>
    </Dialog>
  );
}

export async function refreshChanges(queryClient: ReturnType<typeof useQueryClient>, change: Pick<Change, "id" | "campaign_id">): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["change", change.id] }),
    queryClient.invalidateQueries({ queryKey: ["changes"] }),
    queryClient.invalidateQueries({ queryKey: ["campaign", change.campaign_id] }),
    queryClient.invalidateQueries({ queryKey: ["campaigns"] }),
  ]);
}
