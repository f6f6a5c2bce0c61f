import { CloudOff, type LucideIcon, RotateCw, SearchX, ShieldX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/className";
import { ProblemError, sentenceOf } from "@/lib/problem";
import { Button } from "./Button";

/** The shape of what is coming, so that nothing jumps when it is there. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-breathe rounded-sm bg-hover", className)} />;
}

/** Says once to a screen reader what is being waited for. */
export function Loading({ what, children }: { what: string; children: ReactNode }) {
  return (
    <div aria-busy="true">
      <span role="status" className="sr-only">
        Loading {what}
      </span>
      {children}
    </div>
  );
}

/** Nothing here yet: what it will be, and the next step. */
export function EmptyState({ icon: Icon, title, children, action, className }: {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-center px-6 py-14 text-center", className)}>
      <span className="mb-4 flex size-12 items-center justify-center rounded-card border border-amber-border bg-amber-ground text-amber-ink">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="text-lg">{title}</h2>
      <div className="mt-1.5 max-w-md text-base text-ink-soft">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

function reading(error: unknown): { icon: LucideIcon; title: string } {
  const status = error instanceof ProblemError ? error.status : -1;
  if (status === 0) return { icon: CloudOff, title: "No answer" };
  if (status === 403) return { icon: ShieldX, title: "Not allowed for you" };
  if (status === 404) return { icon: SearchX, title: "Not found" };
  return { icon: TriangleAlert, title: "This could not be shown" };
}

/** What happened, and what to do. */
export function ErrorState({ error, onRetry, className }: { error: unknown; onRetry?: () => void; className?: string }) {
  const { icon: Icon, title } = reading(error);
  // What is not there, or not allowed, is so the second time too.
  const final = error instanceof ProblemError && (error.status === 403 || error.status === 404);
  return (
    <div role="alert" className={cn("flex flex-col items-center px-6 py-14 text-center", className)}>
      <span className="mb-4 flex size-12 items-center justify-center rounded-card border border-negative-border bg-negative-ground text-negative">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="text-lg">{title}</h2>
      <p className="mt-1.5 max-w-md text-base text-ink-soft">{sentenceOf(error)}</p>
      {onRetry && !final && (
        <Button className="mt-5" icon={<RotateCw aria-hidden className="size-4" />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
