import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { apiKeysRevoke } from "@/api";
import { Age } from "@/components/Instant";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { NewApiKeyDialog } from "./NewApiKeyDialog";
import { type ApiKey, apiKeysQuery } from "./queries";

export function ApiKeysSection() {
  const { data, error, refetch } = useQuery(apiKeysQuery);
  const [making, setMaking] = useState(false);
  return (
    <Card>
      <CardHeader
        title="API keys"
        description="For programs, in the header X-API-Key. A key never may more than its maker."
        actions={
          <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setMaking(true)}>
            New key
          </Button>
        }
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />
      ) : !data ? (
        <Loading what="API keys">
          <div className="px-5 pb-5">
            <Skeleton className="h-10 w-full" />
          </div>
        </Loading>
      ) : data.length === 0 ? (
        <EmptyState icon={KeyRound} title="No key yet" className="py-8">
          The command line and other programs log in with a key instead of a password.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {data.map((key) => (
            <KeyLine key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <NewApiKeyDialog open={making} onOpenChange={setMaking} />
    </Card>
  );
}

function KeyLine({ apiKey }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-semibold">{apiKey.name}</p>
        <p className="text-sm text-ink-soft">
          <span className="font-mono">{apiKey.prefix}…</span> · by {apiKey.made_by} ·{" "}
          {apiKey.last_used_at ? (
            <>
              used <Age instant={apiKey.last_used_at} />
            </>
          ) : (
            "never used"
          )}
          {apiKey.expires_at && (
            <>
              {" "}
              · expires <Age instant={apiKey.expires_at} />
            </>
          )}
        </p>
      </div>
      <span className="flex gap-1">
        {apiKey.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </span>
      <Button size="small" onClick={() => setRevoking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={revoking}
        onOpenChange={setRevoking}
        title={`Revoke ${apiKey.name}?`}
        description="Programs that use it are refused from now on. This cannot be undone."
        action="Revoke key"
        dangerous
        onConfirm={async () => {
          await apiKeysRevoke({ path: { key_id: apiKey.id } });
          await queryClient.invalidateQueries({ queryKey: ["api-keys"] });
        }}
      />
    </li>
  );
}
