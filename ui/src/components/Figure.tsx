import { cn } from "@/lib/className";
import { type Money as MoneyValue, NOT_AVAILABLE, type Unit, formatFigure, formatMoney, formatMoneyShort } from "@/lib/format";

/** An amount of money; short on screen, exact on hover and to a screen reader. */
export function Money({ money, short, className }: { money: MoneyValue; short?: boolean; className?: string }) {
  const exact = formatMoney(money);
  const shown = short ? formatMoneyShort(money) : exact;
  return (
    <span className={cn("figures whitespace-nowrap", className)} title={shown === exact ? undefined : exact}>
      {shown}
    </span>
  );
}

export interface FigureProps {
  /** Null is "not available", which is not zero. */
  value: number | string | null;
  unit: Unit;
  currency: string | null;
  /** Why there is no figure. */
  reason?: string | null;
  short?: boolean;
  className?: string;
}

export function Figure({ value, unit, currency, reason, short = true, className }: FigureProps) {
  if (value === null) return <NotAvailable reason={reason} className={className} />;
  const exact = formatFigure(value, unit, currency, false);
  const shown = formatFigure(value, unit, currency, short);
  return (
    <span className={cn("figures whitespace-nowrap", className)} title={shown === exact ? undefined : exact}>
      {shown}
    </span>
  );
}

export function NotAvailable({ reason, className }: { reason?: string | null; className?: string }) {
  return (
    <span
      className={cn("whitespace-nowrap text-ink-faint underline decoration-dotted decoration-1 underline-offset-4", className)}
      title={reason ?? "Not available: the platform gives no figure here."}
    >
      {NOT_AVAILABLE}
      <span className="sr-only">: not available. {reason}</span>
    </span>
  );
}
