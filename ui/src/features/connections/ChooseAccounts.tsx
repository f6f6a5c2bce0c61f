import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { connectionsBringInAccounts } from "@/api";
import { AdvertiserField } from "@/components/AdvertiserField";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { FormProblem } from "@/components/ui/Field";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { platformOf } from "@/lib/words";
import { type Connection, type OfferedAccount, offeredAccountsQuery } from "./queries";

/** Which of the platform's ad accounts to bring in, and whose they are. */
export function ChooseAccounts({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const queryClient = useQueryClient();
  const { data: offered, error, refetch } = useQuery(offeredAccountsQuery(connection.id));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [advertiserId, setAdvertiserId] = useState<string | null>(null);
  const bringIn = useMutation({
    mutationFn: () =>
      connectionsBringInAccounts({
        path: { connection_id: connection.id },
        body: { external_ids: [...chosen], advertiser_id: advertiserId ?? "" },
        headers: { "Idempotency-Key": idempotencyKey() },
      }),
    onSuccess: async () => {
      toast.success(`${chosen.size} ad ${chosen.size === 1 ? "account is" : "accounts are"} coming in`, {
        description: "Campaigns and the last 90 days of facts follow by themselves. You can leave this page.",
      });
      setChosen(new Set());
      onDone();
      await Promise.all(
        [["ad-accounts"], ["connection"], ["sync-runs"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });

  const toggle = (id: string) => (on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <Card>
      <CardHeader title="Choose ad accounts" description="As the platform tells them now. One account belongs to one advertiser." />
      <CardBody>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />
        ) : !offered ? (
          <Loading what="ad accounts from the platform">
            <div className="grid gap-3">
              <Skeleton className="h-5 w-2/3" />
              <Skeleton className="h-5 w-1/2" />
              <Skeleton className="h-5 w-3/5" />
            </div>
          </Loading>
        ) : offered.length === 0 ? (
          <p className="text-base text-ink-soft">
            This grant reaches no ad account. Give the person or system user access to one{" "}
            {platformOf(connection.provider) === "google" ? "in Google Ads" : "in Meta Business settings"}, then check again.
          </p>
        ) : (
          <div className="grid gap-4">
            <ul className="grid gap-3">
              {offered.map((account) => (
                <li key={account.external_id}>
                  <OfferedLine account={account} chosen={chosen.has(account.external_id)} onChoose={toggle(account.external_id)} />
                </li>
              ))}
            </ul>
            <AdvertiserField value={advertiserId} onChange={setAdvertiserId} help="The brand or client whose ads these are." />
            <FormProblem message={bringIn.error ? sentenceOf(bringIn.error) : undefined} />
            <div className="flex flex-wrap gap-2">
              <Button
                look="primary"
                disabled={chosen.size === 0 || advertiserId === null}
                busy={bringIn.isPending}
                onClick={() => bringIn.mutate()}
              >
                {chosen.size === 0 ? "Bring in" : `Bring in ${chosen.size} ad ${chosen.size === 1 ? "account" : "accounts"}`}
              </Button>
              <Button look="quiet" onClick={onDone}>
                Not now
              </Button>
            </div>
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function OfferedLine({ account, chosen, onChoose }: {
  account: OfferedAccount;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}) {
  const here = account.ad_account_id !== null;
  return (
    <CheckboxLine
      checked={here || chosen}
      disabled={here}
      onChange={onChoose}
      label={
        <span className="flex flex-wrap items-center gap-2 font-semibold">
          {account.name}
          {here && <Badge tone="positive">here already</Badge>}
          {account.status !== "active" && <Badge tone="warning">{account.platform_status}</Badge>}
        </span>
      }
      hint={[account.external_id, account.currency, account.zone, account.disable_reason].filter(Boolean).join(" · ")}
    />
  );
}
