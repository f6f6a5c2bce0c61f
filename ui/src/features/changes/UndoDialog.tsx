import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { changesPreviewUndo } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { Loading, Skeleton } from "@/components/ui/states";
import { api } from "@/lib/api";
import type { Change } from "@/lib/changes";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { AccountDiff } from "./AccountDiff";
import { AccountSentence } from "./AccountSentence";
import { CostPerDay } from "./CostPerDay";
import { refreshChanges } from "./DecisionBar";

/** What undoing a change would do, and where the world has moved on; then it is proposed. */
export function UndoDialog({ change, onClose }: { change: Change; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [why, setWhy] = useState("");
  const preview = useQuery({
    queryKey: ["change", change.id, "undo"],
    queryFn: () => changesPreviewUndo({ path: { change_id: change.id } }),
    staleTime: 0,
  });
  const conflicts = preview.data?.conflicts ?? [];
  const propose = useMutation({
    mutationFn: () =>
      api.post<Change>(
        `/changes/${change.id}/undo`,
        { leave_out_conflicts: conflicts.length > 0, ...(why.trim() ? { why } : {}) },
        { "Idempotency-Key": idempotencyKey() },
      ),
    onSuccess: (undo) => navigate({ to: "/changes/$changeId", params: { changeId: undo.id } }),
    onSettled: () => refreshChanges(queryClient, change),
  });
  const edits = preview.data?.diff.length ?? 0;
  const error = propose.error ?? preview.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Undo: ${change.title}`}
      description="Undoing is a change like any other: it is proposed, approved, applied and read back."
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" disabled={edits === 0} busy={propose.isPending} onClick={() => propose.mutate()}>
            {conflicts.length > 0 ? `Propose to undo the other ${plural(edits, "edit")}` : `Propose to undo ${plural(edits, "edit")}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {preview.isPending && (
          <Loading what="what undoing would do">
            <Skeleton className="h-24 rounded-card" />
          </Loading>
        )}
        {conflicts.length > 0 && (
          <Notice tone="warning" icon={<TriangleAlert aria-hidden className="size-4" />}>
            <p className="font-semibold">The world has moved on since.</p>
            <ul className="mt-1 list-disc pl-5">
              {conflicts.map((conflict) => (
                <li key={`${conflict.node_id} ${conflict.field}`}>
                  <AccountSentence adAccountId={change.ad_account_id}>{conflict.message}</AccountSentence>
                </li>
              ))}
            </ul>
            {edits === 0 && <p className="mt-1">Nothing else is left to undo. Edit the campaign instead.</p>}
          </Notice>
        )}
        {preview.data && edits > 0 && (
          <>
            <AccountDiff diff={preview.data.diff} adAccountId={change.ad_account_id} />
            <p className="text-base">
              Cost per day: <CostPerDay cost={preview.data.cost_per_day} />
            </p>
            <Field label="Why" optional help="It stays with the change.">
              <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
            </Field>
          </>
        )}
        <FormProblem message={error ? sentenceOf(error) : undefined} />
      </div>
    </Dialog>
  );
}
