import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/className";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("rounded-card border border-line bg-surface", className)} {...rest} />;
}

export function CardHeader({ title, description, actions, className }: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn("flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-4 pb-3", className)}>
      <div className="min-w-0">
        <h2 className="text-lg">{title}</h2>
        {description && <p className="mt-0.5 max-w-prose text-sm text-ink-soft">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("px-5 pb-5", className)} {...rest} />;
}
