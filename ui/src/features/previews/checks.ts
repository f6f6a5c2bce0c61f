import type { TextLimit } from "@/lib/platforms";
import { platformName } from "@/lib/platforms";
import { parseDestination } from "./destination";
import type { AdContent } from "./model";
import { textLength } from "./textLength";

export type Severity = "error" | "warning" | "note";

/** One thing a platform would say about an ad's content. */
export interface ContentProblem {
  platform: string;
  field: string;
  severity: Severity;
  message: string;
  limit: number | null;
  length: number | null;
}

/** One text counted against one limit. */
export interface Count {
  platform: string;
  field: string;
  /** The platform's own name of the text. */
  shownAs: string;
  length: number;
  limit: number;
  hard: boolean;
  over: boolean;
}

const TEXT_OF: Readonly<Record<string, keyof AdContent>> = {
  headline: "headline",
  primary_text: "primaryText",
  description: "description",
};

/** Every limited text of the content, counted as its platform counts. */
export function counts(content: AdContent, limits: readonly TextLimit[]): Count[] {
  return limits.flatMap((limit) => {
    const name = TEXT_OF[limit.field];
    if (!name) return [];
    const length = textLength(limit.platform, content[name]);
    return {
      platform: limit.platform,
      field: limit.field,
      shownAs: limit.shown_as,
      length,
      limit: limit.limit,
      hard: limit.hard,
      over: length > limit.limit,
    };
  });
}

/** What the platforms would say, known at once; the server says the same on saving and has the last word. */
export function checkContent(content: AdContent, limits: readonly TextLimit[], hasImage: boolean): ContentProblem[] {
  const problems = counts(content, limits)
    .filter((count) => count.over)
    .map(asProblem);
  const platforms = [...new Set(limits.map((limit) => limit.platform))];
  if (content.destinationUrl.trim() && !parseDestination(content.destinationUrl)) {
    const message = "This is not the address of a web page, such as example.com/offer.";
    problems.push(...platforms.map((platform) => plain(platform, "destination_url", "error", message)));
  }
  if (hasImage && platforms.includes("google")) {
    problems.push(plain("google", "image", "note", "Google Search shows text only; the image is left out there."));
  }
  return problems;
}

function asProblem({ platform, field, shownAs, length, limit, hard }: Count): ContentProblem {
  const name = platformName(platform);
  const message = hard
    ? `${shownAs} for ${name}: ${length} characters of ${limit}. Shorten it by ${length - limit}.`
    : `${shownAs} for ${name}: ${length} characters; ${name} recommends at most ${limit} and may cut the rest.`;
  return { platform, field, severity: hard ? "error" : "warning", message, limit, length };
}

function plain(platform: string, field: string, severity: Severity, message: string): ContentProblem {
  return { platform, field, severity, message, limit: null, length: null };
}

export const problemsOf = (problems: readonly ContentProblem[], platform: string): ContentProblem[] =>
  problems.filter((problem) => problem.platform === platform);
