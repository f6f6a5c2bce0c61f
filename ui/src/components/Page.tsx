import { type ReactNode, useEffect } from "react";
import { brand } from "@/brand";
import { cn } from "@/lib/className";

/** Title of the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${brand.name}`;
  }, [title]);
}

export interface PageProps {
  title: string;
  /** Shown instead of the title where it is more than words. */
  heading?: ReactNode;
  description?: ReactNode;
  /** Right of the title; the main action last. */
  actions?: ReactNode;
  /** Above the title: the way back. */
  above?: ReactNode;
  width?: "full" | "text";
  children: ReactNode;
}

/** The frame of every view in the shell. */
export function Page({ title, heading, description, actions, above, width = "full", children }: PageProps) {
  useTitle(title);
  return (
    <div className={cn("w-full px-4 pt-5 pb-16 sm:px-6", width === "text" ? "max-w-4xl" : "mx-auto max-w-[96rem]")}>
      {above && <div className="mb-2 text-sm text-ink-soft">{above}</div>}
      <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl">{heading ?? title}</h1>
          {description && <div className="mt-1 max-w-prose text-base text-ink-soft">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 max-sm:w-full">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
