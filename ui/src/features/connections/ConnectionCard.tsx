import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { Age } from "@/components/Instant";
import { PlatformMark } from "@/components/PlatformMark";
import { Badge, Notice } from "@/components/ui/Badge";
import { buttonClass } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import type { AdAccount } from "@/lib/accounts";
import { useMay } from "@/lib/session";
import { platformOf, providerLabel } from "@/lib/words";
import { AccountLine } from "./AccountLine";
import { ConnectionMenu } from "./ConnectionMenu";
import { describeExpiry, healthOf } from "./health";
import type { Connection } from "./queries";

export function ConnectionCard({ connection, accounts }: { connection: Connection; accounts: AdAccount[] }) {
  const health = healthOf(connection);
  const mayConnect = useMay("admin");
  return (
    <Card>
      <header className="flex items-start gap-3 px-5 pt-4 pb-3">
        <PlatformMark platform={platformOf(connection.provider)} className="mt-0.5 size-8 rounded-sm text-base" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h2 className="truncate text-lg">
              <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} className="hover:underline">
                {connection.name}
              </Link>
            </h2>
            <Badge tone={health.tone}>{health.word}</Badge>
          </div>
          <p className="mt-0.5 flex flex-wrap gap-x-1 text-sm text-ink-soft">
            <span>{providerLabel(connection.provider)}</span>
            <span>· {describeExpiry(connection.expires_at)}</span>
            {connection.last_good_at && (
              <span>
                · last good call <Age instant={connection.last_good_at} />
              </span>
            )}
          </p>
        </div>
        {mayConnect && <ConnectionMenu connection={connection} />}
      </header>
      {health.advice && (
        <div className="px-5 pb-3">
          <Notice tone={health.tone}>{health.advice}</Notice>
        </div>
      )}
      {accounts.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {accounts.map((account) => (
            <AccountLine key={account.id} account={account} />
          ))}
        </ul>
      )}
      {mayConnect && connection.status === "good" && (
        <div className="border-t border-line px-5 py-2.5">
          <Link
            to="/connections/$connectionId"
            params={{ connectionId: connection.id }}
            search={{ choose: "accounts" }}
            className={buttonClass({ look: "quiet", size: "small" })}
          >
            <Plus aria-hidden className="size-4" /> {accounts.length === 0 ? "Choose ad accounts" : "More ad accounts"}
          </Link>
        </div>
      )}
    </Card>
  );
}
