import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { GuardrailsOut } from "@/api";
import { Badge } from "@/components/ui/Badge";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { useMay } from "@/lib/session";
import { LimitsForm } from "./LimitsForm";
import { guardrailsQuery, saveGuardrails } from "./queries";
import { SCOPE_WORDS, ScopeChoice, type ScopeValue } from "./ScopeChoice";

const USUAL = ["EUR", "USD"];

/** Limits at each level; the stricter one holds. */
export function GuardrailsSection() {
  const queryClient = useQueryClient();
  const mayEdit = useMay("admin");
  const [value, setValue] = useState<ScopeValue>({ scope: "organization" });
  const { data, error, refetch } = useQuery(guardrailsQuery(value));
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const account = value.scope === "ad_account" ? accounts.find((each) => each.id === value.id) : undefined;
  const used = account ? [account.currency] : [...new Set(accounts.map((each) => each.currency))].sort();
  return (
    <Card>
      <CardHeader
        title="Guardrails"
        description="What no change may do, whoever proposes it. They hold when it is proposed and again when it is applied, for each ad account."
      />
      <CardBody className="flex flex-col gap-6">
        <ScopeChoice value={value} withAccounts onChange={setValue} />
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Loading what="guardrails">
            <Skeleton className="h-80" />
          </Loading>
        ) : (
          <>
            {value.scope !== "organization" && <InForce guardrails={data} />}
            <LimitsForm
              key={JSON.stringify(value)}
              saved={data}
              currencies={used.length > 0 ? used : USUAL}
              advertiserId={value.scope === "advertiser" ? value.id : account?.advertiser_id}
              accountId={account?.id}
              mayEdit={mayEdit}
              onSave={async (body) => {
                await saveGuardrails(value, body);
                await queryClient.invalidateQueries({ queryKey: ["guardrails"] });
              }}
            />
          </>
        )}
      </CardBody>
    </Card>
  );
}

/** What holds here, with the levels above: of each kind the strictest, and who has set it. */
function InForce({ guardrails }: { guardrails: GuardrailsOut }) {
  return (
    <section aria-label="In force here" className="rounded-card border border-line p-4">
      <h3 className="text-sm">In force here, the stricter of all levels</h3>
      {guardrails.in_force.length === 0 ? (
        <p className="mt-1.5 text-base text-ink-soft">Nothing is limited here.</p>
      ) : (
        <ul className="mt-2 flex flex-col gap-2 text-base">
          {guardrails.in_force.map(({ scope, text }) => (
            <li key={scope + text} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
              <Badge tone={scope === guardrails.scope ? "amber" : "neutral"}>{SCOPE_WORDS[scope]}</Badge>
              <span className="min-w-0 flex-1 basis-60">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
