import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { type RawSearch, text, withoutUnset } from "@/lib/search";
import { rootRoute } from "./root";

/** Only addresses of this app may follow a log-in. */
function next(raw: RawSearch): { next?: string } {
  const wanted = text(raw.next);
  return wanted?.startsWith("/") && !wanted.startsWith("//") ? { next: wanted } : {};
}

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/overview" });
  },
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: next,
  component: lazyRouteComponent(() => import("@/features/session/LoginPage"), "LoginPage"),
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/register",
  component: lazyRouteComponent(() => import("@/features/session/RegisterPage"), "RegisterPage"),
});

const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("@/features/session/ForgotPasswordPage"), "ForgotPasswordPage"),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset-password",
  validateSearch: (raw: RawSearch) => withoutUnset({ token: text(raw.token) }),
  component: lazyRouteComponent(() => import("@/features/session/ResetPasswordPage"), "ResetPasswordPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation",
  validateSearch: (raw: RawSearch) => withoutUnset({ token: text(raw.token) }),
  component: lazyRouteComponent(() => import("@/features/session/InvitationPage"), "InvitationPage"),
});

const approvalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/approve/$token",
  component: lazyRouteComponent(() => import("@/features/approval/ApprovalPage"), "ApprovalPage"),
});

export const publicRoutes = [indexRoute, loginRoute, registerRoute, forgotRoute, resetRoute, invitationRoute, approvalRoute] as const;
