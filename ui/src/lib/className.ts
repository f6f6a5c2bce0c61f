/** Join class names, leaving out what is not set. */
export function cn(...names: unknown[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
