import type { ImportDraft, Understood } from "./queries";

const DELIMITERS: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

const NEED_WORDS: Readonly<Record<string, string>> = {
  date: "The rows have no day: choose the one they shall count for, or say which column holds it.",
  currency: "The file names no currency: choose the one its amounts are in.",
  measure: "No column is taken for a figure such as spend or impressions: say below which one is.",
};

/** CSV in UTF-8, split at commas. */
export function describeFormat(format: Understood["format"]): string {
  if (format.kind === "xlsx") return format.sheet ? `Excel workbook, sheet ${format.sheet}` : "Excel workbook";
  const split = format.delimiter && `split at ${DELIMITERS[format.delimiter] ?? format.delimiter}`;
  return [`CSV${format.encoding ? ` in ${format.encoding.replace(/-sig$/, "").toUpperCase()}` : ""}`, split].filter(Boolean).join(", ");
}

/** What a person still has to say before the file can be imported, in sentences. */
export function missing({ preview, ...choices }: ImportDraft): string[] {
  const needs = preview.needs.map((need) => NEED_WORDS[need] ?? `Still needed: ${need}.`);
  if (choices.ad_account_id === null && choices.advertiser_id === null) needs.push("Choose whose numbers these are.");
  const wrong = preview.problems.some((problem) => problem.severity === "error");
  if (needs.length === 0 && wrong && !choices.leave_out_bad_rows) {
    needs.push("Some rows cannot be read: correct the file, or import the rest without them.");
  }
  return needs;
}
