import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { namingChange, namingRemove } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toastProblem } from "@/components/ui/toast";
import { advertisersQuery } from "@/lib/accounts";
import { useMay } from "@/lib/session";
import { NamingForm } from "./NamingForm";
import { namingQuery } from "./queries";

const ORGANIZATION = "organization";

/** Templates for names and links, of the organization or of one advertiser. */
export function NamingSection() {
  const queryClient = useQueryClient();
  const mayAdmin = useMay("admin");
  const [scope, setScope] = useState(ORGANIZATION);
  const advertiserId = scope === ORGANIZATION ? undefined : scope;
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const { data: rules, error, refetch } = useQuery(namingQuery(advertiserId));
  const again = () => queryClient.invalidateQueries({ queryKey: ["naming"] });
  const remove = useMutation({
    mutationFn: (id: string) => namingRemove({ path: { advertiser_id: id } }),
    onSuccess: again,
    onError: toastProblem,
  });
  return (
    <Card>
      <CardHeader
        title="Names and links"
        description="Templates that campaigns follow at launch, so that reports can be cut by what stands in a name."
      />
      <CardBody>
        <div className="grid gap-4">
          <Field label="For" help="An advertiser’s own templates take the organization’s place.">
            <Select
              choices={[
                { value: ORGANIZATION, label: "The whole organization" },
                ...advertisers.map((each) => ({ value: each.id, label: each.name })),
              ]}
              value={scope}
              onChange={setScope}
            />
          </Field>
          {error && !rules ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : !rules ? (
            <Loading what="the templates">
              <Skeleton className="h-40 w-full rounded-card" />
            </Loading>
          ) : (
            <>
              {advertiserId && !rules.own && <p className="text-sm text-ink-soft">The organization’s templates count here. Saving makes own ones.</p>}
              {advertiserId && rules.own && mayAdmin && (
                <Button size="small" busy={remove.isPending} onClick={() => remove.mutate(advertiserId)} className="justify-self-start">
                  Use the organization’s again
                </Button>
              )}
              <NamingForm
                key={`${scope} ${rules.own}`}
                rules={rules}
                advertiserId={advertiserId}
                readOnly={!mayAdmin}
                onSave={async (body) => {
                  await namingChange({ body, query: advertiserId ? { advertiser_id: advertiserId } : {} });
                  await again();
                }}
              />
            </>
          )}
        </div>
      </CardBody>
    </Card>
  );
}
