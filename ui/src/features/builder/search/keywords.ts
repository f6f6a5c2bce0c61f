import type { KeywordLimitsOut } from "@/api";

export type MatchType = "exact" | "phrase" | "broad";

/** One line of a list of keywords, as the server reads it (campaigns/keywords.py). */
export interface KeywordLine {
  /** From 1, as a person counts. */
  line: number;
  matchType: MatchType;
  problem: string | null;
}

const MARKS: Readonly<Record<Exclude<MatchType, "broad">, readonly [string, string]>> = { exact: ["[", "]"], phrase: ['"', '"'] };

/** Read a list of keywords, one on each line; empty lines count but say nothing. */
export function readKeywords(typed: string, limits: KeywordLimitsOut | null): KeywordLine[] {
  const first = new Map<string, number>();
  return typed.split("\n").flatMap((written, index) => {
    const text = written.trim().replaceAll(/\s+/g, " ").toLowerCase();
    if (!text) return [];
    const line = index + 1;
    const matchType = matchTypeOf(text);
    const inner = matchType === "broad" ? text : text.slice(1, -1).trim();
    const key = `${matchType} ${inner}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    const problem = wrongWith(inner, limits) ?? (before === undefined ? null : `The same as line ${before}.`);
    return { line, matchType, problem };
  });
}

function matchTypeOf(text: string): MatchType {
  const marked = (["exact", "phrase"] as const).find((type) => {
    const [begin, end] = MARKS[type];
    return text.length >= 2 && text.startsWith(begin) && text.endsWith(end);
  });
  return marked ?? "broad";
}

function wrongWith(inner: string, limits: KeywordLimitsOut | null): string | null {
  if (!inner) return "There is nothing between the marks.";
  if (/[[\]"]/.test(inner)) return 'The marks do not close. Write [exact], "phrase" or broad.';
  if (!limits) return null;
  if (inner.length > limits.characters) return `${inner.length} characters of ${limits.characters}.`;
  const words = inner.split(" ");
  if (words.length > limits.words) return `${words.length} words of ${limits.words}.`;
  const refused = limits.refused.find((sign) => inner.includes(sign));
  if (refused) return `Google takes no ${refused} in a keyword.`;
  return words.some((word) => word.startsWith("+")) ? "Google takes no + before a word any more." : null;
}

/** How many of each kind can be used: "2 exact, 1 broad". */
export function countInWords(lines: readonly KeywordLine[]): string {
  const good = lines.filter((each) => each.problem === null);
  const counted = (["exact", "phrase", "broad"] as const).flatMap((type) => {
    const count = good.filter((each) => each.matchType === type).length;
    return count > 0 ? `${count} ${type}` : [];
  });
  return counted.join(", ") || "none yet";
}
