import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileCheck2 } from "lucide-react";
import { useState } from "react";
import { type DocumentOutcomeOut, campaignDocumentsApply, campaignDocumentsPlan } from "@/api";
import { Page } from "@/components/Page";
import { Notice } from "@/components/ui/Badge";
import { Button, buttonClass } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { EmptyState } from "@/components/ui/states";
import { FileDrop } from "@/features/imports/FileDrop";
import { adAccountsQuery } from "@/lib/accounts";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { OutcomeCard } from "./OutcomeCard";
import { ACCEPTED, campaignFileProblem, needsAccount } from "./campaignFile";

/** Takes a file of campaigns over: dropped, shown as a difference, and only then applied. */
export function CampaignFilePage() {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [accountId, setAccountId] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const choices = accounts
    .filter((account) => account.platform !== "file")
    .map((account) => ({ value: account.id, label: account.name, hint: account.currency }));

  const plan = useMutation({
    mutationFn: (given: { file: File; accountId: string | null }) =>
      campaignDocumentsPlan({ body: { file: given.file, ...(given.accountId ? { ad_account_id: given.accountId } : {}) } }),
  });
  const apply = useMutation({
    mutationFn: (planned: DocumentOutcomeOut) =>
      campaignDocumentsApply({
        body: {
          file: file as File,
          expected: planned.fingerprint,
          ...(accountId ? { ad_account_id: accountId } : {}),
        },
        headers: { "Idempotency-Key": idempotencyKey() },
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
    },
  });

  function look(next: File | null, account: string | null) {
    plan.reset();
    apply.reset();
    if (next && (account || !needsAccount(next))) plan.mutate({ file: next, accountId: account });
  }

  function take(next: File) {
    const problem = campaignFileProblem(next);
    setRefused(problem);
    setFile(problem ? null : next);
    look(problem ? null : next, accountId);
  }

  const problem = refused ?? (plan.error ? sentenceOf(plan.error) : apply.error ? sentenceOf(apply.error) : undefined);
  return (
    <Page
      title="Import campaigns"
      width="text"
      description="From a Google Ads Editor file, Meta’s bulk sheet, or a campaigns document. You see every difference first."
    >
      <div className="grid gap-4">
        <FileDrop
          busy={plan.isPending}
          title="Drop a file of campaigns here"
          label="Campaign file"
          accepted={ACCEPTED}
          onFile={take}
        >
          A CSV of Google Ads Editor or Meta’s bulk sheet, with English column names, or a YAML document. Nothing is taken
          over before you have looked at it.
        </FileDrop>
        {file && needsAccount(file) && (
          <Field label="Ad account that the file is about" help="The file names no currency and no account.">
            <Select
              choices={choices}
              value={accountId}
              onChange={(id) => {
                setAccountId(id);
                look(file, id);
              }}
            />
          </Field>
        )}
        <FormProblem message={problem} />
        {apply.data ? (
          <Applied outcome={apply.data} />
        ) : (
          plan.data && <Planned outcome={plan.data} busy={apply.isPending} onApply={() => apply.mutate(plan.data)} />
        )}
      </div>
    </Page>
  );
}

function Planned({ outcome, busy, onApply }: { outcome: DocumentOutcomeOut; busy: boolean; onApply: () => void }) {
  const differing = outcome.campaigns.filter((each) => each.action !== "none" || each.problem);
  return (
    <section aria-label="What the file leads to" className="grid gap-3">
      {outcome.remarks.length > 0 && (
        <Notice tone="info">
          <ul className="grid gap-1">
            {outcome.remarks.map((remark) => (
              <li key={`${remark.line} ${remark.message}`}>
                Line {remark.line}: {remark.message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {differing.length === 0 ? (
        <EmptyState icon={FileCheck2} title="Nothing differs">
          The file says what is so already. There is nothing to take over.
        </EmptyState>
      ) : (
        <>
          {differing.map((each) => (
            <OutcomeCard key={each.key} outcome={each} />
          ))}
          {!outcome.applicable && (
            <Notice tone="negative">One campaign cannot be taken over, so none is. Correct the file and drop it again.</Notice>
          )}
          <div className="flex justify-end">
            <Button look="primary" disabled={!outcome.applicable} busy={busy} onClick={onApply}>
              Take over {plural(differing.length, "campaign")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Applied({ outcome }: { outcome: DocumentOutcomeOut }) {
  const proposed = outcome.campaigns.reduce((count, each) => count + each.changes.length, 0);
  return (
    <Notice
      tone="positive"
      action={
        <span className="flex gap-2">
          <Link to="/campaigns" className={buttonClass({ size: "small" })}>
            See campaigns
          </Link>
          {proposed > 0 && (
            <Link to="/changes" className={buttonClass({ size: "small" })}>
              See {plural(proposed, "change")}
            </Link>
          )}
        </span>
      }
    >
      The file is taken over. {proposed > 0 ? `${plural(proposed, "change")} proposed.` : "Only drafts were written."}
    </Notice>
  );
}
