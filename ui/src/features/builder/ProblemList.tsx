import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/className";
import type { LaunchProblem } from "@/lib/campaign";
import { countOf, inOrder } from "./problems";
import { STEPS, type StepKey, stepOf } from "./steps";

const marks = { error: CircleAlert, warning: TriangleAlert, note: Info };
const tones = { error: "text-negative", warning: "text-warning", note: "text-ink-soft" };

/** What stands between the draft and its launch. Errors block, warnings advise; each leads to where it is put right. */
export function ProblemList({ problems, onVisit }: {
  problems: readonly LaunchProblem[];
  onVisit: (step: StepKey, problem: LaunchProblem) => void;
}) {
  const errors = countOf(problems, "error");
  return (
    <div>
      <p role="status" className={cn("flex items-center gap-2 text-base font-semibold", errors > 0 ? "text-negative" : "text-positive")}>
        {errors > 0 ? <CircleAlert aria-hidden className="size-4" /> : <CircleCheck aria-hidden className="size-4" />}
        {errors === 0 && "Nothing blocks the launch."}
        {errors === 1 && "One thing blocks the launch."}
        {errors > 1 && `${errors} things block the launch.`}
      </p>
      {problems.length > 0 && (
        <ul className="mt-3 flex flex-col divide-y divide-line border-y border-line">
          {inOrder(problems).map((problem) => (
            <Line key={`${problem.node_id} ${problem.field} ${problem.message}`} problem={problem} onVisit={onVisit} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Line({ problem, onVisit }: { problem: LaunchProblem; onVisit: (step: StepKey, problem: LaunchProblem) => void }) {
  const Mark = marks[problem.severity];
  const step = stepOf(problem);
  const label = STEPS.find((each) => each.key === step)?.label ?? step;
  return (
    <li className="flex items-start gap-2.5 py-2.5 text-base">
      <Mark aria-label={problem.severity} className={cn("mt-0.5 size-4 shrink-0", tones[problem.severity])} />
      <span className="min-w-0 flex-1">
        {problem.message}
        {problem.level !== "campaign" && <span className="block text-sm text-ink-soft">{problem.node}</span>}
      </span>
      <button type="button" className="touch shrink-0 text-sm font-semibold underline underline-offset-2 hover:text-amber-ink" onClick={() => onVisit(step, problem)}>
        {label}
      </button>
    </li>
  );
}
