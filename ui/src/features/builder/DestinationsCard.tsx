import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { type DestinationCheckOut, destinationsAllow, destinationsCheck } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { destinationsQuery } from "./queries";

/** Whether the pages answer that the ads lead to; a launch asks them too. */
export function DestinationsCard({ campaignId, onChecked }: {
  campaignId: string;
  /** What stands in the launch's way may be something else now. */
  onChecked: () => Promise<void>;
}) {
  const queryClient = useQueryClient();
  const { data: checks = [] } = useQuery(destinationsQuery(campaignId));
  const check = useMutation({
    mutationFn: () => destinationsCheck({ path: { campaign_id: campaignId } }),
    onSuccess: async (found) => {
      queryClient.setQueryData(destinationsQuery(campaignId).queryKey, found);
      await onChecked();
    },
  });
  return (
    <Card>
      <CardHeader
        title="Where the ads lead"
        description="The pages are asked before the launch; one that does not answer blocks it."
        actions={
          <Button size="small" busy={check.isPending} onClick={() => check.mutate()}>
            {checks.length > 0 ? "Check again" : "Check now"}
          </Button>
        }
      />
      <CardBody>
        <FormProblem message={check.error ? sentenceOf(check.error) : undefined} />
        {checks.length === 0 ? (
          <p className="text-sm text-ink-soft">{check.isSuccess ? "No link was asked." : "Not asked yet."}</p>
        ) : (
          <ul className="grid gap-3">
            {checks.map((each) => (
              <Destination key={each.url} campaignId={campaignId} check={each} onAllowed={onChecked} />
            ))}
          </ul>
        )}
      </CardBody>
    </Card>
  );
}

function Destination({ campaignId, check, onAllowed }: {
  campaignId: string;
  check: DestinationCheckOut;
  onAllowed: () => Promise<void>;
}) {
  const queryClient = useQueryClient();
  const mayApprove = useMay("approve");
  const [why, setWhy] = useState("");
  const allow = useMutation({
    mutationFn: () => destinationsAllow({ path: { campaign_id: campaignId }, body: { url: check.url, why } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: destinationsQuery(campaignId).queryKey });
      await onAllowed();
    },
  });
  const Icon = check.answers ? CircleCheck : CircleX;
  return (
    <li className="grid gap-1.5">
      <p className="flex gap-1.5 text-base">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${check.answers ? "text-positive" : "text-negative"}`} />
        <span className="min-w-0 break-all">{check.url}</span>
      </p>
      <p className="text-sm text-ink-soft">
        {check.message}
        {check.allowed_by && ` Let pass by ${check.allowed_by}: ${check.allowed_why}`}
      </p>
      {!check.passes && mayApprove && (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            allow.mutate();
          }}
        >
          <Field label="Reason to let it pass" error={allow.error ? sentenceOf(allow.error) : null} className="min-w-48 flex-1">
            <Input value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
          </Field>
          <Button type="submit" busy={allow.isPending} disabled={why.trim() === ""}>
            Let it pass
          </Button>
        </form>
      )}
    </li>
  );
}
