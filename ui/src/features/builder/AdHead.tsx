import { History } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { VersionsDialog } from "./VersionsDialog";
import type { DraftAd } from "./draft";
import type { DraftAction } from "./draftReducer";

/** What an ad is called, unless the platform has no names, and the versions of its creative to take again. */
export function AdHead({ ad, named = true, error, edit }: {
  ad: DraftAd;
  named?: boolean;
  error: string | null;
  edit: (action: DraftAction) => void;
}) {
  const [versions, setVersions] = useState(false);
  if (!named && !ad.creativeId) return null;
  return (
    <div className="flex items-end gap-2">
      {named && (
        <Field label="Ad" className="flex-1" error={error}>
          <Input value={ad.name} maxLength={200} onChange={(event) => edit({ type: "nameAd", ad: ad.key, name: event.target.value })} />
        </Field>
      )}
      {ad.creativeId && (
        <Button icon={<History aria-hidden className="size-4" />} onClick={() => setVersions(true)}>
          Versions
        </Button>
      )}
      {versions && ad.creativeId && (
        <VersionsDialog
          creativeId={ad.creativeId}
          current={ad.versionId}
          onClose={() => setVersions(false)}
          onTake={(taken) => {
            edit({ type: "write", ad: ad.key, content: taken });
            setVersions(false);
          }}
        />
      )}
    </div>
  );
}
