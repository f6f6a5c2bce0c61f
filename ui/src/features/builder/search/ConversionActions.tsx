import { useQuery } from "@tanstack/react-query";
import { Target } from "lucide-react";
import { pixelsQuery } from "@/lib/pages";

/** What the account counts as a conversion; Google Ads keeps that for the whole account. */
export function ConversionActions({ adAccountId }: { adAccountId: string }) {
  const { data: actions } = useQuery(pixelsQuery(adAccountId));
  return (
    <section aria-label="Conversions" className="flex flex-col gap-2">
      <h3 className="text-base">Conversions</h3>
      <p className="max-w-prose text-sm text-ink-soft">
        Google Ads counts these for the whole account; a campaign has no choice to make. Bidding by conversions needs one at least.
      </p>
      {actions?.length === 0 && (
        <p className="rounded-card border border-dashed border-line-strong px-4 py-3 text-base text-ink-soft">
          The account counts none yet. Set up a conversion action in Google Ads, then refresh the connection; without one, bid by clicks.
        </p>
      )}
      <ul className="flex flex-wrap gap-2">
        {(actions ?? []).map((action) => (
          <li key={action.id} className="flex items-center gap-1.5 rounded-full border border-line bg-sunken px-3 py-1 text-sm">
            <Target aria-hidden className="size-3.5 text-ink-soft" /> {action.name}
          </li>
        ))}
      </ul>
    </section>
  );
}
