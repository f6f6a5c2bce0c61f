import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/className";
import { floatClass } from "./surfaces";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;

export interface PopoverContentProps extends ComponentProps<typeof Radix.Content> {
  /** Read out when it opens: what it is for. */
  label: string;
}

export function PopoverContent({ className, label, ...rest }: PopoverContentProps) {
  return (
    <Radix.Portal>
      <Radix.Content
        aria-label={label}
        sideOffset={4}
        collisionPadding={8}
        className={cn(floatClass, "max-w-[calc(100vw-1rem)] outline-none", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}
