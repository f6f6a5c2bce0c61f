import { formatMoney } from "@/lib/format";
import { toMoney } from "./amounts";
import type { Draft } from "./draft";
import { draftCost } from "./draftMoney";

/** What the campaign may cost per day and in all; what cannot be said is said so. */
export function CostLine({ draft, currency, decimals, nowLocal }: {
  draft: Draft;
  currency: string;
  decimals: number;
  nowLocal: string;
}) {
  if (!currency) return <p className="text-sm text-ink-soft">Choose the ad account first: its currency is the budget’s.</p>;
  const cost = draftCost(draft, currency, decimals, nowLocal);
  const shown = (micros: bigint | null) => (micros === null ? null : formatMoney(toMoney(micros - (micros % 10_000n), currency)));
  return (
    <dl className="figures flex flex-wrap gap-x-10 gap-y-2">
      <div>
        <dt className="text-sm text-ink-soft">Per day</dt>
        <dd className="text-lg font-bold">{shown(cost.perDay) ?? "depends on the end"}</dd>
      </div>
      <div>
        <dt className="text-sm text-ink-soft">In total{cost.days !== null && `, ${cost.days} ${cost.days === 1 ? "day" : "days"}`}</dt>
        <dd className="text-lg font-bold">{shown(cost.total) ?? "open: no end is set"}</dd>
      </div>
    </dl>
  );
}
