import { useQuery } from "@tanstack/react-query";
import type { PlatformLimitOut } from "@/api";
import { Age } from "@/components/Instant";
import { Card, CardHeader } from "@/components/ui/Card";
import { Progress } from "@/components/ui/Progress";
import { Skeleton } from "@/components/ui/states";
import { formatInstant } from "@/lib/days";
import { readable } from "@/lib/words";
import { limitsQuery } from "./queries";

/** How much of the platform's limits is used and left, as it told it last, and until when work waits. */
export function LimitsCard({ connectionId }: { connectionId: string }) {
  const { data: limits, isPending } = useQuery(limitsQuery(connectionId));
  return (
    <Card>
      <CardHeader
        title="Platform limits"
        description="What the platform lets through, as it told it last with an answer. Work that finds a limit used up waits and goes on by itself."
      />
      {isPending && <Skeleton className="mx-5 mb-5 h-16" />}
      {limits && (
        <ul className="divide-y divide-line border-t border-line">
          {limits.map((limit) => (
            <LimitLine key={limit.ad_account_id ?? "all"} limit={limit} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function LimitLine({ limit }: { limit: PlatformLimitOut }) {
  return (
    <li className="px-5 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 truncate font-semibold">{limit.name}</p>
        <p className="figures text-sm text-ink-soft">{leftWords(limit)}</p>
      </div>
      {limit.used_percent !== null && (
        <Progress className="mt-2" share={limit.used_percent / 100} label={`Used of ${limit.name}`} />
      )}
      <p className="mt-1 text-sm text-ink-soft">
        {limit.waits_until && (
          <span className="text-warning">
            Work waits until <time dateTime={limit.waits_until}>{formatInstant(limit.waits_until)}</time>.{" "}
          </span>
        )}
        {limit.told_at && (
          <>
            Told <Age instant={limit.told_at} />
            {limit.tier && ` · ${readable(limit.tier)}`}
          </>
        )}
      </p>
    </li>
  );
}

/** What is used and what is left, in one breath. */
export function leftWords({ used_percent: used, left_percent: left }: Pick<PlatformLimitOut, "used_percent" | "left_percent">): string {
  return used === null || left === null ? "Nothing told yet" : `${used} % used, ${left} % left`;
}
