import { TriangleAlert } from "lucide-react";
import { Age } from "@/components/Instant";
import type { Budget, Observed } from "@/lib/campaign";
import { differences } from "./detailWords";

/** Where the platform shows something else than desired, and when it was looked at. Silent when all is as it should be. */
export function ObservedLine({ node }: {
  node: { name: string; state: string; budget?: Budget | null; observed: Observed | null };
}) {
  const found = differences(node);
  if (!node.observed || found.length === 0) return null;
  return (
    <div className="my-2 flex items-start gap-2 rounded-control border border-warning-border bg-warning-ground px-3 py-2 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p className="font-semibold">
          The platform showed something else <Age instant={node.observed.seen_at} />
        </p>
        {found.map(({ field, desired, observed }) => (
          <p key={field}>
            {field}: should be {desired}, is {observed}
          </p>
        ))}
      </div>
    </div>
  );
}
