import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import type { Permission } from "@/brand";
import { api } from "./api";
import { setCsrfToken } from "./sessionGate";

/** Who is logged in, and what they may do in the organization they act in. */
export interface Me {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  company: string | null;
  organization: { id: string; name: string };
  organizations: { id: string; name: string; role: string }[];
  role: string;
  permissions: string[];
  advertiser_ids: string[] | null;
}

export interface Session {
  csrf_token: string;
  me: Me;
}

/** Keep what a log-in or a look at the session gave: the token goes with every change from now on. */
export function keepSession(session: Session): Session {
  setCsrfToken(session.csrf_token);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => keepSession(await api.get<Session>("/auth/session")),
  staleTime: Infinity,
  retry: false,
});

/** The person; only inside the shell, where the route has loaded the session. */
export function useMe(): Me {
  return useSuspenseQuery(sessionQuery).data.me;
}

export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
