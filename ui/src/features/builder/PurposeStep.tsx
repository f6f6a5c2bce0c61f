import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Eye, Magnet, MousePointerClick, RotateCcw, ShoppingBag, Smartphone, Store } from "lucide-react";
import { PlatformMark } from "@/components/PlatformMark";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { type OfferedPurpose, platformsQuery, purposesOf } from "@/lib/platforms";
import { ChoiceCard } from "./ChoiceCard";

const icons: Readonly<Record<string, typeof Eye>> = {
  lead_generation: Magnet,
  sales: ShoppingBag,
  brand_awareness: Eye,
  traffic: MousePointerClick,
  app_installs: Smartphone,
  event_promotion: CalendarDays,
  store_visits: Store,
  retargeting: RotateCcw,
};

/** What the campaign is for, and on which platforms. What no platform does is shown with the reason, not offered. */
export function PurposeStep({ platform, everywhere = false, value, onChoose }: {
  /** The account's; null before one is chosen, when every platform counts. */
  platform: string | null;
  /** Only what every platform offers can be chosen: the campaign runs on each. */
  everywhere?: boolean;
  value: string | null;
  onChoose: (purpose: string) => void;
}) {
  const { data, error, refetch } = useQuery(platformsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PurposeSkeleton />;
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">Purpose</legend>
      {purposesOf(data, platform).map((offered) => {
        const Icon = icons[offered.purpose] ?? Eye;
        const none = offered.on.length === 0 || (everywhere && offered.notOn.length > 0);
        return (
          <ChoiceCard
            key={offered.purpose}
            name="purpose"
            label={offered.label}
            hint={none ? [...new Set(offered.notOn.map(({ reason }) => reason))].join(" ") : <Where offered={offered} alone={platform !== null} />}
            icon={<Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${none ? "text-ink-faint" : "text-amber-line"}`} />}
            chosen={value === offered.purpose}
            disabled={none}
            onChoose={() => onChoose(offered.purpose)}
          />
        );
      })}
    </fieldset>
  );
}

/** What it brings, and where; before an account is chosen also why not elsewhere. */
function Where({ offered, alone }: { offered: OfferedPurpose; alone: boolean }) {
  if (alone) return offered.explanation;
  return (
    <>
      {offered.explanation}
      <span className="mt-1.5 flex items-start gap-1.5 text-xs">
        <span className="flex shrink-0 gap-1">
          {offered.on.map((platform) => (
            <PlatformMark key={platform} platform={platform} />
          ))}
        </span>
        <span className="pt-0.5">{offered.notOn.map(({ reason }) => reason).join(" ")}</span>
      </span>
    </>
  );
}

function PurposeSkeleton() {
  return (
    <Loading what="purposes">
      <div className="grid gap-3 sm:grid-cols-2">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-20 rounded-card" />
        ))}
      </div>
    </Loading>
  );
}
