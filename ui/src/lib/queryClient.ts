import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem";

const MOST_RETRIES = 2;

/** What a repeat may heal: no answer, or a server in trouble. A refusal stays a refusal. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status >= 500);
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < MOST_RETRIES && isWorthRetrying(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
