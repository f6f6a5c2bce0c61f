import { createRouter } from "@tanstack/react-router";
import { makeQueryClient } from "@/lib/queryClient";
import { connectionRoute, connectionsRoute, importRoute, importsRoute, settingsRoute } from "./accounts";
import { buildingRoutes } from "./building";
import { publicRoutes } from "./public";
import { rootRoute } from "./root";
import { shellRoute } from "./shell";
import { auditRoute, campaignFileRoute, campaignsRoute, overviewRoute } from "./work";

export const queryClient = makeQueryClient();

const routeTree = rootRoute.addChildren([
  ...publicRoutes,
  shellRoute.addChildren([
    overviewRoute,
    campaignsRoute,
    campaignFileRoute,
    ...buildingRoutes,
    connectionsRoute,
    connectionRoute,
    importsRoute,
    importRoute,
    settingsRoute,
    auditRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  // TanStack Query decides what is fresh; the router must not hold a second opinion.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
