import { formatBytes } from "@/lib/format";

export const ACCEPTED: readonly string[] = [".csv", ".tsv", ".txt", ".yaml", ".yml"];
const MOST_MB = 2;

const endingOf = (name: string): string => name.slice(name.lastIndexOf(".")).toLowerCase();

/** A table names no account; a document does. */
export function needsAccount(file: { name: string }): boolean {
  return ![".yaml", ".yml"].includes(endingOf(file.name));
}

/** Says at once what is wrong with a file's kind or size; what is in it, the server reads. */
export function campaignFileProblem(file: { name: string; size: number }): string | null {
  if (!ACCEPTED.includes(endingOf(file.name))) return `${file.name} is neither a CSV nor a YAML document.`;
  if (file.size === 0) return `${file.name} is empty. Export it again.`;
  if (file.size > MOST_MB * 1024 ** 2) {
    return `${file.name} has ${formatBytes(file.size)}; at most ${MOST_MB} MB can be taken over. Split it by campaigns.`;
  }
  return null;
}
