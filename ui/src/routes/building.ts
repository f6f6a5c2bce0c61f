import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { AUTHOR_KINDS, CHANGE_KINDS } from "@/lib/changes";
import { type RawSearch, listSearch, oneOf, periodSearch, text, uuid, withoutUnset } from "@/lib/search";
import { shellRoute } from "./shell";

/** Building, looking into one campaign, and deciding on changes. */
export const campaignNewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/new",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({ advertiser: uuid(raw.advertiser), purpose: text(raw.purpose), step: text(raw.step) }),
  component: lazyRouteComponent(() => import("@/features/builder/NewCampaignPage"), "NewCampaignPage"),
});

export const campaignRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/$campaignId",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({
      tab: oneOf(raw.tab, ["performance", "tree", "previews", "changes", "log"]),
      ...periodSearch(raw),
    }),
  component: lazyRouteComponent(() => import("@/features/campaigns/detail/CampaignPage"), "CampaignPage"),
});

export const campaignEditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/$campaignId/edit",
  validateSearch: (raw: RawSearch) => withoutUnset({ step: text(raw.step) }),
  component: lazyRouteComponent(() => import("@/features/builder/EditCampaignPage"), "EditCampaignPage"),
});

export const initiativeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/initiatives/$initiativeId",
  validateSearch: (raw: RawSearch) => withoutUnset(periodSearch(raw)),
  component: lazyRouteComponent(() => import("@/features/initiatives/InitiativePage"), "InitiativePage"),
});

export const initiativeEditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/initiatives/$initiativeId/edit",
  validateSearch: (raw: RawSearch) => withoutUnset({ step: text(raw.step) }),
  component: lazyRouteComponent(() => import("@/features/initiatives/builder/EditInitiativePage"), "EditInitiativePage"),
});

export const changesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/changes",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({
      ...listSearch(raw),
      status: text(raw.status),
      campaign: uuid(raw.campaign),
      kind: oneOf(raw.kind, CHANGE_KINDS),
      author: oneOf(raw.author, AUTHOR_KINDS),
      advertiser: uuid(raw.advertiser),
      account: uuid(raw.account),
      mine: raw.mine === true || raw.mine === "true" ? true : undefined,
    }),
  component: lazyRouteComponent(() => import("@/features/changes/ChangesPage"), "ChangesPage"),
});

export const changeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/changes/$changeId",
  component: lazyRouteComponent(() => import("@/features/changes/ChangePage"), "ChangePage"),
});

export const driftRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/drift",
  validateSearch: (raw: RawSearch) => withoutUnset({ status: oneOf(raw.status, ["open", "adopted", "reverted", "gone"]) }),
  component: lazyRouteComponent(() => import("@/features/drift/DriftPage"), "DriftPage"),
});

export const buildingRoutes = [campaignNewRoute, campaignRoute, campaignEditRoute, initiativeRoute, initiativeEditRoute, changesRoute, changeRoute, driftRoute] as const;
