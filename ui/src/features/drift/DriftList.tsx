import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight, Check, Undo2 } from "lucide-react";
import { driftAdopt } from "@/api";
import { Age } from "@/components/Instant";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { FormProblem } from "@/components/ui/Field";
import { levelWords } from "@/features/changes/words";
import { api } from "@/lib/api";
import type { Change } from "@/lib/changes";
import type { Drift } from "@/lib/drift";
import { idempotencyKey } from "@/lib/http";
import { usePlaceNames } from "@/lib/places";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { readable } from "@/lib/words";

/** Edits made outside, each as it should be and as it is, with who and when, to adopt or to revert. */
export function DriftList({ drifts, named = false }: {
  drifts: readonly Drift[];
  /** Name the campaign, where drifts of several stand together. */
  named?: boolean;
}) {
  return (
    <ul className="flex flex-col divide-y divide-line">
      {drifts.map((drift) => (
        <DriftLine key={drift.id} drift={drift} named={named} />
      ))}
    </ul>
  );
}

function DriftLine({ drift, named }: { drift: Drift; named: boolean }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const mayApprove = useMay("approve");
  const mayBuild = useMay("build");
  const refresh = () =>
    Promise.all([["drift"], ["campaign", drift.campaign_id], ["campaigns"], ["changes"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const adopt = useMutation({ mutationFn: () => driftAdopt({ path: { drift_id: drift.id } }), onSettled: refresh });
  const revert = useMutation({
    mutationFn: () => api.post<Change>(`/drift/${drift.id}/revert`, {}, { "Idempotency-Key": idempotencyKey() }),
    onSuccess: (change) => navigate({ to: "/changes/$changeId", params: { changeId: change.id } }),
    onSettled: refresh,
  });
  const places = usePlaceNames(drift.ad_account_id, drift.parts.flatMap((part) => [part.wanted, part.found]));
  const whole = drift.added ? "Added" : drift.deleted ? "Deleted" : null;
  const error = adopt.error ?? revert.error;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="text-base font-semibold break-words">
          {levelWords(drift.level)} {named ? <Link to="/campaigns/$campaignId" params={{ campaignId: drift.campaign_id }} className="hover:underline">{drift.node}</Link> : drift.node}
        </p>
        <dl className="mt-1 flex flex-col gap-1 text-base">
          {drift.parts.map((part) => (
            <div key={part.field} className="flex flex-wrap items-baseline gap-x-2">
              <dt className="text-sm text-ink-soft">{whole ?? readable(part.field)}</dt>
              {whole === null && (
                <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                  <span className="break-words">{part.wanted && places.within(part.wanted)}</span>
                  <ArrowRight aria-label="became" className="size-3.5 shrink-0 self-center text-ink-soft" />
                  <strong className="break-words">{part.found && places.within(part.found)}</strong>
                </dd>
              )}
            </div>
          ))}
        </dl>
        <p className="mt-1 text-sm text-ink-soft">
          {drift.edited_by ? `By ${drift.edited_by}` : "The platform does not say by whom"}, <Age instant={drift.edited_at ?? drift.seen_at} />
        </p>
        <FormProblem message={error ? sentenceOf(error) : undefined} />
      </div>
      {drift.status === "open" ? (
        <div className="flex flex-wrap gap-2">
          {mayBuild && !drift.deleted && (
            <Button size="small" busy={revert.isPending} icon={<Undo2 aria-hidden className="size-4" />} onClick={() => revert.mutate()}>
              {drift.added ? "Archive" : "Revert"}
            </Button>
          )}
          {mayApprove && (
            <Button size="small" busy={adopt.isPending} icon={<Check aria-hidden className="size-4" />} onClick={() => adopt.mutate()}>
              Adopt
            </Button>
          )}
        </div>
      ) : (
        <Badge>{readable(drift.status)}</Badge>
      )}
    </li>
  );
}
