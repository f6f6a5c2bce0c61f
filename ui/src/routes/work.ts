import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type RawSearch, listSearch, oneOf, periodSearch, text, uuid, withoutUnset } from "@/lib/search";
import { CAMPAIGN_STATUSES, PURPOSES } from "@/lib/words";
import { shellRoute } from "./shell";

export const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/overview",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({
      scope: oneOf(raw.scope, ["organization", "advertiser", "account", "campaign"]),
      id: uuid(raw.id),
      currency: text(raw.currency),
      measures: text(raw.measures),
      all: raw.all === true ? true : undefined,
      ...periodSearch(raw),
    }),
  component: lazyRouteComponent(() => import("@/features/overview/OverviewPage"), "OverviewPage"),
});

export const campaignsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({
      ...listSearch(raw),
      ...periodSearch(raw),
      status: oneOf(raw.status, CAMPAIGN_STATUSES),
      purpose: oneOf(raw.purpose, PURPOSES),
      initiative: raw.initiative === true ? true : undefined,
      advertiser: uuid(raw.advertiser),
      account: uuid(raw.account),
      view: uuid(raw.view),
    }),
  component: lazyRouteComponent(() => import("@/features/campaigns/CampaignsPage"), "CampaignsPage"),
});

export const campaignFileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/import",
  component: lazyRouteComponent(() => import("@/features/campaigns/files/CampaignFilePage"), "CampaignFilePage"),
});

export const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/audit",
  validateSearch: (raw: RawSearch) =>
    withoutUnset({ action: text(raw.action), actor: text(raw.actor), subject: text(raw.subject) }),
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});
