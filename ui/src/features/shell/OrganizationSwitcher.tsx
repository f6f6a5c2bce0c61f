import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Building2, ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { meSwitchOrganization } from "@/api";
import { Menu, MenuChoice, MenuChoices, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toastProblem } from "@/components/ui/toast";
import { useMe } from "@/lib/session";
import { NewOrganizationDialog } from "./NewOrganizationDialog";

export function OrganizationSwitcher() {
  const me = useMe();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);

  async function switchTo(organizationId: string) {
    if (organizationId === me.organization.id) return;
    try {
      await meSwitchOrganization({ body: { organization_id: organizationId } });
      // Nothing of the other organization may stay on screen.
      await navigate({ to: "/overview" });
      await queryClient.resetQueries();
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <>
      <Menu>
        <MenuTrigger
          aria-label={`Organization: ${me.organization.name}. Switch`}
          className="touch flex h-9 min-w-0 items-center gap-2 rounded-control px-2 text-base font-semibold hover:bg-hover data-[state=open]:bg-hover"
        >
          <Building2 aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="max-w-44 truncate max-sm:max-w-24">{me.organization.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </MenuTrigger>
        <MenuContent align="start">
          <MenuLabel>Organizations</MenuLabel>
          <MenuChoices value={me.organization.id} onValueChange={(id) => void switchTo(id)}>
            {me.organizations.map((organization) => (
              <MenuChoice key={organization.id} value={organization.id}>
                <span className="flex-1">{organization.name}</span>
                <span className="text-xs text-ink-faint">{organization.role}</span>
              </MenuChoice>
            ))}
          </MenuChoices>
          <MenuSeparator />
          <MenuItem onSelect={() => setCreating(true)}>
            <Plus aria-hidden className="size-4" /> New organization
          </MenuItem>
        </MenuContent>
      </Menu>
      <NewOrganizationDialog open={creating} onOpenChange={setCreating} onCreated={(id) => void switchTo(id)} />
    </>
  );
}
