import { CircleAlert } from "lucide-react";
import { SettledMark, describeSettled } from "@/components/SettledMark";
import { formatDay, zoneCity } from "@/lib/days";
import { attributionLabel } from "@/lib/words";
import type { Overview } from "./queries";
import { describeFetched } from "./freshness";

/** What every number of this view hangs on: zone, attribution, currency, how settled. */
export function ViewFacts({ overview }: { overview: Overview }) {
  const { settled, fetched, zones, attributions, currency } = overview;
  return (
    <dl className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm text-ink-soft">
      <div title={describeSettled(settled.share)}>
        <dt className="sr-only">Settled</dt>
        <dd className="flex items-center gap-1.5">
          <SettledMark share={settled.share} />
          {settled.until ? `Settled until ${formatDay(settled.until)}` : "Nothing settled yet"}
        </dd>
      </div>
      {!fetched.complete && (
        <div className="flex items-center gap-1.5 font-semibold text-warning">
          <dt className="sr-only">Incomplete</dt>
          <dd className="flex items-center gap-1.5">
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
            {describeFetched(fetched)}
          </dd>
        </div>
      )}
      <Fact name="Currency" values={currency ? [currency] : []} />
      <Fact name={zones.length === 1 ? "Zone" : "Zones"} values={zones.map(zoneCity)} title={zones.join(", ")} />
      <Fact name="Attribution" values={attributions.map(attributionLabel)} />
    </dl>
  );
}

function Fact({ name, values, title }: { name: string; values: string[]; title?: string }) {
  if (values.length === 0) return null;
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-ink-faint">{name}</dt>
      <dd title={title}>{values.join(" · ")}</dd>
    </div>
  );
}
