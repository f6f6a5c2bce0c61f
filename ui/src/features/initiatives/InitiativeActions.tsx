import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Ellipsis, PencilLine, Rocket, Split, Trash2 } from "lucide-react";
import { useState } from "react";
import { initiativesDelete, initiativesEdit, initiativesSplit } from "@/api";
import { Button, IconButton, buttonClass } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Dialog } from "@/components/ui/Dialog";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { campaignQuery } from "@/lib/campaign";
import type { Initiative } from "@/lib/initiatives";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { LaunchDialog } from "./LaunchDialog";

type Open = "launch" | "rename" | "split" | "delete" | null;

/** What can be done to an initiative as a whole; each campaign has its own actions on its own page. */
export function InitiativeActions({ initiative }: { initiative: Initiative }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const campaigns = useQueries({ queries: initiative.campaigns.map(({ id }) => campaignQuery(id)) });
  const editable = campaigns.every(({ data }) => data?.editable);
  const path = { initiative_id: initiative.id };
  if (!useMay("build")) return null;
  const leave = async () => {
    await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    await queryClient.invalidateQueries({ queryKey: ["campaign"] });
    await navigate({ to: "/campaigns" });
  };
  return (
    <>
      {editable && (
        <Button icon={<Rocket aria-hidden className="size-4" />} onClick={() => setOpen("launch")}>
          Propose both launches
        </Button>
      )}
      {editable && (
        <Link to="/initiatives/$initiativeId/edit" params={{ initiativeId: initiative.id }} search={{ step: "review" }} className={buttonClass({ look: "primary" })}>
          <PencilLine aria-hidden className="size-4" /> Go on building
        </Link>
      )}
      <Menu>
        <MenuTrigger asChild>
          <IconButton label="More actions">
            <Ellipsis className="size-4" />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => setOpen("rename")}>
            <PencilLine aria-hidden className="size-4" /> Rename
          </MenuItem>
          <MenuItem onSelect={() => setOpen("split")}>
            <Split aria-hidden className="size-4" /> Split into two campaigns
          </MenuItem>
          {editable && <MenuSeparator />}
          {editable && (
            <MenuItem dangerous onSelect={() => setOpen("delete")}>
              <Trash2 aria-hidden className="size-4" /> Delete both drafts
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      {open === "launch" && <LaunchDialog initiative={initiative} onClose={() => setOpen(null)} />}
      {open === "rename" && <RenameDialog initiative={initiative} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === "split"}
        onOpenChange={(on) => !on && setOpen(null)}
        title="Split this initiative"
        description="Both campaigns stay as they are, each by itself. They are not compared here any more."
        action="Split it"
        onConfirm={async () => {
          await initiativesSplit({ path });
          await leave();
        }}
      />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={(on) => !on && setOpen(null)}
        title="Delete both drafts"
        description="Nothing of them is on a platform. They cannot be brought back."
        action="Delete both drafts"
        dangerous
        onConfirm={async () => {
          await initiativesDelete({ path });
          await leave();
        }}
      />
    </>
  );
}

function RenameDialog({ initiative, onClose }: { initiative: Initiative; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(initiative.name);
  const rename = useMutation({
    mutationFn: () => initiativesEdit({ path: { initiative_id: initiative.id }, body: { name: name.trim() } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ["initiative", initiative.id] });
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      await queryClient.invalidateQueries({ queryKey: ["campaign"] });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(on) => !on && onClose()}
      title="Rename the initiative"
      description={initiative.is_draft ? "Both drafts take the name too." : "The campaigns keep theirs: what is live is renamed through a change."}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!name.trim()} busy={rename.isPending} onClick={() => rename.mutate()}>
            Rename
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Name" required>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        <FormProblem message={rename.error ? sentenceOf(rename.error) : undefined} />
      </div>
    </Dialog>
  );
}
