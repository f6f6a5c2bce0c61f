import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import {
  type PolicyIn,
  type PolicyOut,
  approvalPolicyOfAdvertiser,
  approvalPolicyOfOrganization,
  approvalPolicySetForAdvertiser,
  approvalPolicySetForOrganization,
  approvalPolicySummarize,
} from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/toast";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { PlainWords } from "./PlainWords";
import { AutomaticCard, RuleCard } from "./RuleCard";
import { ScopeChoice, type ScopeValue } from "./ScopeChoice";
import { NEW_AUTOMATIC, NEW_RULE, type PolicyDraft, bodyOf, draftOf, exchanged } from "./policy";

const policyQuery = (value: ScopeValue) =>
  queryOptions({
    queryKey: ["approval-policy", value],
    queryFn: (): Promise<PolicyOut> =>
      value.scope === "organization"
        ? approvalPolicyOfOrganization()
        : approvalPolicyOfAdvertiser({ path: { advertiser_id: value.id } }),
  });

function save(value: ScopeValue, body: PolicyIn): Promise<PolicyOut> {
  if (value.scope === "organization") return approvalPolicySetForOrganization({ body });
  return approvalPolicySetForAdvertiser({ path: { advertiser_id: value.id }, body });
}

/** Who has to approve which changes; what the organization and the advertiser ask for adds up. */
export function PolicySection() {
  const [value, setValue] = useState<ScopeValue>({ scope: "organization" });
  const { data, error, refetch } = useQuery(policyQuery(value));
  return (
    <Card>
      <CardHeader title="Approval policy" description="Who has to approve which changes. Each rule that fits a change has to be satisfied." />
      <CardBody className="flex flex-col gap-6">
        <ScopeChoice value={value} withAccounts={false} onChange={setValue} />
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Loading what="the approval policy">
            <Skeleton className="h-60" />
          </Loading>
        ) : (
          <PolicyForm key={JSON.stringify(value)} value={value} saved={data} />
        )}
      </CardBody>
    </Card>
  );
}

function PolicyForm({ value, saved }: { value: ScopeValue; saved: PolicyOut }) {
  const queryClient = useQueryClient();
  const mayEdit = useMay("admin");
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const currencies = [...new Set(accounts.map((each) => each.currency))].sort();
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(saved));
  const change = (part: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...part }));
  const body = bodyOf(draft);
  const { scope } = value;
  const set = useMutation({
    mutationFn: () => save(value, body),
    onSuccess: async () => {
      toast.success("Approval policy saved");
      await queryClient.invalidateQueries({ queryKey: ["approval-policy"] });
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate();
      }}
    >
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        {draft.rules.map((rule, index) => (
          <RuleCard
            key={index}
            number={index + 1}
            rule={rule}
            currencies={currencies.length > 0 ? currencies : ["EUR", "USD"]}
            onChange={(part) => change({ rules: exchanged(draft.rules, index, part) })}
          />
        ))}
        {draft.automatic.map((automatic, index) => (
          <AutomaticCard
            key={index}
            number={index + 1}
            automatic={automatic}
            currencies={currencies.length > 0 ? currencies : ["EUR", "USD"]}
            onChange={(part) => change({ automatic: exchanged(draft.automatic, index, part) })}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => change({ rules: [...draft.rules, NEW_RULE] })}>
            Ask for approvals
          </Button>
          {scope === "organization" && (
            <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => change({ automatic: [...draft.automatic, NEW_AUTOMATIC] })}>
              Let pass without approval
            </Button>
          )}
        </div>
        <Field label="A proposal expires after" aside="days" help="Fourteen days when nothing is set." className="sm:max-w-60">
          <Input
            inputMode="numeric"
            className="figures"
            placeholder="14"
            value={draft.expires_after_days}
            onChange={(event) => change({ expires_after_days: event.target.value })}
          />
        </Field>
      </fieldset>
      <PlainWords name={`policy ${scope}`} body={body} ask={(asked) => approvalPolicySummarize({ body: asked, query: { scope } })} />
      <FormProblem message={set.error ? sentenceOf(set.error) : undefined} />
      {mayEdit && (
        <Button type="submit" look="primary" className="self-start" busy={set.isPending}>
          Save policy
        </Button>
      )}
    </form>
  );
}
