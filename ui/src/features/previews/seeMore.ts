/** How much of the primary text a Meta feed shows before "See more". */
export const VISIBLE_CHARACTERS = 125;
export const VISIBLE_LINES = 3;

export interface Excerpt {
  shown: string;
  cut: boolean;
}

/** Cut a text at 125 characters or 3 lines, whichever comes first, at the end of a word where there is one. */
export function excerpt(text: string, maxCharacters = VISIBLE_CHARACTERS, maxLines = VISIBLE_LINES): Excerpt {
  const lines = text.split("\n");
  const byLines = lines.slice(0, maxLines).join("\n");
  const characters = [...byLines];
  if (characters.length <= maxCharacters) {
    return { shown: lines.length > maxLines ? byLines.trimEnd() : byLines, cut: lines.length > maxLines };
  }
  const hard = characters.slice(0, maxCharacters).join("");
  const lastSpace = hard.search(/\s\S*$/);
  const tooFarBack = lastSpace < maxCharacters / 2;
  return { shown: (tooFarBack ? hard : hard.slice(0, lastSpace)).trimEnd(), cut: true };
}
