import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { initiativesLaunch } from "@/api";
import { idempotencyKey } from "@/lib/http";
import { ProblemError } from "@/lib/problem";

/** Propose both launches in one act; a refused one is asked for anew, a lost answer with the same key. */
export function useLaunchBoth(initiativeId: string, onProposed: () => Promise<void> | void) {
  const queryClient = useQueryClient();
  const [key, setKey] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (why: string) =>
      initiativesLaunch({
        path: { initiative_id: initiativeId },
        body: why.trim() ? { why } : {},
        headers: { "Idempotency-Key": key },
      }),
    onError: (error) => error instanceof ProblemError && error.status >= 400 && error.status < 500 && setKey(idempotencyKey()),
    onSuccess: async () => {
      await onProposed();
      for (const stale of ["initiative", "campaign", "campaigns", "changes"]) await queryClient.invalidateQueries({ queryKey: [stale] });
    },
  });
}
