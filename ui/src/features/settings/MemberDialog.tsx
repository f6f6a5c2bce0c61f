import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { membersChange, membersRemove } from "@/api";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { toast } from "@/components/ui/toast";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { AdvertiserLimits } from "./AdvertiserLimits";
import { ROLE_CHOICES } from "./roles";
import type { Member } from "./queries";

/** A member's role and limits; or out of the organization. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const queryClient = useQueryClient();
  const isOwner = useMay("own");
  const [role, setRole] = useState(member.role);
  const [limits, setLimits] = useState(member.advertiser_ids);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [removing, setRemoving] = useState(false);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["members"] });

  async function save() {
    setBusy(true);
    setProblem(undefined);
    try {
      await membersChange({ path: { member_id: member.id }, body: { role, advertiser_ids: limits } });
      toast.success(`${member.name} was changed`);
      await refresh();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  if (removing) {
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Remove ${member.name}?`}
        description="They lose access at once. What they did stays in the audit log."
        action="Remove"
        dangerous
        onConfirm={async () => {
          await membersRemove({ path: { member_id: member.id } });
          await refresh();
        }}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={member.name}
      description={member.email}
      footer={
        <>
          <Button look="danger" className="mr-auto" onClick={() => setRemoving(true)}>
            Remove
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={busy} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4 pt-1">
        <Field label="Role" required>
          <Select
            value={role}
            onChange={setRole}
            choices={ROLE_CHOICES.filter((each) => isOwner || each.value !== "owner" || member.role === "owner")}
          />
        </Field>
        <AdvertiserLimits value={limits} onChange={setLimits} />
        <FormProblem message={problem} />
      </div>
    </Dialog>
  );
}
