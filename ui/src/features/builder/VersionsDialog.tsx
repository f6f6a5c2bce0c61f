import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { formatInstant } from "@/lib/days";
import { readable } from "@/lib/words";
import type { DraftContent } from "./draft";
import { contentOf } from "./draftApi";
import { type CreativeVersion, creativeQuery } from "./queries";

/** How a creative came to be what it is; any version can be taken up again. */
export function VersionsDialog({ creativeId, current, onClose, onTake }: {
  creativeId: string;
  current: string | null;
  onClose: () => void;
  onTake: (content: DraftContent) => void;
}) {
  const { data, error, refetch } = useQuery({ ...creativeQuery(creativeId), staleTime: 0 });
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title="Versions"
      description="Every edit is kept. Taking up an older version makes it the newest."
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Loading what="versions">
          <Skeleton className="h-24 rounded-card" />
        </Loading>
      )}
      <ol className="flex flex-col divide-y divide-line">
        {data?.versions.map((version) => (
          <li key={version.id} className="flex flex-wrap items-start gap-3 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex items-center gap-2 text-base font-semibold">
                Version {version.version}
                {version.id === current && <Badge tone="amber">in this ad</Badge>}
              </p>
              <p className="text-sm text-ink-soft">
                {version.created_by}, {formatInstant(version.created_at)}
              </p>
              <Differences version={version} />
            </div>
            {version.id !== current && (
              <Button size="small" onClick={() => onTake(contentOf(version))}>
                Take up
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

const NAMES: Readonly<Record<string, string>> = { primary_text: "Text", asset_id: "Image", call_to_action: "Button", destination_url: "Destination" };

function Differences({ version }: { version: CreativeVersion }) {
  if (version.changes.length === 0) return null;
  return (
    <dl className="mt-2 grid gap-1 text-sm">
      {version.changes.map(({ field, before, after }) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt className="font-semibold">{NAMES[field] ?? readable(field)}</dt>
          <dd className="min-w-0 break-words text-ink-soft">
            {field === "asset_id" ? (after ? "another image" : "no image") : (
              <>
                <del>{before || "empty"}</del> → <ins className="text-ink no-underline">{after || "empty"}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
