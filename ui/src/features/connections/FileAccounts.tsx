import { Link } from "@tanstack/react-router";
import { PlatformMark } from "@/components/PlatformMark";
import { Card, CardHeader } from "@/components/ui/Card";
import type { AdAccount } from "@/lib/accounts";
import { formatDay } from "@/lib/days";

/** Read-only accounts made of imported files; they have no connection. */
export function FileAccounts({ accounts }: { accounts: AdAccount[] }) {
  return (
    <Card className="mt-4">
      <CardHeader title="File accounts" description="Made of imported exports; read-only. Their today is the last day of the data." />
      <ul className="divide-y divide-line border-t border-line">
        {accounts.map((account) => (
          <li key={account.id} className="flex items-center gap-3 px-5 py-3">
            <PlatformMark platform="file" />
            <div className="min-w-0 flex-1">
              <Link
                to="/overview"
                search={{ scope: "account", id: account.id }}
                className="block truncate font-semibold hover:underline"
              >
                {account.name}
              </Link>
              <p className="text-sm text-ink-soft">
                {account.currency} · {account.zone} · until {formatDay(account.today)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
