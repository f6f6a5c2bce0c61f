import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import type { Campaign } from "@/lib/campaign";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { type NodeRef, nodeFields, usePropose } from "./propose";

export type Verb = "pause" | "resume" | "archive";

const WORDS: Readonly<Record<Verb, { title: string; now: string; effect: string }>> = {
  pause: { title: "Pause", now: "Pause now", effect: "It stops spending as soon as the change is applied. Resuming takes another change." },
  resume: { title: "Resume", now: "Resume now", effect: "It spends again as soon as the change is applied, within its budget." },
  archive: { title: "Archive", now: "Archive now", effect: "It stops for good and stays in history. The platform cannot bring it back." },
};

/** Propose to pause, resume or archive; who may approve can do both in one step. */
export function ProposeDialog({ verb, campaign, node, onClose }: {
  verb: Verb;
  campaign: Campaign;
  node: NodeRef | null;
  onClose: () => void;
}) {
  const mayApprove = useMay("approve");
  const [why, setWhy] = useState("");
  const propose = usePropose(campaign.id);
  const words = WORDS[verb];
  const send = (approve: boolean) =>
    propose.mutate({ path: verb, body: { ...nodeFields(node), ...(why.trim() ? { why } : {}) }, approve });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${words.title} ${node?.name ?? campaign.name}`}
      description={words.effect}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look={mayApprove ? "plain" : "primary"} busy={propose.isPending && !propose.variables.approve} onClick={() => send(false)}>
            Propose
          </Button>
          {mayApprove && (
            <Button look={verb === "archive" ? "danger" : "primary"} busy={propose.isPending && propose.variables.approve} onClick={() => send(true)}>
              {words.now}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Why" optional help="It stays with the change.">
          <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <FormProblem message={propose.error ? sentenceOf(propose.error) : undefined} />
      </div>
    </Dialog>
  );
}
