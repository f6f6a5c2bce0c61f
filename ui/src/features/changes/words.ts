import type { Tone } from "@/components/ui/Badge";
import type { AuthorKind, Change, ChangeKind, ChangeStatus, Operation } from "@/lib/changes";
import { plural } from "@/lib/format";
import { readable } from "@/lib/words";

/** Where a change is in its life, in words. */
export const STATUS_LOOKS: Readonly<Record<ChangeStatus, { label: string; tone: Tone }>> = {
  proposed: { label: "Waits for approval", tone: "amber" },
  approved: { label: "Approved", tone: "info" },
  applying: { label: "Being applied", tone: "info" },
  applied: { label: "Applied", tone: "positive" },
  failed: { label: "Failed", tone: "negative" },
  rejected: { label: "Rejected", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
  undone: { label: "Undone", tone: "neutral" },
};

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  launch: "Launch",
  budget: "Budget",
  pause: "Pause",
  resume: "Resume",
  archive: "Archive",
  edit: "Edit",
  undo: "Undo",
  revert: "Revert of drift",
};

export const AUTHOR_WORDS: Readonly<Record<AuthorKind, string>> = {
  person: "A person",
  api_key: "An API key",
  rule: "A rule",
  optimiser: "The optimiser",
  assistant: "The assistant",
  system: "Adwright itself",
};

/** The inbox's tabs, and what stands in each. */
export const TABS = [
  { key: "waiting", label: "Waiting", statuses: ["proposed"] },
  { key: "applying", label: "Applying", statuses: ["approved", "applying"] },
  { key: "failed", label: "Failed", statuses: ["failed"] },
  { key: "done", label: "Done", statuses: ["applied", "undone"] },
  { key: "closed", label: "Rejected and expired", statuses: ["rejected", "expired"] },
] as const satisfies readonly { key: string; label: string; statuses: readonly ChangeStatus[] }[];

export type TabKey = (typeof TABS)[number]["key"];

export const isOpen = (status: ChangeStatus): boolean => ["proposed", "approved", "applying"].includes(status);

/** What the button does: "Approve and launch 13 objects", "Approve and apply 3 edits". */
export function approveLabel({ kind, diff }: Pick<Change, "kind" | "diff">): string {
  return kind === "launch" ? `Approve and launch ${plural(diff.length, "object")}` : `Approve and apply ${plural(diff.length, "edit")}`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = { node: "Made", state: "Status", budget: "Budget" };
export const fieldWords = (field: string): string => FIELD_WORDS[field] ?? readable(field);

const LEVEL_WORDS: Readonly<Record<string, string>> = { campaign: "Campaign", ad_group: "Ad group", ad: "Ad" };
export const levelWords = (level: string): string => LEVEL_WORDS[level] ?? readable(level);

/** How to take a change back, in a sentence. */
export function undoWords({ kind }: Pick<Change, "kind">): string {
  switch (kind) {
    case "launch":
      return "Undo archives what it made, by a change of its own. What was spent by then stays spent.";
    case "archive":
      return "An archived campaign cannot be brought back on the platform. Duplicate it and launch the copy.";
    default:
      return "Undo sets the values of before again, by a change of its own, unless they have moved on by then.";
  }
}

/** A platform's own words from an answer, without what a person cannot use. */
export function platformWords(answer: Readonly<Record<string, unknown>>): string | null {
  for (const key of ["user_message", "message", "reason", "body"]) {
    const said = answer[key];
    if (typeof said === "string" && said.trim()) return said;
  }
  return Object.keys(answer).length > 0 ? JSON.stringify(answer) : null;
}

/** 840 ms, 1.2 s, 2 min 5 s. */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** How much of a change is done, in words: "7 of 34 calls". */
export function progressWords({ done, total }: Change["progress"]): string {
  return `${done} of ${plural(total, "call")} done`;
}

/** Seconds that are left, judged by the calls so far; null before three of them, and when nothing is left. */
export function secondsLeft(operations: readonly Operation[]): number | null {
  const timed = operations.filter((operation) => operation.status === "done" && operation.duration_ms !== null);
  const left = operations.filter((operation) => operation.status !== "done").length;
  if (timed.length < 3 || left === 0) return null;
  const mean = timed.reduce((sum, operation) => sum + (operation.duration_ms ?? 0), 0) / timed.length;
  return Math.max(1, Math.round((mean * left) / 1000));
}
