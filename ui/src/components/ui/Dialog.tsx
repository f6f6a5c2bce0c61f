import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/className";
import { IconButton } from "./Button";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One or two sentences under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; the main one last. */
  footer?: ReactNode;
  size?: "normal" | "wide";
  /** Only a button of its own closes it: for what must be decided. */
  insistent?: boolean;
}

const scrim = "fixed inset-0 z-40 bg-scrim data-[state=open]:animate-appear";

export function Dialog({ open, onOpenChange, title, description, children, footer, size, insistent }: DialogProps) {
  const stay = (event: Event) => event.preventDefault();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          onInteractOutside={insistent ? stay : undefined}
          onEscapeKeyDown={insistent ? stay : undefined}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex max-h-[88dvh] flex-col overflow-hidden border border-line bg-raised shadow-pop outline-none",
            "inset-x-0 bottom-0 rounded-t-card data-[state=open]:animate-appear",
            "sm:inset-auto sm:top-[12vh] sm:left-1/2 sm:max-h-[76dvh] sm:-translate-x-1/2 sm:rounded-card",
            size === "wide" ? "sm:w-[46rem]" : "sm:w-[30rem]",
            "sm:max-w-[calc(100vw-2rem)]",
          )}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-5 pb-3">
            <div>
              <Radix.Title className="text-lg">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-base text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            {!insistent && (
              <Radix.Close asChild>
                <IconButton label="Close" size="small" className="-mt-1 -mr-1.5">
                  <X className="size-4" />
                </IconButton>
              </Radix.Close>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-1 pb-5">{children}</div>
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-sunken px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side?: "left" | "right";
  hideTitle?: boolean;
  children: ReactNode;
  className?: string;
}

/** A panel from the side: the phone's navigation, details beside a list. */
export function Sheet({ open, onOpenChange, title, side = "right", hideTitle, children, className }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(
            "fixed inset-y-0 z-50 flex w-[min(26rem,88vw)] flex-col overflow-y-auto bg-raised shadow-pop outline-none",
            side === "left"
              ? "left-0 border-r border-line data-[state=open]:animate-slide-right"
              : "right-0 border-l border-line data-[state=open]:animate-slide-left",
            className,
          )}
        >
          <div className={cn("flex items-center justify-between px-5 pt-4 pb-2", hideTitle && "sr-only")}>
            <Radix.Title className="text-lg">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" size="small">
                <X className="size-4" />
              </IconButton>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
