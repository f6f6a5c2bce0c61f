import { Archive, CircleCheck, CirclePause, CircleX, Eye, Play } from "lucide-react";
import { Badge } from "@/components/ui/Badge";
import type { Ad } from "@/lib/campaign";

/** What a node is asked to do. */
export function StateBadge({ state }: { state: Ad["state"] }) {
  if (state === "active") return <Badge tone="positive" icon={<Play aria-hidden className="size-3" />}>On</Badge>;
  if (state === "paused") return <Badge tone="warning" icon={<CirclePause aria-hidden className="size-3" />}>Paused</Badge>;
  return <Badge icon={<Archive aria-hidden className="size-3" />}>Archived</Badge>;
}

/** What the platform's review says; nothing before there was one. */
export function ReviewBadge({ review }: { review: Ad["review"] }) {
  if (review === "in_review") return <Badge tone="info" icon={<Eye aria-hidden className="size-3" />}>In review</Badge>;
  if (review === "approved") return <Badge icon={<CircleCheck aria-hidden className="size-3" />}>Review passed</Badge>;
  if (review === "rejected") return <Badge tone="negative" icon={<CircleX aria-hidden className="size-3" />}>Declined</Badge>;
  return null;
}
