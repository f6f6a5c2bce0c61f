import { CircleCheck, CircleX, Hourglass } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import type { Finding } from "@/lib/changes";
import { formatInstant } from "@/lib/days";
import { findingState, guardrailsWords } from "./approvals";

const LOOKS = {
  passed: { Icon: CircleCheck, tone: "text-positive", word: "Passed" },
  waits: { Icon: Hourglass, tone: "text-warning", word: "Waits" },
  failed: { Icon: CircleX, tone: "text-negative", word: "Stopped" },
} as const;

/** What each guardrail says of a change, with its figures. */
export function GuardrailsCard({ findings, zone }: { findings: readonly Finding[]; zone?: string }) {
  return (
    <Card>
      <CardHeader title="Guardrails" description={guardrailsWords(findings)} />
      {findings.length > 0 && (
        <CardBody>
          <FindingList findings={findings} {...(zone ? { zone } : {})} />
        </CardBody>
      )}
    </Card>
  );
}

export function FindingList({ findings, zone }: { findings: readonly Finding[]; zone?: string }) {
  return (
    <ul className="flex flex-col gap-2.5 text-base">
      {findings.map((finding) => {
        const { Icon, tone, word } = LOOKS[findingState(finding)];
        return (
          <li key={finding.guardrail + finding.text} className="flex items-start gap-2.5">
            <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${tone}`} />
            <p className="min-w-0 break-words">
              <span className="sr-only">{word}: </span>
              {finding.text}
              {finding.until && <span className="block text-sm text-ink-soft">Passes from {formatInstant(finding.until, zone)} on.</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
