import type { LaunchProblem } from "@/lib/campaign";

/** The stations of the builder, and where each problem is put right. */
export const STEPS = [
  { key: "purpose", label: "Purpose" },
  { key: "account", label: "Account" },
  { key: "audience", label: "Audience" },
  { key: "creative", label: "Creative" },
  { key: "budget", label: "Budget and schedule" },
  { key: "review", label: "Review" },
] as const;

export type StepKey = (typeof STEPS)[number]["key"];

export function readStep(text: string | undefined): StepKey {
  return STEPS.find((step) => step.key === text)?.key ?? "purpose";
}

export function stepAfter(step: StepKey): StepKey {
  const index = STEPS.findIndex((each) => each.key === step);
  return STEPS[Math.min(index + 1, STEPS.length - 1)]?.key ?? "review";
}

export function stepBefore(step: StepKey): StepKey | null {
  return STEPS[STEPS.findIndex((each) => each.key === step) - 1]?.key ?? null;
}

const STEP_OF_FIELD: Readonly<Record<string, StepKey>> = {
  purpose: "purpose",
  name: "account",
  ad_account_id: "account",
  page_external_id: "account",
  pixel_external_id: "account",
  meta: "account",
  ad_groups: "audience",
  audience_id: "audience",
  targeting: "audience",
  ads: "creative",
};

/** Of the settings for Search, those that are set with the keywords. */
const WITH_KEYWORDS = new Set(["search.countries", "search.excluded_places", "search.negative_keywords"]);

/** The station where a problem is put right. */
export function stepOf(problem: LaunchProblem): StepKey {
  if (WITH_KEYWORDS.has(problem.field)) return "audience";
  if (problem.level === "ad") return "creative";
  if (problem.level === "ad_group" && problem.field === "name") return "audience";
  return STEP_OF_FIELD[problem.field.split(".")[0] ?? ""] ?? "budget";
}

export type StepStates = Record<StepKey, "done" | "current" | "open" | "problem">;

export function stepStates(
  current: StepKey,
  visited: ReadonlySet<StepKey>,
  problems: readonly LaunchProblem[] | null,
): StepStates {
  const wrong = new Set((problems ?? []).filter((problem) => problem.severity === "error").map(stepOf));
  const state = (key: StepKey) => {
    if (key === current) return "current";
    if (!visited.has(key)) return "open";
    if (wrong.has(key)) return "problem";
    return problems === null || key === "review" ? "open" : "done";
  };
  return Object.fromEntries(STEPS.map(({ key }) => [key, state(key)])) as never;
}
