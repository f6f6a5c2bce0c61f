import type { AdContent } from "./model";

const HEADLINES_SHOWN = 3;
const DESCRIPTIONS_SHOWN = 2;

/** What Google shows of a responsive search ad at one time. */
export interface Combination {
  headlines: string[];
  descriptions: string[];
}

const written = (texts: readonly string[]): string[] => texts.filter((text) => text.trim() !== "");
const headlinesOf = (content: AdContent): string[] => written([content.headline, ...content.moreHeadlines]);
const descriptionsOf = (content: AdContent): string[] => written([content.primaryText, content.description, ...content.moreDescriptions]);

/** How many combinations the preview walks through: each text comes first once. */
export const combinationsOf = (content: AdContent): number =>
  content.moreHeadlines.length === 0 ? 1 : Math.max(headlinesOf(content).length, descriptionsOf(content).length);

/** One of the ways in which Google may put the texts together. */
export function combine(content: AdContent, which: number): Combination {
  return {
    headlines: turned(headlinesOf(content), which).slice(0, HEADLINES_SHOWN),
    descriptions: turned(descriptionsOf(content), which).slice(0, DESCRIPTIONS_SHOWN),
  };
}

function turned(texts: readonly string[], by: number): string[] {
  const start = texts.length === 0 ? 0 : by % texts.length;
  return [...texts.slice(start), ...texts.slice(0, start)];
}
