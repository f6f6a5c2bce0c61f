import { Link } from "@tanstack/react-router";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { Age } from "@/components/Instant";
import { Button, buttonClass } from "@/components/ui/Button";
import { Card, CardBody } from "@/components/ui/Card";
import type { ChangeDetail } from "@/lib/changes";
import { formatInstant } from "@/lib/days";
import { useMay } from "@/lib/session";
import { readable } from "@/lib/words";
import { CostPerDay } from "./CostPerDay";
import { UndoDialog } from "./UndoDialog";
import { durationWords, undoWords } from "./words";

/** Beside a change: what it costs, who wants it and why, who decided, and how to take it back. */
export function FactsCard({ change, zone }: { change: ChangeDetail; zone?: string }) {
  const mayBuild = useMay("build");
  const [undoing, setUndoing] = useState(false);
  const took = change.started_at && change.finished_at ? Date.parse(change.finished_at) - Date.parse(change.started_at) : null;
  return (
    <Card className="xl:sticky xl:top-16">
      <CardBody className="pt-5">
        <dl className="flex flex-col gap-4 text-base [&_dt]:text-sm [&_dt]:text-ink-soft">
          <div>
            <dt>Cost per day</dt>
            <dd className="text-lg">
              <CostPerDay cost={change.cost_per_day} />
            </dd>
          </div>
          <div>
            <dt>Proposed by</dt>
            <dd>
              {change.author}, {formatInstant(change.created_at, zone)}
            </dd>
          </div>
          <div>
            <dt>Why</dt>
            <dd className="break-words">{change.why ?? <span className="text-ink-soft">No reason was given.</span>}</dd>
          </div>
          {change.missing.length > 0 && (
            <div>
              <dt>Still needed</dt>
              {change.missing.map((each) => (
                <dd key={each} className="break-words">
                  {each}
                </dd>
              ))}
            </div>
          )}
          {change.decisions.map((decision) => (
            <div key={`${decision.verdict} ${decision.at}`}>
              <dt>{decision.verdict === "retried" ? "Tried again" : readable(decision.verdict)} by</dt>
              <dd className="break-words">
                {decision.by}, {formatInstant(decision.at, zone)}
                {decision.comment && <span className="block text-ink-soft">“{decision.comment}”</span>}
              </dd>
            </div>
          ))}
          {took !== null && change.status === "applied" && (
            <div>
              <dt>Applied in</dt>
              <dd className="figures">{durationWords(took)}</dd>
            </div>
          )}
          {change.status === "proposed" && (
            <div>
              <dt>Expires</dt>
              <dd>
                <Age instant={change.expires_at} />
              </dd>
            </div>
          )}
          {change.undoes.map((undone) => (
            <div key={undone}>
              <dt>Takes back</dt>
              <dd>
                <Link to="/changes/$changeId" params={{ changeId: undone }} className="text-link hover:underline">
                  the change of before
                </Link>
              </dd>
            </div>
          ))}
          {change.undone_by && (
            <div>
              <dt>Undo</dt>
              <dd>
                <Link to="/changes/$changeId" params={{ changeId: change.undone_by }} className="text-link hover:underline">
                  {change.status === "undone" ? "The change that took this back" : "A change that takes this back"}
                </Link>
              </dd>
            </div>
          )}
          <div>
            <dt>How to undo</dt>
            <dd>{undoWords(change)}</dd>
          </div>
        </dl>
        {change.can_be_undone && mayBuild && (
          <Button className="mt-5 w-full" icon={<Undo2 aria-hidden className="size-4" />} onClick={() => setUndoing(true)}>
            Undo
          </Button>
        )}
        {undoing && <UndoDialog change={change} onClose={() => setUndoing(false)} />}
        {change.status === "applied" && (
          <Link to="/campaigns/$campaignId" params={{ campaignId: change.campaign_id }} className={`${buttonClass({ look: "primary" })} mt-3 w-full`}>
            See the campaign
          </Link>
        )}
      </CardBody>
    </Card>
  );
}
