import type { QueryClient } from "@tanstack/react-query";
import { Link, Outlet, createRootRouteWithContext } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { buttonClass } from "@/components/ui/Button";
import { EmptyState, ErrorState } from "@/components/ui/states";

export interface RouterContext {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  notFoundComponent: NotFound,
});

export function NotFound() {
  return (
    <EmptyState
      icon={Compass}
      title="There is no page at this address"
      action={
        <Link to="/overview" className={buttonClass({ look: "primary" })}>
          Go to the overview
        </Link>
      }
    >
      The link may be old or mistyped. The command palette (Ctrl or ⌘ K) finds every page.
    </EmptyState>
  );
}
