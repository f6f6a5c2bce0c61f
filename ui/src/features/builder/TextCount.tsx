import { textLength } from "@/features/previews/textLength";
import { cn } from "@/lib/className";
import { type TextLimit, platformName } from "@/lib/platforms";

/** How long a text is against each platform's limit: "Meta 34/40 · Google 34/30". */
export function TextCount({ field, text, limits }: { field: string; text: string; limits: readonly TextLimit[] }) {
  const here = limits.filter((limit) => limit.field === field);
  return (
    <span className="figures flex gap-2.5" aria-live="polite">
      {here.map((limit) => {
        const length = textLength(limit.platform, text);
        const over = length > limit.limit;
        return (
          <span key={limit.platform} className={cn(over && (limit.hard ? "font-bold text-negative" : "font-bold text-warning"))}>
            {platformName(limit.platform)} {length}/{limit.limit}
            {over && <span className="sr-only">, too long</span>}
          </span>
        );
      })}
    </span>
  );
}
