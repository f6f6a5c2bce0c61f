import type { CountLimitOut } from "@/api";
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

/** The texts that a limit is about; on Google several of a kind make one ad. */
function textsOf(content: AdContent, { platform, field }: TextLimit): readonly string[] {
  const more = platform === "google" ? content : { moreHeadlines: [], moreDescriptions: [] };
  if (field === "headline") return [content.headline, ...more.moreHeadlines];
  if (field === "primary_text") return [content.primaryText];
  if (field === "description") return [content.description, ...more.moreDescriptions];
  return field === "display_path" ? content.displayPath : [];
}

/** Every limited text of the content, counted as its platform counts. */
export function counts(content: AdContent, limits: readonly TextLimit[]): Count[] {
  return limits.flatMap((limit) =>
    textsOf(content, limit).map((text, index) => {
      const length = textLength(limit.platform, text);
      return {
        platform: limit.platform,
        field: index === 0 ? limit.field : `${limit.field}.${index}`,
        shownAs: index === 0 ? limit.shown_as : `${limit.shown_as} ${index + 1}`,
        length,
        limit: limit.limit,
        hard: limit.hard,
        over: length > limit.limit,
      };
    }),
  );
}

/** Whether an ad says anything yet: without a headline and a text there is nothing that could fit. */
export const hasTexts = (content: AdContent): boolean => Boolean(content.headline.trim() && content.primaryText.trim());

/** What Google would say of how many texts a responsive search ad has. */
export function checkCounts(content: AdContent, limits: readonly CountLimitOut[]): ContentProblem[] {
  const given: Readonly<Record<string, readonly string[]>> = {
    headlines: [content.headline, ...content.moreHeadlines],
    descriptions: [content.primaryText, content.description, ...content.moreDescriptions],
  };
  return limits.flatMap(({ field, at_least, at_most }) => {
    const written = (given[field] ?? []).filter((text) => text.trim()).length;
    if (!given[field] || (written >= at_least && written <= at_most)) return [];
    return plain("google", field, "error", `Google wants ${at_least} to ${at_most} ${field}; there are ${written}.`);
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
