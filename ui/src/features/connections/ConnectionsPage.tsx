import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plug, Plus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Page } from "@/components/Page";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { useMay } from "@/lib/session";
import { ConnectDialog } from "./ConnectDialog";
import { ConnectionCard } from "./ConnectionCard";
import { FileAccounts } from "./FileAccounts";
import { connectionsQuery } from "./queries";

const route = getRouteApi("/shell/connections");

/** Every connection with its health and accounts. */
export function ConnectionsPage() {
  const { problem } = route.useSearch();
  const navigate = route.useNavigate();
  const mayConnect = useMay("admin");
  const [connecting, setConnecting] = useState(false);
  const connections = useQuery(connectionsQuery);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const files = accounts.filter((account) => account.platform === "file");

  return (
    <Page
      title="Connections"
      width="text"
      description="Whose grant Adwright acts with, and which ad accounts it brings in."
      actions={
        mayConnect && (
          <Button look="primary" icon={<Plus aria-hidden className="size-4" strokeWidth={2.5} />} onClick={() => setConnecting(true)}>
            Connect a platform
          </Button>
        )
      }
    >
      {problem && (
        <Notice
          tone="negative"
          className="mb-4"
          icon={<TriangleAlert aria-hidden className="size-4" />}
          action={
            <Button size="small" look="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
              Close
            </Button>
          }
        >
          {problem}
        </Notice>
      )}
      {connections.error && !connections.data ? (
        <Card>
          <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
        </Card>
      ) : !connections.data ? (
        <Loading what="connections">
          <div className="grid gap-4">
            <Skeleton className="h-44 w-full rounded-card" />
            <Skeleton className="h-44 w-full rounded-card" />
          </div>
        </Loading>
      ) : connections.data.length === 0 ? (
        <Card>
          <EmptyState
            icon={Plug}
            title="Connect the first ad account"
            action={
              mayConnect && (
                <Button look="primary" onClick={() => setConnecting(true)}>
                  Connect a platform
                </Button>
              )
            }
          >
            Sign in with Meta or Google, or paste a key of your own. The campaigns that already run and the last 90 days of
            facts come in by themselves.
            {!mayConnect && " An owner or admin of the organization can do this."}
          </EmptyState>
        </Card>
      ) : (
        <ul className="grid gap-4">
          {connections.data.map((connection) => (
            <li key={connection.id}>
              <ConnectionCard
                connection={connection}
                accounts={accounts.filter((account) => account.connection_id === connection.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && <FileAccounts accounts={files} />}
      <ConnectDialog open={connecting} onOpenChange={setConnecting} />
    </Page>
  );
}
