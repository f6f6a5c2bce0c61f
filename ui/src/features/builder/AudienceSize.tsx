import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { type AudienceSizeOut, audiencesEstimate } from "@/api";
import { Age } from "@/components/Instant";
import type { Targeting } from "@/lib/campaign";
import { formatCountShort } from "@/lib/format";
import { platformName } from "@/lib/platforms";
import { useSettled } from "@/lib/useSettled";

const AFTER_CHOOSING_MS = 700;
const FRESH_MS = 10 * 60_000;

/** How many people an audience is, as the platform estimates it; nothing where it gives no estimate or cannot be asked. */
export function AudienceSize({ adAccountId, targeting }: { adAccountId: string | null; targeting: Targeting }) {
  const settled = useSettled(targeting, AFTER_CHOOSING_MS);
  const { data } = useQuery({
    queryKey: ["audience-size", adAccountId, settled],
    queryFn: () => audiencesEstimate({ body: { ad_account_id: adAccountId ?? "", targeting: settled } }),
    enabled: adAccountId !== null && settled.countries.length > 0,
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const words = targeting.countries.length > 0 && data ? sizeWords(data) : null;
  // The line keeps its place while it is asked, so that nothing jumps.
  return (
    <p role="status" className="flex min-h-5 items-start gap-2 text-sm text-ink-soft">
      {words && data && (
        <>
          <Gauge aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <span className="figures font-semibold text-ink">{words}</span> people, as {platformName(data.platform)} estimates,{" "}
            <Age instant={data.told_at} />
          </span>
        </>
      )}
    </p>
  );
}

/** A size as a range; null where the platform gives none. */
export function sizeWords({ lower, upper }: Pick<AudienceSizeOut, "lower" | "upper">): string | null {
  if (lower === null || upper === null) return null;
  const [least, most] = [formatCountShort(lower), formatCountShort(upper)];
  return least === most ? least : `${least} – ${most}`;
}
