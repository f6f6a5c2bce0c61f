import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type RawSearch, oneOf, text, withoutUnset } from "@/lib/search";
import { shellRoute } from "./shell";

const SETTINGS_SECTIONS = ["profile", "appearance", "organization", "members", "advertisers", "naming", "guardrails", "approvals", "api-keys"] as const;

export const connectionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/connections",
  validateSearch: (raw: RawSearch) => withoutUnset({ problem: text(raw.problem) }),
  component: lazyRouteComponent(() => import("@/features/connections/ConnectionsPage"), "ConnectionsPage"),
});

export const connectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/connections/$connectionId",
  validateSearch: (raw: RawSearch) => withoutUnset({ choose: oneOf(raw.choose, ["accounts"]) }),
  component: lazyRouteComponent(() => import("@/features/connections/ConnectionPage"), "ConnectionPage"),
});

export const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/imports",
  component: lazyRouteComponent(() => import("@/features/imports/ImportsPage"), "ImportsPage"),
});

export const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/imports/$importId",
  component: lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"),
});

export const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  validateSearch: (raw: RawSearch) => withoutUnset({ section: oneOf(raw.section, SETTINGS_SECTIONS) }),
  component: lazyRouteComponent(() => import("@/features/settings/SettingsPage"), "SettingsPage"),
});
