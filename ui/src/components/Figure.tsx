import { cn } from "@/lib/className";
import { type Money as MoneyValue, NOT_AVAILABLE, type Precision, type Unit, formatFigure, formatMoney, formatMoneyExact, formatMoneyShort } from "@/lib/format";

/** An amount of money; short on screen, exact on hover and to a screen reader. */
export function Money({ money, short, className }: { money: MoneyValue; short?: boolean; className?: string }) {
  const exact = formatMoneyExact(money);
  const shown = short ? formatMoneyShort(money) : formatMoney(money);
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
  precision?: Precision;
  className?: string;
}

export function Figure({ value, unit, currency, reason, precision = "glance", className }: FigureProps) {
  if (value === null) return <NotAvailable reason={reason} className={className} />;
  const exact = formatFigure(value, unit, currency, "exact");
  const shown = formatFigure(value, unit, currency, precision);
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
