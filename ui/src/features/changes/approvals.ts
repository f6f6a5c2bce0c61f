import type { Change, Finding } from "@/lib/changes";
import { plural } from "@/lib/format";

/** Whether a guardrail lets a change pass, lets it pass later by time alone, or stops it. */
export function findingState({ passed, until }: Pick<Finding, "passed" | "until">): "passed" | "waits" | "failed" {
  if (passed) return "passed";
  return until === null ? "failed" : "waits";
}

/** All guardrails in one sentence: "4 passed, 1 waits". */
export function guardrailsWords(findings: readonly Finding[]): string {
  if (findings.length === 0) return "No guardrail is set for this account.";
  const count = (state: ReturnType<typeof findingState>) => findings.filter((each) => findingState(each) === state).length;
  return [
    count("failed") > 0 ? `${count("failed")} not passed` : null,
    count("waits") > 0 ? `${count("waits")} to wait for` : null,
    count("passed") > 0 ? `${count("passed")} passed` : null,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Which of the listed changes can be decided together: those that wait for an approval. */
export function decidable<Item extends Pick<Change, "id" | "status">>(changes: readonly Item[], chosen: ReadonlySet<string>): Item[] {
  return changes.filter((change) => change.status === "proposed" && chosen.has(change.id));
}

/** What became of several decisions, for a toast. */
export function outcomeWords(
  verdict: "approved" | "rejected",
  items: readonly { change: Pick<Change, "title">; refused: { message: string } | null }[],
): { title: string; detail: string; clean: boolean } {
  const refused = items.filter((item) => item.refused !== null);
  const done = items.length - refused.length;
  return {
    title: `${plural(done, "change")} ${verdict}${refused.length > 0 ? `, ${refused.length} not` : ""}`,
    detail: refused
      .slice(0, 3)
      .map((item) => `${item.change.title}: ${item.refused?.message ?? ""}`)
      .join(" "),
    clean: refused.length === 0,
  };
}
