import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { navigation } from "@/brand";

const GO_WINDOW_MS = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Ctrl/⌘ K opens the palette; G and then a letter goes to a page. */
export function useGoShortcuts(onPalette: () => void): void {
  const navigate = useNavigate();
  const palette = useRef(onPalette);
  useEffect(() => {
    palette.current = onPalette;
  });

  useEffect(() => {
    let goneAt = 0;
    function onKeyDown(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        palette.current();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "g") {
        goneAt = event.timeStamp;
        return;
      }
      if (event.timeStamp - goneAt > GO_WINDOW_MS) return;
      const item = navigation.flatMap((section) => section.items).find((each) => each.shortcut === event.key);
      if (item) void navigate({ to: item.to });
      goneAt = 0;
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [navigate]);
}
