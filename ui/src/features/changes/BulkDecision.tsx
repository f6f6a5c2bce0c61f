import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { changesDecideMany } from "@/api";
import { BulkBar } from "@/components/data-table/BulkBar";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { toast } from "@/components/ui/toast";
import type { ReviewedChange } from "@/lib/changes";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { outcomeWords } from "./approvals";

/** Approves or rejects the selected changes; each is judged by itself. */
export function BulkDecision({ changes, onClear }: { changes: ReviewedChange[]; onClear: () => void }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: async (verdict: "approved" | "rejected") => {
      const body = { change_ids: changes.map(({ id }) => id), verdict, comment: verdict === "rejected" ? reason.trim() : null };
      const { items } = await changesDecideMany({ body, headers: { "Idempotency-Key": idempotencyKey() } });
      return outcomeWords(verdict, items);
    },
    onSuccess: ({ title, detail, clean }) => {
      (clean ? toast.success : toast.warning)(title, { description: detail, duration: clean ? 5000 : 12000 });
      setAsking(false);
      setReason("");
      onClear();
    },
    onError: (error) => toast.error(sentenceOf(error)),
    onSettled: () => Promise.all([queryClient.invalidateQueries({ queryKey: ["changes"] }), queryClient.invalidateQueries({ queryKey: ["campaigns"] })]),
  });
  const busy = (verdict: string) => decide.isPending && decide.variables === verdict;
  return (
    <BulkBar count={changes.length} noun="changes" onClear={onClear}>
      <Button size="small" icon={<X aria-hidden className="size-4" />} onClick={() => setAsking(true)}>
        Reject {changes.length}
      </Button>
      <Button
        size="small"
        look="primary"
        busy={busy("approved")}
        icon={<Check aria-hidden className="size-4" strokeWidth={2.5} />}
        onClick={() => decide.mutate("approved")}
      >
        Approve {changes.length}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Reject ${plural(changes.length, "change")}`}
        description="Nothing is called on the platforms. Everyone who proposed one sees the reason."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button look="danger" disabled={!reason.trim()} busy={busy("rejected")} onClick={() => decide.mutate("rejected")}>
              Reject {changes.length}
            </Button>
          </>
        }
      >
        <Field label="Reason" required>
          <Textarea rows={3} value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </Dialog>
    </BulkBar>
  );
}
