import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Sheet } from "@/components/ui/Dialog";
import { type LiveState, followEvents } from "@/lib/live";
import { CommandPalette } from "./CommandPalette";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";
import { useGoShortcuts } from "./useGoShortcuts";

/** The frame around every view: navigation, the bar on top, the palette, live events. */
export function Shell() {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveState>("connecting");
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => followEvents(queryClient, setLive), [queryClient]);
  useGoShortcuts(() => setPaletteOpen(true));

  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-primary px-3 py-2 font-bold text-on-primary focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col overflow-y-auto border-r border-line bg-sunken lg:flex">
        <Sidebar path={path} />
      </aside>
      <Sheet open={menuOpen} onOpenChange={setMenuOpen} title="Navigation" side="left" hideTitle className="w-64 bg-sunken">
        <Sidebar path={path} onNavigate={() => setMenuOpen(false)} />
      </Sheet>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar live={live} onMenu={() => setMenuOpen(true)} onPalette={() => setPaletteOpen(true)} />
        <main id="main" tabIndex={-1} className="flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}
