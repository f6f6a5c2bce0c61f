import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/className";

type Look = "primary" | "plain" | "quiet" | "danger";
type Size = "small" | "normal";

const looks: Record<Look, string> = {
  primary: "bg-primary text-on-primary hover:bg-primary-hover border-transparent font-bold",
  plain: "bg-surface text-ink border-control/55 hover:bg-hover hover:border-control font-semibold",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-hover hover:text-ink font-semibold",
  danger: "bg-surface text-negative border-negative-border hover:bg-negative-ground font-semibold",
};

const sizes: Record<Size, string> = {
  small: "h-8 px-2.5 text-sm gap-1.5",
  normal: "h-9 px-3.5 text-base gap-2",
};

const shape =
  "touch inline-flex shrink-0 items-center justify-center rounded-control border whitespace-nowrap select-none " +
  "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-55 aria-disabled:opacity-55";

interface LookProps {
  look?: Look;
  size?: Size;
}

/** For a link that should look like a button. */
export function buttonClass({ look = "plain", size = "normal" }: LookProps = {}): string {
  return cn(shape, looks[look], sizes[size]);
}

export interface ButtonProps extends ComponentProps<"button">, LookProps {
  /** Work is under way: the button keeps its width, says so, and takes no second click. */
  busy?: boolean;
  icon?: ReactNode;
  asChild?: boolean;
}

export function Button({ look, size, busy, icon, asChild, className, children, disabled, ...rest }: ButtonProps) {
  const names = cn(buttonClass({ look, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={names} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={names} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {busy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ComponentProps<"button"> {
  /** Read out; also the tooltip of the browser. */
  label: string;
  size?: Size;
}

export function IconButton({ label, size = "normal", className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cn(
        "touch inline-flex shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors",
        "duration-100 hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-40",
        "data-[state=open]:bg-hover data-[state=open]:text-ink",
        size === "small" ? "size-8" : "size-9",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
