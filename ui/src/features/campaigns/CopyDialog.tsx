import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CopyOut, bulkEditsDuplicate, bulkEditsPreviewCopies } from "@/api";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { toast } from "@/components/ui/toast";
import { adAccountsQuery } from "@/lib/accounts";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { platformName } from "@/lib/platforms";
import { sentenceOf } from "@/lib/problem";

const OWN = "own";

/** Duplicates campaigns as drafts, into their own account or another; what does not carry over is said first. */
export function CopyDialog({ ids, onClose, onDone }: {
  ids: readonly string[];
  onClose: () => void;
  onDone: (made: readonly CopyOut[]) => void;
}) {
  const queryClient = useQueryClient();
  const [target, setTarget] = useState(OWN);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const body = { campaign_ids: [...ids], ad_account_id: target === OWN ? null : target };
  const preview = useQuery({
    queryKey: ["copies", body],
    queryFn: () => bulkEditsPreviewCopies({ body }),
    retry: false,
    gcTime: 0,
  });
  const duplicate = useMutation({
    mutationFn: () => bulkEditsDuplicate({ body, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: async (made) => {
      toast.success(`${plural(made.items.length, "draft")} made`);
      onDone(made.items);
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });
  const choices = [
    { value: OWN, label: ids.length === 1 ? "Its own account" : "Each in its own account" },
    ...accounts
      .filter((account) => account.platform !== "file")
      .map((account) => ({ value: account.id, label: account.name, hint: `${platformName(account.platform)}, ${account.currency}` })),
  ];
  const problem = preview.error ?? duplicate.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Duplicate ${plural(ids.length, "campaign")}`}
      description="Drafts are made; nothing reaches a platform before they are launched."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!preview.data} busy={duplicate.isPending} onClick={() => duplicate.mutate()}>
            Make {plural(ids.length, "draft")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Into">
          <Select choices={choices} value={target} onChange={setTarget} />
        </Field>
        <FormProblem message={problem ? sentenceOf(problem) : undefined} />
        {preview.data?.items.map((copy) => (
          <section key={copy.source_id} aria-label={copy.name}>
            <h3 className="text-base font-semibold break-words">{copy.name}</h3>
            <ul className="mt-1 grid list-disc gap-1 pl-5 text-sm text-ink-soft">
              {copy.not_carried.length === 0 && <li>Everything carries over.</li>}
              {copy.not_carried.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
