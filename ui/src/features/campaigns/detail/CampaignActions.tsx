import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Archive, CirclePause, Copy, Ellipsis, PencilLine, Play, Trash2, Wallet, Waypoints } from "lucide-react";
import { useState } from "react";
import { campaignsDelete, campaignsDuplicate } from "@/api";
import { Button, IconButton, buttonClass } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toastProblem } from "@/components/ui/toast";
import { CopyDialog } from "@/features/campaigns/CopyDialog";
import { BesideDialog, accountsBeside } from "@/features/initiatives/BesideDialog";
import { type AdAccount, adAccountsQuery } from "@/lib/accounts";
import type { Campaign } from "@/lib/campaign";
import { platformName } from "@/lib/platforms";
import { useMay } from "@/lib/session";
import { BudgetDialog } from "./BudgetDialog";
import { ProposeDialog, type Verb } from "./ProposeDialog";

type Open = Verb | "budget" | "copy" | "beside" | "delete" | null;

/** What can be done to a campaign. Whatever is on the platform changes through a change. */
export function CampaignActions({ campaign, account }: { campaign: Campaign; account: AdAccount | undefined }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const mayBuild = useMay("build");
  const [open, setOpen] = useState<Open>(null);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const close = () => setOpen(null);
  const duplicate = useMutation({
    mutationFn: () => campaignsDuplicate({ path: { campaign_id: campaign.id } }),
    onSuccess: (copy) => build(copy.id),
    onError: toastProblem,
  });
  const build = (campaignId: string) => navigate({ to: "/campaigns/$campaignId/edit", params: { campaignId }, search: { step: "account" } });
  if (!mayBuild || campaign.origin === "file") return null;
  const mayRunBeside = campaign.editable && !campaign.initiative_id && accountsBeside(accounts, account).length > 0;
  const changeable = !campaign.open_change && campaign.external_id !== null && campaign.status !== "archived";
  return (
    <>
      {campaign.editable &&
        (campaign.initiative_id ? (
          <Link to="/initiatives/$initiativeId/edit" params={{ initiativeId: campaign.initiative_id }} search={{ step: "review" }} className={buttonClass({ look: "primary" })}>
            <PencilLine aria-hidden className="size-4" /> Go on building both
          </Link>
        ) : (
          <Link to="/campaigns/$campaignId/edit" params={{ campaignId: campaign.id }} search={{ step: "review" }} className={buttonClass({ look: "primary" })}>
            <PencilLine aria-hidden className="size-4" /> Go on building
          </Link>
        ))}
      {changeable && campaign.state === "paused" && (
        <Button look="primary" icon={<Play aria-hidden className="size-4" />} onClick={() => setOpen("resume")}>
          Resume
        </Button>
      )}
      {changeable && campaign.budget && (
        <Button icon={<Wallet aria-hidden className="size-4" />} onClick={() => setOpen("budget")}>
          Edit budget
        </Button>
      )}
      {changeable && (
        <Link to="/campaigns/$campaignId/edit" params={{ campaignId: campaign.id }} search={{}} className={buttonClass({})}>
          <PencilLine aria-hidden className="size-4" /> Edit
        </Link>
      )}
      {changeable && campaign.state === "active" && (
        <Button icon={<CirclePause aria-hidden className="size-4" />} onClick={() => setOpen("pause")}>
          Pause
        </Button>
      )}
      <Menu>
        <MenuTrigger asChild>
          <IconButton label="More actions">
            <Ellipsis className="size-4" />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          {/* A draft is copied whole; of what is on the platform it is said first what does not carry over. */}
          <MenuItem onSelect={() => (campaign.external_id === null ? duplicate.mutate() : setOpen("copy"))}>
            <Copy aria-hidden className="size-4" /> Duplicate
          </MenuItem>
          {mayRunBeside && (
            <MenuItem onSelect={() => setOpen("beside")}>
              <Waypoints aria-hidden className="size-4" /> Also on {platformName(account?.platform === "meta" ? "google" : "meta")}
            </MenuItem>
          )}
          {(changeable || campaign.editable) && <MenuSeparator />}
          {changeable && (
            <MenuItem dangerous onSelect={() => setOpen("archive")}>
              <Archive aria-hidden className="size-4" /> Archive
            </MenuItem>
          )}
          {campaign.editable && (
            <MenuItem dangerous onSelect={() => setOpen("delete")}>
              <Trash2 aria-hidden className="size-4" /> Delete the draft
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      {(open === "pause" || open === "resume" || open === "archive") && (
        <ProposeDialog verb={open} campaign={campaign} node={null} onClose={close} />
      )}
      {open === "budget" && <BudgetDialog campaign={campaign} account={account} node={null} onClose={close} />}
      {open === "copy" && <CopyDialog ids={[campaign.id]} onClose={close} onDone={([copy]) => copy?.campaign_id && build(copy.campaign_id)} />}
      {open === "beside" && account && <BesideDialog campaign={campaign} account={account} onClose={close} />}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={(on) => !on && close()}
        title="Delete this draft"
        description="Nothing of it is on the platform. It cannot be brought back."
        action="Delete the draft"
        dangerous
        onConfirm={async () => {
          await campaignsDelete({ path: { campaign_id: campaign.id } });
          await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
          await navigate({ to: "/campaigns" });
        }}
      />
    </>
  );
}
