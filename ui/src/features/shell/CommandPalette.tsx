import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Megaphone, Moon, Plug, Plus, Sun } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { campaignsListAll } from "@/api";
import { navigation } from "@/brand";
import { Kbd } from "@/components/ui/Kbd";
import { optionClass } from "@/components/ui/surfaces";
import { useMe } from "@/lib/session";
import { chooseTheme, useShownTheme } from "@/lib/theme";

/** Reaches every page, every campaign by name, and the commands. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[36rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 animate-appear overflow-hidden rounded-card border border-line-strong bg-raised shadow-pop"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Palette close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const { permissions } = useMe();
  const shown = useShownTheme();
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed.trim());
  const { data: campaigns } = useQuery({
    queryKey: ["campaigns", "palette", wanted],
    queryFn: () => campaignsListAll({ query: { search: wanted, limit: 6 } }),
    enabled: wanted.length >= 2,
    placeholderData: (before) => before,
  });

  function run(act: () => unknown) {
    close();
    act();
  }

  return (
    <Command label="Search and commands" loop>
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder="Where to, or what to do"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none placeholder:text-ink-faint"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-8 text-center text-sm text-ink-soft">
          Nothing fits. Try the name of a page or of a campaign.
        </Command.Empty>
        {wanted.length >= 2 && campaigns && campaigns.items.length > 0 && (
          <Group label="Campaigns">
            {campaigns.items.map((campaign) => (
              <Line
                key={campaign.id}
                value={`${campaign.name} ${campaign.id}`}
                icon={<Megaphone aria-hidden className="size-4 text-ink-faint" />}
                onSelect={() => run(() => navigate({ to: "/campaigns/$campaignId", params: { campaignId: campaign.id } }))}
              >
                {campaign.name}
              </Line>
            ))}
          </Group>
        )}
        <Group label="Go to">
          {navigation
            .flatMap((section) => section.items)
            .filter((item) => !item.needs || permissions.includes(item.needs))
            .map(({ label, to, icon: Icon, shortcut, words }) => (
              <Line
                key={to}
                value={`${label} ${words ?? ""}`}
                icon={<Icon aria-hidden className="size-4 text-ink-faint" />}
                keys={shortcut ? ["G", shortcut.toUpperCase()] : []}
                onSelect={() => run(() => navigate({ to }))}
              >
                {label}
              </Line>
            ))}
        </Group>
        <Group label="Do">
          {permissions.includes("build") && (
            <Line
              value="new campaign create build"
              icon={<Plus aria-hidden className="size-4 text-ink-faint" />}
              onSelect={() => run(() => navigate({ to: "/campaigns/new" }))}
            >
              New campaign
            </Line>
          )}
          {permissions.includes("admin") && (
            <Line
              value="connect meta facebook account"
              icon={<Plug aria-hidden className="size-4 text-ink-faint" />}
              onSelect={() => run(() => navigate({ to: "/connections" }))}
            >
              Connect an ad account
            </Line>
          )}
          <Line
            value="theme light dark appearance"
            icon={shown === "dark" ? <Sun aria-hidden className="size-4 text-ink-faint" /> : <Moon aria-hidden className="size-4 text-ink-faint" />}
            onSelect={() => run(() => chooseTheme(shown === "dark" ? "light" : "dark"))}
          >
            {shown === "dark" ? "Light theme" : "Dark theme"}
          </Line>
        </Group>
      </Command.List>
    </Command>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={label}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {children}
    </Command.Group>
  );
}

function Line({ value, icon, keys = [], onSelect, children }: {
  value: string;
  icon: ReactNode;
  keys?: string[];
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item value={value} onSelect={onSelect} className={optionClass}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </Command.Item>
  );
}
