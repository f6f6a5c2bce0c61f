import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plug } from "lucide-react";
import { PlatformMark } from "@/components/PlatformMark";
import { buttonClass } from "@/components/ui/Button";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { type AdAccount, adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { canBuildOn, platformsQuery, whyNotOn } from "@/lib/platforms";
import { ChoiceCard } from "./ChoiceCard";

/** The ad accounts that can be built in, by advertiser. Accounts made of files are read-only and not here. */
export function AccountChoice({ value, advertiserId, onChoose }: {
  value: string | null;
  /** Only this advertiser's accounts, once audiences or creatives belong to it. */
  advertiserId?: string;
  onChoose: (account: AdAccount) => void;
}) {
  const accounts = useQuery(adAccountsQuery);
  const advertisers = useQuery(advertisersQuery);
  const { data: platforms } = useQuery(platformsQuery);
  const error = accounts.error ?? advertisers.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([accounts.refetch(), advertisers.refetch()])} />;
  if (!accounts.data || !advertisers.data) {
    return (
      <Loading what="ad accounts">
        <Skeleton className="h-20 rounded-card" />
      </Loading>
    );
  }
  const connected = accounts.data.filter(
    (account) => account.platform !== "file" && (!advertiserId || account.advertiser_id === advertiserId),
  );
  const usable = connected.filter((account) => canBuildOn(platforms, account.platform));
  const left = connected.find((account) => !usable.includes(account));
  if (usable.length === 0) return <NoAccount />;
  const owners = advertisers.data.filter((owner) => usable.some((account) => account.advertiser_id === owner.id));
  return (
    <div className="flex flex-col gap-5">
      {owners.map((owner) => (
        <fieldset key={owner.id}>
          <legend className="mb-2 text-sm font-semibold text-ink-soft">{owner.name}</legend>
          <div className="grid gap-3 sm:grid-cols-2">
            {usable
              .filter((account) => account.advertiser_id === owner.id)
              .map((account) => (
                <ChoiceCard
                  key={account.id}
                  name="ad-account"
                  label={account.name}
                  hint={`${account.currency} · ${account.zone.replaceAll("_", " ")}${account.status === "active" ? "" : ` · cannot run ads now (${account.platform_status})`}`}
                  icon={<PlatformMark platform={account.platform} className="mt-0.5" />}
                  chosen={value === account.id}
                  onChoose={() => onChoose(account)}
                />
              ))}
          </div>
        </fieldset>
      ))}
      {left && <p className="text-sm text-ink-soft">{whyNotOn(platforms, left.platform)}</p>}
    </div>
  );
}

function NoAccount() {
  return (
    <EmptyState
      icon={Plug}
      title="No ad account to build in yet"
      action={
        <Link to="/connections" className={buttonClass({ look: "primary" })}>
          Connect an ad account
        </Link>
      }
    >
      A campaign runs in an ad account of Meta. Connect one; accounts made of imported files can only be read.
    </EmptyState>
  );
}
