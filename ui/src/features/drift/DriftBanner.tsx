import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { driftQuery } from "@/lib/drift";
import { plural } from "@/lib/format";
import { DriftList } from "./DriftList";

const SHOWN = 20;

/** What of a campaign was edited outside of Adwright; nothing when all is as it should be. */
export function DriftBanner({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(driftQuery({ campaign_id: campaignId, limit: SHOWN }));
  if (!data || data.total === 0) return null;
  return (
    <Card className="mb-4 border-warning-border" aria-label="Edited outside">
      <CardHeader
        title={
          <span className="inline-flex items-center gap-2">
            <GitCompareArrows aria-hidden className="size-4 text-warning" />
            {plural(data.total, "value")} edited outside of Adwright
          </span>
        }
        description="Adopt makes it what should be; Revert proposes a change that puts it back."
      />
      <CardBody>
        <DriftList drifts={data.items} />
      </CardBody>
    </Card>
  );
}
