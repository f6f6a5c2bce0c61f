import type { CampaignRow } from "./queries";

export interface Outcome {
  name: string;
  /** Null when it was proposed. */
  problem: string | null;
}

/** The selected campaigns that an act fits: only what runs can be paused, only what is paused resumed. */
export function bulkTargets(rows: readonly CampaignRow[], verb: "pause" | "resume"): CampaignRow[] {
  const from = verb === "pause" ? "live" : "paused";
  return rows.filter((row) => row.status === from && row.platform !== "file");
}

/** What became of a bulk act, in a sentence or two. */
export function summarise(outcomes: readonly Outcome[]): { title: string; detail?: string; clean: boolean } {
  const failed = outcomes.filter((outcome) => outcome.problem !== null);
  const done = outcomes.length - failed.length;
  const title = `${done} ${done === 1 ? "change" : "changes"} proposed`;
  if (failed.length === 0) return { title, clean: true };
  const detail = failed.map((outcome) => `${outcome.name}: ${outcome.problem}`).join(" ");
  return { title: `${title}, ${failed.length} not`, detail, clean: false };
}
