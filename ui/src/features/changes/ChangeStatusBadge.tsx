import { CircleCheck, CircleX, Clock, LoaderCircle, Undo2 } from "lucide-react";
import { Badge } from "@/components/ui/Badge";
import type { ChangeStatus } from "@/lib/changes";
import { STATUS_LOOKS } from "./words";

const icons: Readonly<Record<ChangeStatus, typeof Clock>> = {
  proposed: Clock,
  approved: LoaderCircle,
  applying: LoaderCircle,
  applied: CircleCheck,
  failed: CircleX,
  rejected: CircleX,
  expired: Clock,
  undone: Undo2,
};

export function ChangeStatusBadge({ status }: { status: ChangeStatus }) {
  const { label, tone } = STATUS_LOOKS[status];
  const Icon = icons[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className={Icon === LoaderCircle ? "size-3 animate-spin" : "size-3"} />}>
      {label}
    </Badge>
  );
}
