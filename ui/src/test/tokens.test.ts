import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Contrast of colour tokens by WCAG 2.2, computed from tokens.css itself. */
type Oklch = readonly [lightness: number, chroma: number, hue: number];

const css = readFileSync("src/styles/tokens.css", "utf8");

function tokens(selector: string): Map<string, Oklch> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g);
  return new Map([...found].map(([, name, l, c, h]) => [name ?? "", [Number(l), Number(c), Number(h)] as const]));
}

/** Linear sRGB (Björn Ottosson's OKLab). */
function linear([l, c, h]: Oklch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function contrast(one: Oklch, other: Oklch): number {
  const luminance = (colour: Oklch) => {
    const [red, green, blue] = linear(colour).map((part) => Math.min(1, Math.max(0, part))) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["canvas", "surface", "raised", "sunken"];
const MEANINGS = ["positive", "negative", "warning", "info"];

const TEXT_PAIRS: [string, string][] = [
  ...["ink", "ink-soft", "ink-faint", ...MEANINGS].flatMap((text) =>
    [...GROUNDS, ...(text.startsWith("ink") ? ["hover"] : [])].map((ground): [string, string] => [text, ground]),
  ),
  ...MEANINGS.map((meaning): [string, string] => [meaning, `${meaning}-ground`]),
  ["on-primary", "primary"],
  ["on-primary", "primary-hover"],
  ["amber-ink", "amber-ground"],
  ["ink", "amber-ground"],
  ["ink-soft", "amber-ground"],
];

const SHAPE_PAIRS: [string, string][] = [
  ...["control", "amber-line"].flatMap((line) => ["canvas", "surface", "sunken"].map((g): [string, string] => [line, g])),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number): [string, string] => [`series-${number}`, "surface"]),
];

describe.each([
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
])("the %s theme", (_theme, selector) => {
  const found = tokens(selector);
  const of = (name: string): Oklch => {
    const token = found.get(name);
    if (!token) throw new Error(`no token ${name}`);
    return token;
  };

  test.each(TEXT_PAIRS)("text %s on %s reaches 4.5 : 1", (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPE_PAIRS)("shape %s on %s reaches 3 : 1", (shape, ground) => {
    expect(contrast(of(shape), of(ground))).toBeGreaterThanOrEqual(3);
  });

  test("every token can be shown on an sRGB screen", () => {
    const outside = [...found].filter(([, token]) => linear(token).some((part) => part < -0.002 || part > 1.002));
    expect(outside.map(([name]) => name)).toEqual([]);
  });
});
