import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { Check, ChevronLeft, Plus, X } from "lucide-react";
import { Age } from "@/components/Instant";
import { Page } from "@/components/Page";
import { Badge, Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { formatInstant } from "@/lib/days";
import { useMay } from "@/lib/session";
import { providerLabel } from "@/lib/words";
import { AccountLine } from "./AccountLine";
import { ChooseAccounts } from "./ChooseAccounts";
import { ConnectionMenu } from "./ConnectionMenu";
import { LimitsCard } from "./LimitsCard";
import { describeExpiry, healthOf } from "./health";
import { type Connection, connectionQuery } from "./queries";

const route = getRouteApi("/shell/connections/$connectionId");

/** One connection: health, permissions, its ad accounts, and more to bring in. */
export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const { choose } = route.useSearch();
  const navigate = route.useNavigate();
  const mayConnect = useMay("admin");
  const { data: connection, error, refetch } = useQuery(connectionQuery(connectionId));
  const { data: accounts } = useQuery(adAccountsQuery);
  const own = accounts?.filter((account) => account.connection_id === connectionId);
  // A connection without accounts is of no use yet: the choice opens by itself.
  const choosing = mayConnect && connection?.status === "good" && (choose === "accounts" || own?.length === 0);

  const above = (
    <Link to="/connections" className="inline-flex items-center gap-1 hover:text-ink">
      <ChevronLeft aria-hidden className="size-4" /> Connections
    </Link>
  );
  if (error && !connection) {
    return (
      <Page title="Connection" above={above}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!connection || !own) {
    return (
      <Page title="Connection" above={above} width="text">
        <Loading what="the connection">
          <Skeleton className="h-60 w-full rounded-card" />
        </Loading>
      </Page>
    );
  }
  return (
    <Page
      title={connection.name}
      above={above}
      width="text"
      description={providerLabel(connection.provider)}
      actions={mayConnect && <ConnectionMenu connection={connection} />}
    >
      <div className="grid gap-4">
        <HealthCard connection={connection} />
        {choosing && (
          <ChooseAccounts
            connection={connection}
            onDone={() => void navigate({ search: {}, replace: true })}
          />
        )}
        <Card>
          <CardHeader
            title="Ad accounts"
            actions={
              mayConnect &&
              !choosing &&
              connection.status === "good" && (
                <Button
                  size="small"
                  icon={<Plus aria-hidden className="size-4" />}
                  onClick={() => void navigate({ search: { choose: "accounts" } })}
                >
                  Choose ad accounts
                </Button>
              )
            }
          />
          {own.length === 0 ? (
            <EmptyState icon={Plus} title="None brought in yet" className="py-8">
              Choose which ad accounts of this connection Adwright works with.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line border-t border-line">
              {own.map((account) => (
                <AccountLine key={account.id} account={account} />
              ))}
            </ul>
          )}
        </Card>
        <LimitsCard connectionId={connection.id} />
      </div>
    </Page>
  );
}

function HealthCard({ connection }: { connection: Connection }) {
  const health = healthOf(connection);
  return (
    <Card>
      <CardHeader title="Health" actions={<Badge tone={health.tone}>{health.word}</Badge>} />
      <CardBody className="grid gap-4">
        {health.advice && <Notice tone={health.tone}>{health.advice}</Notice>}
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-3">
          <div>
            <dt className="text-ink-faint">Token</dt>
            <dd className="text-base font-semibold">{describeExpiry(connection.expires_at)}</dd>
            {connection.expires_at && <dd className="text-ink-soft">{formatInstant(connection.expires_at)}</dd>}
          </div>
          <div>
            <dt className="text-ink-faint">Last good call</dt>
            <dd className="text-base font-semibold">
              {connection.last_good_at ? <Age instant={connection.last_good_at} /> : "None yet"}
            </dd>
          </div>
          <div>
            <dt className="text-ink-faint">Connected</dt>
            <dd className="text-base font-semibold">{formatInstant(connection.created_at)}</dd>
          </div>
        </dl>
        <div>
          <h3 className="mb-1.5 font-sans text-sm font-normal tracking-normal text-ink-faint">Permissions</h3>
          <ul className="flex flex-wrap gap-1.5">
            {connection.scopes.map((scope) => (
              <li key={scope}>
                <Badge icon={<Check aria-label="granted:" className="size-3" />}>{scope}</Badge>
              </li>
            ))}
            {connection.missing_scopes.map((scope) => (
              <li key={scope}>
                <Badge tone="warning" icon={<X aria-label="missing:" className="size-3" />}>
                  {scope}
                </Badge>
              </li>
            ))}
          </ul>
        </div>
      </CardBody>
    </Card>
  );
}
