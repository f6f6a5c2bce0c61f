/**
 * How long a text is, counted as the server counts it (platforms/text_length.py): in characters as people see them, or
 * in Google's units, where a Chinese, Japanese or Korean character and an emoji are two.
 */
const JOINER = "\u200d";
const MARK = /^\p{M}$/u;
const SYMBOL = /^\p{So}$/u;
const SKIN_TONE_OR_TAG = /^[\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]$/u;
const REGION = /^[\u{1f1e6}-\u{1f1ff}]$/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;

/** Split a text into what people see as one character each. */
export function seenCharacters(text: string): string[] {
  const clusters: string[] = [];
  for (const character of text.replaceAll("\r\n", "\n").normalize("NFC")) {
    const last = clusters.at(-1);
    if (last !== undefined && joins(last, character)) clusters[clusters.length - 1] = last + character;
    else clusters.push(character);
  }
  return clusters;
}

function joins(cluster: string, character: string): boolean {
  if (character === JOINER || MARK.test(character) || SKIN_TONE_OR_TAG.test(character)) return true;
  if (cluster.endsWith(JOINER)) return SYMBOL.test(character);
  return REGION.test(character) && REGION.test(cluster);
}

const isWide = (cluster: string): boolean =>
  WIDE.test(cluster) || EMOJI.test(cluster) || REGION.test([...cluster][0] ?? "") || cluster.includes("\ufe0f");

/** Count a text as a platform counts it; spaces at its ends do not count. */
export function textLength(platform: string, text: string): number {
  const clusters = seenCharacters(text.trim());
  if (platform !== "google") return clusters.length;
  return clusters.reduce((units, cluster) => units + (isWide(cluster) ? 2 : 1), 0);
}

/** Split a text where a platform's limit ends: what fits, and what is too much. */
export function splitAtLimit(platform: string, text: string, limit: number): { fits: string; excess: string } {
  let units = 0;
  let fits = "";
  const clusters = seenCharacters(text.trim());
  for (const [index, cluster] of clusters.entries()) {
    units += platform === "google" && isWide(cluster) ? 2 : 1;
    if (units > limit) return { fits, excess: clusters.slice(index).join("") };
    fits += cluster;
  }
  return { fits, excess: "" };
}
