import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import type { Permission } from "@/brand";
import { type BrowserSessionOut, type MeOut, authShowSession } from "@/api";
import { setCsrfToken } from "./sessionGate";

export type { BrowserSessionOut as Session, MeOut as Me } from "@/api";

/** Keep what a log-in or a look at the session gave: the token goes with every change from now on. */
export function keepSession(session: BrowserSessionOut): BrowserSessionOut {
  setCsrfToken(session.csrf_token);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => keepSession(await authShowSession()),
  staleTime: Infinity,
  retry: false,
});

/** The person; only inside the shell, where the route has loaded the session. */
export function useMe(): MeOut {
  return useSuspenseQuery(sessionQuery).data.me;
}

export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
