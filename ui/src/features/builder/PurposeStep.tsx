import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Eye, Magnet, MousePointerClick, RotateCcw, ShoppingBag, Smartphone, Store } from "lucide-react";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { platformsQuery } from "@/lib/platforms";
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

/** What the campaign is for. Pairs that the platform cannot do are shown with the reason, not offered. */
export function PurposeStep({ platform, value, onChoose }: {
  platform: string;
  value: string | null;
  onChoose: (purpose: string) => void;
}) {
  const { data, error, refetch } = useQuery(platformsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PurposeSkeleton />;
  const purposes = data.platforms.find((each) => each.platform === platform)?.purposes ?? [];
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">Purpose</legend>
      {purposes.toSorted((one, other) => Number(other.offered) - Number(one.offered)).map((offer) => {
        const Icon = icons[offer.purpose] ?? Eye;
        return (
          <ChoiceCard
            key={offer.purpose}
            name="purpose"
            label={offer.label}
            hint={offer.offered ? offer.explanation : (offer.reason ?? offer.explanation)}
            icon={<Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${offer.offered ? "text-amber-line" : "text-ink-faint"}`} />}
            chosen={value === offer.purpose}
            disabled={!offer.offered}
            onChoose={() => onChoose(offer.purpose)}
          />
        );
      })}
    </fieldset>
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
