import { formatBytes } from "@/lib/format";

export const ACCEPTED: readonly string[] = [".csv", ".tsv", ".txt", ".xlsx"];
// The product refuses larger files too; said here, nothing is sent in vain.
const MOST_MB = 100;

/** Says at once what is wrong with a file's kind or size; what is in it, the server reads. */
export function fileProblem(file: { name: string; size: number }): string | null {
  const ending = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
  if (!ACCEPTED.includes(ending)) {
    return `${file.name} is neither CSV nor XLSX. Export the report again as CSV or as an Excel workbook (.xlsx).`;
  }
  if (file.size === 0) return `${file.name} is empty. Export the report again.`;
  if (file.size > MOST_MB * 1024 ** 2) {
    return `${file.name} has ${formatBytes(file.size)}; at most ${MOST_MB} MB can be imported. Export fewer days or columns at a time.`;
  }
  return null;
}
