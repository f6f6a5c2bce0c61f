import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CirclePause, Play } from "lucide-react";
import { changesPause, changesResume } from "@/api";
import { BulkBar } from "@/components/data-table/BulkBar";
import { Button } from "@/components/ui/Button";
import { toast } from "@/components/ui/toast";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { summarise, type Outcome, bulkTargets } from "./bulk";
import type { CampaignRow } from "./queries";

/** Proposes a pause or a resume for each selected campaign it fits: each becomes a change of its own. */
export function BulkActions({ rows, onClear }: { rows: CampaignRow[]; onClear: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const act = useMutation({
    mutationFn: async (verb: "pause" | "resume"): Promise<Outcome[]> => {
      const outcomes: Outcome[] = [];
      // One after the other: a list of twenty must not meet the rate limit.
      for (const row of bulkTargets(rows, verb)) {
        try {
          const propose = verb === "pause" ? changesPause : changesResume;
          await propose({ path: { campaign_id: row.id }, headers: { "Idempotency-Key": idempotencyKey() } });
          outcomes.push({ name: row.name, problem: null });
        } catch (error) {
          outcomes.push({ name: row.name, problem: sentenceOf(error) });
        }
      }
      return outcomes;
    },
    onSuccess: async (outcomes) => {
      const { title, detail, clean } = summarise(outcomes);
      (clean ? toast.success : toast.warning)(title, {
        description: detail,
        duration: clean ? 5000 : 12000,
        action: { label: "See changes", onClick: () => void navigate({ to: "/changes" }) },
      });
      onClear();
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });

  const pausable = bulkTargets(rows, "pause").length;
  const resumable = bulkTargets(rows, "resume").length;
  return (
    <BulkBar count={rows.length} noun="campaigns" onClear={onClear}>
      <Button
        size="small"
        disabled={pausable === 0}
        busy={act.isPending && act.variables === "pause"}
        icon={<CirclePause aria-hidden className="size-4" />}
        onClick={() => act.mutate("pause")}
      >
        Propose pausing {pausable}
      </Button>
      <Button
        size="small"
        disabled={resumable === 0}
        busy={act.isPending && act.variables === "resume"}
        icon={<Play aria-hidden className="size-4" />}
        onClick={() => act.mutate("resume")}
      >
        Propose resuming {resumable}
      </Button>
    </BulkBar>
  );
}
