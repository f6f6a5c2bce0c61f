import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Laptop, Terminal } from "lucide-react";
import { authEndSession } from "@/api";
import { Age } from "@/components/Instant";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toastProblem } from "@/components/ui/toast";
import { describeAgent } from "./agents";
import { type LogIn, logInsQuery } from "./queries";

/** Where the person is logged in, each with a way to end it. */
export function LogIns() {
  const { data, error, refetch } = useQuery(logInsQuery);
  return (
    <Card>
      <CardHeader title="Sessions" description="Where you are logged in. End one that you do not know, and change the password." />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />
      ) : !data ? (
        <Loading what="sessions">
          <div className="px-5 pb-5">
            <Skeleton className="h-10 w-full" />
          </div>
        </Loading>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {data.map((logIn) => (
            <LogInLine key={logIn.id} logIn={logIn} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function LogInLine({ logIn }: { logIn: LogIn }) {
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => authEndSession({ path: { session_id: logIn.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["log-ins"] }),
    onError: toastProblem,
  });
  const Icon = logIn.kind === "api" ? Terminal : Laptop;
  return (
    <li className="flex items-center gap-3 px-5 py-3">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold" title={logIn.agent}>
          {describeAgent(logIn.agent)} {logIn.current && <Badge tone="positive">this one</Badge>}
        </p>
        <p className="text-sm text-ink-soft">
          {logIn.address} · seen <Age instant={logIn.last_seen_at} />
        </p>
      </div>
      {!logIn.current && (
        <Button size="small" busy={end.isPending} onClick={() => end.mutate()}>
          Log out
        </Button>
      )}
    </li>
  );
}
