import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { changesApprove } from "@/api";
import { api } from "@/lib/api";
import type { Change } from "@/lib/changes";
import { idempotencyKey } from "@/lib/http";

/** A node of a campaign's tree below the campaign itself. */
export interface NodeRef {
  level: "ad_group" | "ad";
  id: string;
  name: string;
}

export interface Proposal {
  path: string;
  body: Record<string, unknown>;
  /** Approve it at once: for who may. */
  approve: boolean;
}

/** Propose a change, approve it when asked to, and go to it. */
export function usePropose(campaignId: string) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, body, approve }: Proposal) => {
      const change = await api.post<Change>(`/campaigns/${campaignId}/${path}`, body, { "Idempotency-Key": idempotencyKey() });
      if (approve) await changesApprove({ path: { change_id: change.id }, body: {} });
      return change;
    },
    onSuccess: async (change) => {
      await navigate({ to: "/changes/$changeId", params: { changeId: change.id } });
      await queryClient.invalidateQueries({ queryKey: ["campaign", campaignId] });
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });
}

export const nodeFields = (node: NodeRef | null): Record<string, unknown> =>
  node ? { level: node.level, node_id: node.id } : {};
