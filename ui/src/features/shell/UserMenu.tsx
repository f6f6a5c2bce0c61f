import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { KeyRound, LogOut, Moon, Sun, UserRound } from "lucide-react";
import { authCloseSession } from "@/api";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toastProblem } from "@/components/ui/toast";
import { useMe } from "@/lib/session";
import { setCsrfToken } from "@/lib/sessionGate";
import { chooseTheme, useShownTheme } from "@/lib/theme";

export function UserMenu() {
  const me = useMe();
  const shown = useShownTheme();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const name = [me.first_name, me.last_name].filter(Boolean).join(" ");
  const initials = (me.first_name.charAt(0) + me.last_name.charAt(0) || me.email.slice(0, 2)).toUpperCase();

  async function logOut() {
    try {
      await authCloseSession();
      setCsrfToken(null);
      await navigate({ to: "/login" });
      queryClient.clear();
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <Menu>
      <MenuTrigger
        className="touch flex size-8 items-center justify-center rounded-full border border-amber-border bg-amber-ground text-xs font-bold text-amber-ink"
      >
        {initials}
        <span className="sr-only">, {name || me.email}: profile and log out</span>
      </MenuTrigger>
      <MenuContent align="end" className="w-60">
        <div className="px-2 py-2">
          <p className="truncate font-semibold">{name}</p>
          <p className="truncate text-sm text-ink-soft">{me.email}</p>
          <p className="mt-1 text-xs text-ink-faint">
            {me.role} of {me.organization.name}
          </p>
        </div>
        <MenuSeparator />
        <MenuItem onSelect={() => void navigate({ to: "/settings", search: { section: "profile" } })}>
          <UserRound aria-hidden className="size-4" /> Profile and password
        </MenuItem>
        <MenuItem onSelect={() => void navigate({ to: "/settings", search: { section: "api-keys" } })}>
          <KeyRound aria-hidden className="size-4" /> API keys
        </MenuItem>
        <MenuItem className="sm:hidden" onSelect={() => chooseTheme(shown === "dark" ? "light" : "dark")}>
          {shown === "dark" ? <Sun aria-hidden className="size-4" /> : <Moon aria-hidden className="size-4" />}
          {shown === "dark" ? "Light theme" : "Dark theme"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => void logOut()}>
          <LogOut aria-hidden className="size-4" /> Log out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
