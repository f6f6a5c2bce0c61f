import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { GitPullRequestArrow } from "lucide-react";
import { Age } from "@/components/Instant";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { ChangeStatusBadge } from "@/features/changes/ChangeStatusBadge";
import { changesQuery } from "@/lib/changes";

const SHOWN = 50;

/** Every change of a campaign, newest first. */
export function CampaignChanges({ campaignId }: { campaignId: string }) {
  const { data, error, refetch } = useQuery(changesQuery({ campaign_id: campaignId, limit: SHOWN }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Loading what="changes">
        <Skeleton className="h-24 rounded-card" />
      </Loading>
    );
  }
  if (data.items.length === 0) {
    return (
      <EmptyState icon={GitPullRequestArrow} title="No change yet">
        Its launch, every pause and every new budget will stand here, with who approved it.
      </EmptyState>
    );
  }
  return (
    <Card>
      <ul className="divide-y divide-line px-4">
        {data.items.map((change) => (
          <li key={change.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
            <Link to="/changes/$changeId" params={{ changeId: change.id }} className="min-w-0 flex-1 basis-64 text-base font-semibold break-words hover:underline">
              {change.title}
            </Link>
            <span className="text-sm text-ink-soft">
              {change.author}, <Age instant={change.created_at} />
            </span>
            <ChangeStatusBadge status={change.status} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
