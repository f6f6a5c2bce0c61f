import type { DiffLine } from "@/lib/changes";
import { plural } from "@/lib/format";

/** Lines of one node together, in the order of the tree. */
export interface DiffNode {
  level: string;
  node: string;
  lines: DiffLine[];
}

export function byNode(diff: readonly DiffLine[]): DiffNode[] {
  const nodes: DiffNode[] = [];
  for (const line of diff) {
    const last = nodes.at(-1);
    if (last?.level === line.level && last.node === line.node && line.field !== "node") last.lines.push(line);
    else nodes.push({ level: line.level, node: line.node, lines: [line] });
  }
  return nodes;
}

/** The same diff with every value put in other words. */
export const reworded = (diff: readonly DiffLine[], words: (text: string) => string): DiffLine[] =>
  diff.map((line) => ({ ...line, before: line.before && words(line.before), after: line.after && words(line.after) }));

const DEPTH: Readonly<Record<string, number>> = { campaign: 0, ad_group: 1, ad: 2 };

/** How far a node is indented under the topmost level that the diff has. */
export function depthOf(level: string, diff: readonly DiffLine[]): number {
  const top = Math.min(...diff.map((line) => DEPTH[line.level] ?? 0));
  return (DEPTH[level] ?? 0) - top;
}

/** "3 ad groups, 9 ads": what a diff touches besides the campaign itself. */
export function countWords(diff: readonly DiffLine[]): string {
  const count = (level: string) => new Set(diff.filter((line) => line.level === level).map((line, index) => (line.field === "node" ? index : line.node))).size;
  const parts = [
    ["campaign", "campaign"],
    ["ad_group", "ad group"],
    ["ad", "ad"],
  ].flatMap(([level = "", noun = ""]) => {
    const found = count(level);
    return found === 0 ? [] : plural(found, noun);
  });
  return parts.join(", ");
}

const UNSEEN = new Set(["name", "state"]);

/** Whether people will see other ads than before. */
export const showsOtherAds = (diff: readonly DiffLine[]): boolean => diff.some(({ level, field }) => level === "ad" && !UNSEEN.has(field));
