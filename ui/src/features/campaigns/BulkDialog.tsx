import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type ManyIn, bulkEditsPreview, bulkEditsPropose } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { toast } from "@/components/ui/toast";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { OutcomeCard } from "./files/OutcomeCard";
import { type BulkAct, type BudgetWay, bulkEdit } from "./bulk";

const TITLES: Readonly<Record<BulkAct, string>> = {
  pause: "Pause",
  resume: "Resume",
  archive: "Archive",
  budget: "Change the budget of",
  rename: "Rename",
};
const WAYS = [
  { value: "raise", label: "Raise by %" },
  { value: "lower", label: "Lower by %" },
  { value: "set", label: "Set to" },
] as const;

/** One edit of many campaigns: entered, shown campaign by campaign, then proposed, a change for each. */
export function BulkDialog({ act, ids, onClose, onDone }: {
  act: BulkAct;
  ids: readonly string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [way, setWay] = useState<BudgetWay>("raise");
  const [value, setValue] = useState(act === "budget" ? "10" : act === "rename" ? "{platform}_{name}" : "");
  const edit: ManyIn = { campaign_ids: [...ids], ...bulkEdit(act, way, value) };
  const preview = useMutation({ mutationFn: () => bulkEditsPreview({ body: edit }) });
  const propose = useMutation({
    mutationFn: (expected: string) =>
      bulkEditsPropose({ body: { ...edit, expected }, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: async (made) => {
      const count = made.campaigns.reduce((sum, each) => sum + each.changes.length, 0);
      toast.success(`${plural(count, "change")} proposed`, {
        action: { label: "See changes", onClick: () => void navigate({ to: "/changes" }) },
      });
      onDone();
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });

  function change(next: string) {
    setValue(next);
    preview.reset();
  }

  const shown = preview.data;
  const problem = preview.error ?? propose.error;
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title={`${TITLES[act]} ${plural(ids.length, "campaign")}`}
      description="A change of its own is proposed for each, all of them or none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {shown ? (
            <Button
              look="primary"
              disabled={!shown.applicable || !shown.differs}
              busy={propose.isPending}
              onClick={() => propose.mutate(shown.fingerprint)}
            >
              Propose {plural(shown.campaigns.filter((each) => each.action !== "none").length, "change")}
            </Button>
          ) : (
            <Button look="primary" busy={preview.isPending} onClick={() => preview.mutate()}>
              Show what changes
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {act === "budget" && (
          <>
            <SegmentedControl
              label="How"
              segments={WAYS}
              value={way}
              onChange={(next) => {
                setWay(next);
                preview.reset();
              }}
            />
            <Field
              label={way === "set" ? "New amount" : "Percent"}
              help={way === "set" ? "In each campaign’s own currency; the period stays." : "Of each budget; the period stays."}
            >
              <Input value={value} inputMode="decimal" className="figures" onChange={(event) => change(event.target.value)} />
            </Field>
          </>
        )}
        {act === "rename" && (
          <Field label="Template" help="{advertiser} {account} {platform} {purpose} {countries} {yyyy-mm} {name}, with a separator between.">
            <Input value={value} onChange={(event) => change(event.target.value)} />
          </Field>
        )}
        <FormProblem message={problem ? sentenceOf(problem) : undefined} />
        {shown && !shown.applicable && <Notice tone="negative">One of them cannot be edited, so none is. Take it out of the selection.</Notice>}
        {shown?.campaigns.map((each) => <OutcomeCard key={each.key} outcome={each} />)}
      </div>
    </Dialog>
  );
}
