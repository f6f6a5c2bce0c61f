import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plug } from "lucide-react";
import { PlatformMark } from "@/components/PlatformMark";
import { buttonClass } from "@/components/ui/Button";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { type AdAccount, adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { ChoiceCard } from "./ChoiceCard";

/** The ad accounts that can be built in, by advertiser. Accounts made of files are read-only and not here. */
export function AccountChoice({ value, purpose, advertiserId, platform, onChoose }: {
  value: string | null;
  /** What the campaign is for: an account whose platform cannot do it is shown with the reason. */
  purpose: string | null;
  /** Only this advertiser's accounts, once audiences or creatives belong to it. */
  advertiserId?: string;
  /** Only this platform's accounts, where the campaign stays on it. */
  platform?: string;
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
    (account) =>
      account.platform !== "file" &&
      (!advertiserId || account.advertiser_id === advertiserId) &&
      (!platform || account.platform === platform),
  );
  if (connected.length === 0) return <NoAccount />;
  const owners = advertisers.data.filter((owner) => connected.some((account) => account.advertiser_id === owner.id));
  return (
    <div className="flex flex-col gap-5">
      {owners.map((owner) => (
        <fieldset key={owner.id}>
          <legend className="mb-2 text-sm font-semibold text-ink-soft">{owner.name}</legend>
          <div className="grid gap-3 sm:grid-cols-2">
            {connected
              .filter((account) => account.advertiser_id === owner.id)
              .map((account) => {
                const reason = offerOf(platforms, account.platform, purpose)?.reason ?? null;
                return (
                  <ChoiceCard
                    key={account.id}
                    name={`ad-account-${platform ?? ""}`}
                    label={account.name}
                    hint={reason ?? factsOf(account)}
                    icon={<PlatformMark platform={account.platform} className="mt-0.5" />}
                    chosen={value === account.id}
                    disabled={reason !== null}
                    onChoose={() => onChoose(account)}
                  />
                );
              })}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function factsOf(account: AdAccount): string {
  const stopped = account.status === "active" ? "" : ` · cannot run ads now (${account.platform_status})`;
  return `${account.currency} · ${account.zone.replaceAll("_", " ")}${stopped}`;
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
      A campaign runs in an ad account of Meta or Google. Connect one; accounts made of imported files can only be read.
    </EmptyState>
  );
}
