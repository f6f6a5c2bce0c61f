import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/className";

export const Tabs = Radix.Root;

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn("flex gap-1 overflow-x-auto border-b border-line", className)} {...rest} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        "touch relative -mb-px h-9 border-b-2 border-transparent px-2.5 text-base font-semibold whitespace-nowrap",
        "text-ink-soft transition-colors hover:text-ink focus-visible:outline-offset-[-2px]",
        "data-[state=active]:border-amber-line data-[state=active]:text-ink",
        className,
      )}
      {...rest}
    />
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn("pt-4 outline-none", className)} {...rest} />;
}
