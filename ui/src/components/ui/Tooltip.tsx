import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/className";

export const TooltipProvider = Radix.Provider;

/** More about what stands there; never the only place of something needed. The child must take focus. */
export function Tooltip({ content, children, className }: { content: ReactNode; children: ReactNode; className?: string }) {
  return (
    <Radix.Root delayDuration={250}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 max-w-72 rounded-control border border-line bg-raised px-3 py-2 text-sm text-ink shadow-pop",
            "data-[state=delayed-open]:animate-appear",
            className,
          )}
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
