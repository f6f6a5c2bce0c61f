import { useQuery } from "@tanstack/react-query";
import { Images } from "lucide-react";
import { Dialog } from "@/components/ui/Dialog";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { cn } from "@/lib/className";
import { assetsQuery } from "./queries";

/** The advertiser's images; one click takes one. */
export function LibraryDialog({ advertiserId, chosen, onChoose, onClose }: {
  advertiserId: string;
  chosen: string | null;
  onChoose: (assetId: string) => void;
  onClose: () => void;
}) {
  const { data, error, refetch } = useQuery(assetsQuery(advertiserId));
  return (
    <Dialog open size="wide" onOpenChange={(open) => !open && onClose()} title="Library" description="Every image that was uploaded for this advertiser.">
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Loading what="images">
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            {Array.from({ length: 8 }, (_, index) => (
              <Skeleton key={index} className="aspect-square rounded-control" />
            ))}
          </div>
        </Loading>
      )}
      {data?.length === 0 && (
        <EmptyState icon={Images} title="No image yet">
          Drop a JPEG or PNG on the ad; it is kept here for the next one.
        </EmptyState>
      )}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {data?.map((asset) => (
          <li key={asset.id}>
            <button
              type="button"
              aria-pressed={asset.id === chosen}
              onClick={() => onChoose(asset.id)}
              className={cn(
                "block w-full rounded-control border-2 p-1 text-left hover:border-control",
                asset.id === chosen ? "border-amber-line" : "border-transparent",
              )}
            >
              <img src={asset.thumbnail_url} alt="" loading="lazy" className="aspect-square w-full rounded-sm bg-sunken object-cover" />
              <span className="mt-1 block truncate text-sm">{asset.name}</span>
              <span className="figures block text-xs text-ink-soft">
                {asset.width} × {asset.height}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
