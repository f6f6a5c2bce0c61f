import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { campaignViewsChange, campaignViewsSave } from "@/api";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { sentenceOf } from "@/lib/problem";
import type { SavedView } from "./views";

/** What is to be kept: a new view of what the list shows, or an own one under another name. */
export interface ViewDialogProps {
  view: SavedView | null;
  search: Record<string, string>;
  columns: string[] | null;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}

export function ViewDialog({ view, search, columns, onClose, onSaved }: ViewDialogProps) {
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation({
    mutationFn: () =>
      view
        ? campaignViewsChange({ path: { view_id: view.id }, body: { name, shared } })
        : campaignViewsSave({ body: { name, shared, search, columns } }),
    onSuccess: onSaved,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={view ? "Name and sharing" : "Save this view"}
      description={view ? undefined : "Filters, sort and columns as they are now. The period stays the latest."}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={save.isPending} disabled={!name.trim()} onClick={() => save.mutate()}>
            {view ? "Save" : "Save view"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save.mutate();
        }}
      >
        <Field label="Name" required>
          <Input value={name} maxLength={100} autoFocus placeholder="Live, dearest first" onChange={(event) => setName(event.target.value)} />
        </Field>
        <CheckboxLine
          checked={shared}
          onChange={setShared}
          label="Share with the organization"
          hint="Everybody can use it; only you can change it."
        />
        <FormProblem message={save.error ? sentenceOf(save.error) : undefined} />
      </form>
    </Dialog>
  );
}
