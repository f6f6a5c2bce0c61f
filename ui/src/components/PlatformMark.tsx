import { FileSpreadsheet } from "lucide-react";
import { cn } from "@/lib/className";
import { providerLabel } from "@/lib/words";

const letters: Readonly<Record<string, string>> = { meta: "M", google: "G" };

/** Which platform, in a letter with its name read out; no vendor's logo. */
export function PlatformMark({ platform, className }: { platform: string; className?: string }) {
  return (
    <span
      role="img"
      aria-label={providerLabel(platform)}
      title={providerLabel(platform)}
      className={cn(
        "inline-flex size-5 shrink-0 items-center justify-center rounded-xs border border-line-strong bg-sunken text-xs font-bold text-ink-soft",
        className,
      )}
    >
      {letters[platform] ?? <FileSpreadsheet aria-hidden className="size-3" />}
    </span>
  );
}
