import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { initiativesBegin } from "@/api";
import { PlatformMark } from "@/components/PlatformMark";
import { FormProblem } from "@/components/ui/Field";
import { ChoiceCard } from "@/features/builder/ChoiceCard";
import type { DraftEditor } from "@/features/builder/useDraft";
import { type AdAccount, adAccountsQuery } from "@/lib/accounts";
import { idempotencyKey } from "@/lib/http";
import { offerOf, platformName, platformsQuery } from "@/lib/platforms";
import { sentenceOf } from "@/lib/problem";
import { accountsBeside } from "../BesideDialog";
import { keepNotCarried } from "./notCarried";

/** An account on the other platform: choosing one makes the second draft, and both are built together from then on. */
export function AlsoOn({ editor, account }: { editor: DraftEditor; account: AdAccount | undefined }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: all = [] } = useQuery(adAccountsQuery);
  const { data: platforms } = useQuery(platformsQuery);
  const [key] = useState(idempotencyKey);
  const begin = useMutation({
    mutationFn: (into: AdAccount) =>
      initiativesBegin({
        body: { campaign_id: editor.campaignId, ad_account_id: into.id },
        headers: { "Idempotency-Key": `${key}-${into.id}` },
      }),
    onSuccess: async (made) => {
      keepNotCarried(queryClient, made.id, made.not_carried);
      await navigate({ to: "/initiatives/$initiativeId/edit", params: { initiativeId: made.id }, search: { step: "account" }, replace: true });
    },
  });
  // What could not be saved is said above, and is not left behind.
  const choose = async (into: AdAccount) => {
    if (await editor.flush()) begin.mutate(into);
  };
  const accounts = accountsBeside(all, account);
  if (!account || accounts.length === 0) return null;
  const platform = account.platform === "meta" ? "google" : "meta";
  const other = platformName(platform);
  const reason = offerOf(platforms, platform, editor.draft.purpose)?.reason ?? null;
  return (
    <fieldset className="flex flex-col gap-2 border-t border-line pt-5">
      <legend className="sr-only">Also on {other}</legend>
      <h3 aria-hidden className="text-base">Also on {other}</h3>
      <p className="max-w-prose text-sm text-ink-soft">
        Run the idea on both platforms: choose an account, and a second draft is made like this one. Headline and text are
        written once; the budget there is asked for.
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {accounts.map((each) => (
          <ChoiceCard
            key={each.id}
            name="account-beside"
            label={each.name}
            hint={reason ?? `${each.currency} · ${each.zone.replaceAll("_", " ")}`}
            icon={<PlatformMark platform={each.platform} className="mt-0.5" />}
            chosen={begin.variables?.id === each.id}
            disabled={reason !== null || begin.isPending}
            onChoose={() => void choose(each)}
          />
        ))}
      </div>
      <FormProblem message={begin.error ? sentenceOf(begin.error) : undefined} />
    </fieldset>
  );
}
