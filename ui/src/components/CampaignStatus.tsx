import { Archive, CirclePause, CircleX, Flag, PencilLine, Play } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/Badge";
import { CAMPAIGN_STATUSES, readable } from "@/lib/words";

const looks: Readonly<Record<string, { label: string; tone: Tone; icon: ReactNode }>> = {
  draft: { label: "Draft", tone: "neutral", icon: <PencilLine aria-hidden className="size-3" /> },
  live: { label: "Live", tone: "positive", icon: <Play aria-hidden className="size-3 fill-current" /> },
  paused: { label: "Paused", tone: "warning", icon: <CirclePause aria-hidden className="size-3" /> },
  completed: { label: "Completed", tone: "info", icon: <Flag aria-hidden className="size-3" /> },
  archived: { label: "Archived", tone: "neutral", icon: <Archive aria-hidden className="size-3" /> },
  error: { label: "Error", tone: "negative", icon: <CircleX aria-hidden className="size-3" /> },
};

export const campaignStatusChoices = CAMPAIGN_STATUSES.map((value) => ({ value, label: looks[value]?.label ?? value }));

export function CampaignStatus({ status }: { status: string }) {
  const look = looks[status];
  return (
    <Badge tone={look?.tone} icon={look?.icon}>
      {look?.label ?? readable(status)}
    </Badge>
  );
}
