import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/className";
import { floatClass, optionClass } from "./surfaces";

export const Menu = Radix.Root;
export const MenuTrigger = Radix.Trigger;

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        className={cn(floatClass, "min-w-48 max-w-[calc(100vw-1rem)] p-1", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}

export function MenuItem({ className, dangerous, ...rest }: ComponentProps<typeof Radix.Item> & { dangerous?: boolean }) {
  return <Radix.Item className={cn(optionClass, dangerous && "text-negative", className)} {...rest} />;
}

export function MenuCheckItem({ children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(optionClass, "pl-7 relative")} {...rest}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden className="size-4 text-amber-line" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuChoice({ children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(optionClass, "pl-7 relative")} {...rest}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden className="size-4 text-amber-line" />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export const MenuChoices = Radix.RadioGroup;

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-xs font-semibold text-ink-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
