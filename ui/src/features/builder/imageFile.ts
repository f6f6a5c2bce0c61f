import { formatBytes } from "@/lib/format";

const TYPES = ["image/jpeg", "image/png"];
const MOST_BYTES = 30 * 1024 * 1024;

/** Says at once what is wrong with a file's kind or size; whether it really is an image, the server reads. */
export function imageProblem(file: { name: string; type: string; size: number }): string | null {
  if (!TYPES.includes(file.type)) return `${file.name} is neither a JPEG nor a PNG. Save it as one of them and try again.`;
  if (file.size === 0) return `${file.name} is empty. Save it again and try once more.`;
  if (file.size > MOST_BYTES) return `${file.name} has ${formatBytes(file.size)}; Meta takes at most 30 MB. Save it smaller.`;
  return null;
}
