import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { LogList } from "@/features/changes/LogList";
import { campaignLogQuery } from "@/lib/changes";

const STEP = 50;
const MOST = 200;

/** Everything that was done for a campaign, newest first. */
export function CampaignLog({ campaignId, adAccountId, zone }: {
  campaignId: string;
  adAccountId: string | null;
  zone: string | undefined;
}) {
  const [limit, setLimit] = useState(STEP);
  const { data, error, refetch } = useQuery(campaignLogQuery(campaignId, limit));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Loading what="the execution log">
        <Skeleton className="h-64 rounded-card" />
      </Loading>
    );
  }
  if (data.total === 0) {
    return (
      <EmptyState icon={ScrollText} title="Nothing was done yet">
        Every call to the platform will stand here: when, for which change, what the platform said, how long it took.
      </EmptyState>
    );
  }
  return (
    <Card>
      <CardHeader title="Execution log" description={zone ? `Newest first. Times in ${zone}.` : "Newest first."} />
      <CardBody>
        <LogList entries={data.items} adAccountId={adAccountId} {...(zone ? { zone } : {})} />
        {data.total > data.items.length && limit < MOST && (
          <Button className="mt-3" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
            Show older
          </Button>
        )}
      </CardBody>
    </Card>
  );
}
