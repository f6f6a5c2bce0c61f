import { Link } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Page } from "@/components/Page";
import { Button } from "@/components/ui/Button";
import { cn } from "@/lib/className";
import { Stepper } from "@/components/ui/Stepper";
import { STEPS, type StepKey, type StepStates, stepAfter, stepBefore } from "./steps";

export interface WizardFrameProps {
  title: string;
  heading: string;
  explanation: ReactNode;
  step: StepKey;
  states: StepStates;
  onVisit: (step: StepKey) => void;
  /** Right of the title: the save state. */
  status?: ReactNode;
  /** Under the stepper: what is wrong with the whole. */
  notice?: ReactNode;
  /** Beside the step, in sight while it is worked on. */
  side?: ReactNode;
  /** Instead of "Continue". */
  next?: ReactNode;
  children: ReactNode;
}

/** One page for every station of the builder: where one is, the work, what it looks like, and the way on. */
export function WizardFrame(props: WizardFrameProps) {
  const { step, states, onVisit, side } = props;
  const before = stepBefore(step);
  const stations = useRef<HTMLDivElement>(null);
  // On a phone the stations are wider than the screen: the current one is brought into sight.
  useEffect(() => {
    stations.current?.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [step]);
  return (
    <Page
      title={props.title}
      above={
        <Link to="/campaigns" className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <ArrowLeft aria-hidden className="size-3.5" /> Campaigns
        </Link>
      }
      actions={props.status}
    >
      <div ref={stations} className="-mx-4 mb-5 border-y border-line bg-sunken px-3 py-1.5 sm:mx-0 sm:rounded-card sm:border">
        <Stepper label="Steps of the campaign" steps={STEPS.map((each) => ({ ...each, state: states[each.key] }))} onVisit={onVisit} />
      </div>
      {props.notice}
      <div className={side ? "grid items-start gap-6 xl:grid-cols-[minmax(24rem,2fr)_minmax(0,3fr)]" : "max-w-5xl"}>
        <div className="min-w-0">
          <h2 className="text-xl">{props.heading}</h2>
          <div className="mt-1 mb-5 max-w-prose text-base text-ink-soft">{props.explanation}</div>
          {props.children}
        </div>
        {side && <div className="min-w-0 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto">{side}</div>}
      </div>
      <nav aria-label="Step by step" className={cn("mt-8 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4", !side && "max-w-5xl")}>
        {before ? (
          <Button icon={<ArrowLeft aria-hidden className="size-4" />} onClick={() => onVisit(before)}>
            Back
          </Button>
        ) : (
          <span />
        )}
        {props.next ?? (
          <Button look="primary" onClick={() => onVisit(stepAfter(step))}>
            Continue
            <ArrowRight aria-hidden className="size-4" />
          </Button>
        )}
      </nav>
    </Page>
  );
}
