import { useSyncExternalStore } from "react";

export type ThemeChoice = "light" | "dark" | "system";

// The same key and rule as public/theme.js, which runs before the first paint.
const KEY = "adwright.theme";
const listeners = new Set<() => void>();
const systemDark = () => matchMedia("(prefers-color-scheme: dark)");

export function readThemeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  apply();
}

/** Follow the system's theme while the choice is `system`. Call once at start. */
export function followTheme(): void {
  systemDark().addEventListener("change", apply);
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = shownTheme();
  listeners.forEach((listener) => listener());
}

export function shownTheme(): "light" | "dark" {
  const choice = readThemeChoice();
  if (choice !== "system") return choice;
  return systemDark().matches ? "dark" : "light";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readThemeChoice);
}

export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, shownTheme);
}
