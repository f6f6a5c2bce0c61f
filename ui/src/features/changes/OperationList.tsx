import { Circle, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { cn } from "@/lib/className";
import type { Operation } from "@/lib/changes";
import { durationWords, platformWords } from "./words";

const marks = { waiting: Circle, calling: LoaderCircle, done: CircleCheck, failed: CircleX };
const tones = { waiting: "text-ink-faint", calling: "text-info", done: "text-positive", failed: "text-negative" };
const words = { waiting: "waits", calling: "under way", done: "done", failed: "failed" };

/** Every call to the platform, in order, as it goes. */
export function OperationList({ operations }: { operations: readonly Operation[] }) {
  return (
    <ol className="flex flex-col divide-y divide-line">
      {operations.map((operation) => (
        <OperationLine key={operation.id} operation={operation} />
      ))}
    </ol>
  );
}

function OperationLine({ operation }: { operation: Operation }) {
  const Mark = marks[operation.status];
  const said = operation.status === "failed" ? platformWords(operation.answer) : null;
  return (
    <li className="flex items-start gap-3 py-2">
      <Mark
        aria-label={words[operation.status]}
        className={cn("mt-0.5 size-4 shrink-0", tones[operation.status], operation.status === "calling" && "animate-spin")}
      />
      <div className="min-w-0 flex-1">
        <p className="text-base break-words">{operation.title}</p>
        {operation.failure && <p className="text-sm text-negative">{operation.failure}</p>}
        {said && said !== operation.failure && <p className="text-sm break-words text-ink-soft">The platform: “{said}”</p>}
        {operation.found && <p className="text-sm text-ink-soft">It was there already after a lost answer, so it was not made again.</p>}
      </div>
      <div className="figures shrink-0 text-right text-sm text-ink-soft">
        {operation.duration_ms !== null && <p>{durationWords(operation.duration_ms)}</p>}
        {operation.external_id && (
          <p className="max-w-28 truncate font-mono text-xs sm:max-w-48" title={`On the platform: ${operation.external_id}`}>
            {operation.external_id}
          </p>
        )}
        {operation.attempts > 1 && <p>{operation.attempts} tries</p>}
      </div>
    </li>
  );
}
