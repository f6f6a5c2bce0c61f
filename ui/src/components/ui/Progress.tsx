import { cn } from "@/lib/className";

/** How far long work is. Without a share known, it says only that it is under way. */
export function Progress({ share, label, className }: { share: number | null; label: string; className?: string }) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className={cn("h-1.5 overflow-hidden rounded-full bg-hover", className)}
    >
      <div
        className={cn("h-full rounded-full bg-amber-line transition-[width]", percent === null && "w-1/3 animate-breathe")}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
