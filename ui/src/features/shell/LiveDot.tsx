import { cn } from "@/lib/className";
import type { LiveState } from "@/lib/live";

const words: Record<LiveState, string> = {
  live: "Live: new facts and finished changes appear by themselves",
  connecting: "Connecting to live updates",
  offline: "No live updates now; trying again. Reload to see the newest figures",
};

/** Whether this page is told of news. Shape and word tell, not colour alone. */
export function LiveDot({ state }: { state: LiveState }) {
  return (
    <span role="status" title={words[state]} className="flex items-center gap-1.5 px-1 text-xs text-ink-soft max-sm:hidden">
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full",
          state === "live" && "bg-positive",
          state === "connecting" && "animate-breathe bg-ink-faint",
          state === "offline" && "border-2 border-warning bg-transparent",
        )}
      />
      <span className="max-xl:sr-only">{state === "live" ? "Live" : state === "connecting" ? "Connecting" : "Offline"}</span>
    </span>
  );
}
