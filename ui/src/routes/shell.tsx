import { createRoute, redirect } from "@tanstack/react-router";
import { ErrorState } from "@/components/ui/states";
import { Shell } from "@/features/shell/Shell";
import { ShellSkeleton } from "@/features/shell/ShellSkeleton";
import { ProblemError } from "@/lib/problem";
import { sessionQuery } from "@/lib/session";
import { NotFound, rootRoute } from "./root";

/** Everything that needs a session stands inside the shell. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) {
        throw redirect({ to: "/login", search: { next: location.href } });
      }
      throw error;
    }
  },
  component: Shell,
  pendingComponent: ShellSkeleton,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});
