import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Clock3 } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/Popover";
import { Loading, Skeleton } from "@/components/ui/states";
import { type AdAccount, adAccountsQuery } from "@/lib/accounts";
import { formatDay } from "@/lib/days";

/** Zone, currency, attribution and freshness of every ad account: one click away from any view. */
export function AccountFacts() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton label="Zones, currencies and attribution">
          <Clock3 className="size-4" />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent label="Zones, currencies and attribution" align="end" className="w-96">
        <div className="border-b border-line px-4 py-3">
          <h2 className="text-base">Zones, currencies and attribution</h2>
          <p className="mt-0.5 text-sm text-ink-soft">A day is the ad account’s own day, in its own zone.</p>
        </div>
        <AccountList />
      </PopoverContent>
    </Popover>
  );
}

function AccountList() {
  const { data } = useQuery(adAccountsQuery);
  if (!data) {
    return (
      <Loading what="ad accounts">
        <div className="grid gap-3 p-4">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      </Loading>
    );
  }
  if (data.length === 0) {
    return (
      <p className="p-4 text-sm text-ink-soft">
        No ad account yet.{" "}
        <Link to="/connections" className="font-semibold text-ink underline underline-offset-2">
          Connect one
        </Link>
        .
      </p>
    );
  }
  return (
    <ul className="max-h-96 divide-y divide-line overflow-y-auto">
      {data.map((account) => (
        <AccountLine key={account.id} account={account} />
      ))}
    </ul>
  );
}

function AccountLine({ account }: { account: AdAccount }) {
  return (
    <li className="px-4 py-2.5 text-sm">
      <p className="font-semibold">{account.name}</p>
      <p className="text-ink-soft">
        {account.currency} · {account.zone} · today {formatDay(account.today, "short")}
      </p>
      <p className="text-ink-soft">{attributionOf(account)}</p>
    </li>
  );
}

/** The attribution that figures of an account come with; a view that shows figures names the exact windows. */
function attributionOf(account: AdAccount): string {
  if (account.platform === "file") return `Imported file, attribution as exported, until ${formatDay(account.today)}`;
  return "Attribution as each ad group is set on the platform";
}
