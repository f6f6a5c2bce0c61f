import { Check } from "lucide-react";
import { cn } from "@/lib/className";

export interface Step<Key extends string = string> {
  key: Key;
  label: string;
  state: "done" | "current" | "open" | "problem";
}

/** The stations of a longer task. Any station may be visited; nothing typed is lost by that. */
export function Stepper<Key extends string>({ steps, onVisit, label }: {
  steps: readonly Step<Key>[];
  onVisit: (key: Key) => void;
  label: string;
}) {
  return (
    <nav aria-label={label} className="overflow-x-auto">
      <ol className="flex min-w-max items-center gap-1">
        {steps.map((step, index) => (
          <li key={step.key} className="flex items-center gap-1">
            {index > 0 && <span aria-hidden className="h-px w-4 bg-line-strong" />}
            <button
              type="button"
              aria-current={step.state === "current" ? "step" : undefined}
              onClick={() => onVisit(step.key)}
              className={cn(
                "touch flex h-8 items-center gap-2 rounded-control px-2 text-sm font-semibold hover:bg-hover",
                step.state === "current" ? "text-ink" : "text-ink-soft",
              )}
            >
              <StepMark state={step.state} number={index + 1} />
              {step.label}
              {step.state === "problem" && <span className="sr-only">, needs attention</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepMark({ state, number }: { state: Step["state"]; number: number }) {
  const look = {
    done: "border-positive-border bg-positive-ground text-positive",
    current: "border-transparent bg-primary text-on-primary",
    open: "border-line-strong text-ink-soft",
    problem: "border-negative-border bg-negative-ground text-negative",
  }[state];
  return (
    <span className={cn("figures flex size-5 items-center justify-center rounded-full border text-xs font-bold", look)}>
      {state === "done" ? <Check aria-label="done" className="size-3" strokeWidth={3} /> : state === "problem" ? "!" : number}
    </span>
  );
}
