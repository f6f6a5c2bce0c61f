import { ArrowRight } from "lucide-react";
import { Money } from "@/components/Figure";
import type { Change } from "@/lib/changes";

const UNKNOWN = "open: no end is set";

/** The most that is planned per day, before and after. */
export function CostPerDay({ cost }: { cost: Change["cost_per_day"] }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {cost.before ? <Money money={cost.before} className="text-ink-soft" /> : UNKNOWN}
      <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 text-ink-faint" />
      {cost.after ? <Money money={cost.after} className="font-bold" /> : UNKNOWN}
      <span className="text-ink-soft">a day</span>
    </span>
  );
}
