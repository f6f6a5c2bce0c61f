import { Menu as MenuIcon, Search } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { Kbd } from "@/components/ui/Kbd";
import type { LiveState } from "@/lib/live";
import { AccountFacts } from "./AccountFacts";
import { LiveDot } from "./LiveDot";
import { OrganizationSwitcher } from "./OrganizationSwitcher";
import { ThemeSwitch } from "./ThemeSwitch";
import { UserMenu } from "./UserMenu";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({ live, onMenu, onPalette }: { live: LiveState; onMenu: () => void; onPalette: () => void }) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b border-line bg-canvas px-2 sm:gap-2 sm:px-4">
      <IconButton label="Open navigation" className="lg:hidden" onClick={onMenu}>
        <MenuIcon className="size-5" />
      </IconButton>
      <OrganizationSwitcher />
      <div className="flex flex-1 justify-end lg:justify-center">
        <button
          type="button"
          onClick={onPalette}
          aria-keyshortcuts="Control+K Meta+K"
          className="touch hidden h-8 w-72 items-center gap-2 rounded-control border border-line bg-sunken px-2.5 text-sm text-ink-soft hover:border-line-strong md:flex"
        >
          <Search aria-hidden className="size-3.5" />
          <span className="flex-1 text-left">Search and commands</span>
          <Kbd>{isMac ? "⌘" : "Ctrl"}</Kbd>
          <Kbd>K</Kbd>
        </button>
        <IconButton label="Search and commands" className="md:hidden" onClick={onPalette}>
          <Search className="size-4.5" />
        </IconButton>
      </div>
      <LiveDot state={live} />
      <AccountFacts />
      <ThemeSwitch />
      <UserMenu />
    </header>
  );
}
