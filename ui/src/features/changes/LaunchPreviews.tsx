import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { AdPreviews } from "@/features/previews/AdPreviews";
import type { Campaign } from "@/lib/campaign";

/** What people will see, for whoever approves the launch. */
export function LaunchPreviews({ campaign }: { campaign: Campaign }) {
  return (
    <Card>
      <CardHeader title="What people will see" />
      <CardBody>
        <AdPreviews campaign={campaign} />
      </CardBody>
    </Card>
  );
}
