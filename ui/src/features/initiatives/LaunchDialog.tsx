import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import type { Initiative } from "@/lib/initiatives";
import { sentenceOf } from "@/lib/problem";
import { useLaunchBoth } from "./useLaunchBoth";

/** Propose both launches, or neither; a refusal says which campaign stands in the way and why. */
export function LaunchDialog({ initiative, onClose }: { initiative: Initiative; onClose: () => void }) {
  const [why, setWhy] = useState("");
  const launch = useLaunchBoth(initiative.id, onClose);
  return (
    <Dialog
      open
      onOpenChange={(on) => !on && onClose()}
      title={`Propose to launch ${initiative.name}`}
      description="Two changes are proposed, one for each platform. If one cannot be, neither is."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={launch.isPending} onClick={() => launch.mutate(why)}>
            Propose both launches
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Why" optional help="It stays with both changes.">
          <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <FormProblem message={launch.error ? sentenceOf(launch.error) : undefined} />
      </div>
    </Dialog>
  );
}
