import type { LaunchProblem } from "@/lib/campaign";

/** What stands at one field, in words; errors before warnings. Without a node: of the campaign. */
export function messageAt(problems: readonly LaunchProblem[], field: string, nodeId?: string | null): string | null {
  const here = problems.filter((problem) => {
    const same = problem.field === field || problem.field.startsWith(`${field}.`);
    return same && (nodeId ? problem.node_id === nodeId : problem.level === "campaign");
  });
  return (here.find((problem) => problem.severity === "error") ?? here.find((problem) => problem.severity === "warning"))?.message ?? null;
}

export function countOf(problems: readonly LaunchProblem[], severity: LaunchProblem["severity"]): number {
  return problems.filter((problem) => problem.severity === severity).length;
}

const ORDER = { error: 0, warning: 1, note: 2 };

/** Errors first, otherwise as the server says them: from the campaign down. */
export function inOrder(problems: readonly LaunchProblem[]): LaunchProblem[] {
  return problems.toSorted((one, other) => ORDER[one.severity] - ORDER[other.severity]);
}
