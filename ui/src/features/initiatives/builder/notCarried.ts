import type { QueryClient } from "@tanstack/react-query";

const keyOf = (initiativeId: string) => ["initiative-not-carried", initiativeId];

/** Remember what did not carry over when an initiative was begun, for as long as this page lives. */
export function keepNotCarried(queryClient: QueryClient, initiativeId: string, notes: readonly string[]): void {
  queryClient.setQueryData(keyOf(initiativeId), notes);
}

export function notCarried(queryClient: QueryClient, initiativeId: string): readonly string[] {
  return queryClient.getQueryData<readonly string[]>(keyOf(initiativeId)) ?? [];
}
