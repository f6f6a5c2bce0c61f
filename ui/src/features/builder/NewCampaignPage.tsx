import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { FormProblem } from "@/components/ui/Field";
import { type AdAccount, advertisersQuery } from "@/lib/accounts";
import { api } from "@/lib/api";
import type { Campaign } from "@/lib/campaign";
import { idempotencyKey } from "@/lib/http";
import { offerOf, platformsQuery, strategiesOf } from "@/lib/platforms";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { AccountChoice } from "./AccountChoice";
import { PurposeStep } from "./PurposeStep";
import { WizardFrame } from "./WizardFrame";
import { campaignName } from "./draft";
import { type StepKey, stepStates } from "./steps";

const route = getRouteApi("/shell/campaigns/new");

/** Before there is a draft: purpose and account. Choosing the account makes the draft, which saves itself from then on. */
export function NewCampaignPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayBuild = useMay("build");
  const { data: platforms } = useQuery(platformsQuery);
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const [key] = useState(idempotencyKey);
  const purpose = search.purpose ?? null;
  const step: StepKey = purpose && search.step === "account" ? "account" : "purpose";

  const make = useMutation({
    mutationFn: (account: AdAccount) => {
      const owner = advertisers.find((each) => each.id === account.advertiser_id)?.name ?? "";
      const start = {
        callToAction: offerOf(platforms, account.platform, purpose)?.default_call_to_action ?? "",
        bidStrategy: strategiesOf(platforms, account.platform, purpose)[0]?.key ?? null,
      };
      return makeDraft(account, owner, purpose ?? "", start, key);
    },
    onSuccess: (made) =>
      navigate({ to: "/campaigns/$campaignId/edit", params: { campaignId: made.id }, search: { step: "account" }, replace: true }),
  });

  const visit = (next: StepKey) => {
    if (next !== "purpose" && !purpose) return;
    void navigate({ to: "/campaigns/new", search: (before) => ({ ...before, step: next === "purpose" ? undefined : "account" }) });
  };
  return (
    <WizardFrame
      title="New campaign"
      heading={step === "purpose" ? "What is the campaign for?" : "Which ad account does it run in?"}
      explanation={
        step === "purpose"
          ? "The purpose decides what the platform is asked to look for, and what counts as a result."
          : "Its currency and time zone are the campaign’s. The draft is saved from here on; an account on the other platform can be added to it next."
      }
      step={step}
      states={stepStates(step, new Set<StepKey>(purpose ? ["purpose"] : []), [])}
      onVisit={visit}
      notice={!mayBuild && <Notice tone="warning" className="mb-4">Your role may look but not build. Ask an owner or admin of the organization.</Notice>}
      {...(step === "purpose" && !purpose ? { next: <Button look="primary" disabled>Continue</Button> } : {})}
      {...(step === "account" ? { next: <span className="text-sm text-ink-soft">{make.isPending ? "Making the draft" : "Choose an account to go on"}</span> } : {})}
    >
      {step === "purpose" ? (
        <PurposeStep
          platform={null}
          value={purpose}
          onChoose={(chosen) => void navigate({ to: "/campaigns/new", replace: true, search: (before) => ({ ...before, purpose: chosen }) })}
        />
      ) : (
        <div className="flex flex-col gap-4">
          <AccountChoice
            value={make.variables?.id ?? null}
            purpose={purpose}
            {...(search.advertiser ? { advertiserId: search.advertiser } : {})}
            onChoose={(account) => !make.isPending && mayBuild && make.mutate(account)}
          />
          <FormProblem message={make.error ? sentenceOf(make.error) : undefined} />
        </div>
      )}
    </WizardFrame>
  );
}

/** A first ad group with a first ad; its button and the way to bid are what is usual for the purpose. */
async function makeDraft(
  account: AdAccount,
  owner: string,
  purpose: string,
  start: { callToAction: string; bidStrategy: string | null },
  key: string,
): Promise<Campaign> {
  const creative = await api.post<{ latest: { id: string } }>("/creatives", {
    advertiser_id: account.advertiser_id,
    name: "Ad 1",
    call_to_action: start.callToAction,
  }, { "Idempotency-Key": `${key}-creative-${account.id}` });
  return api.post<Campaign>(
    "/campaigns",
    {
      advertiser_id: account.advertiser_id,
      ad_account_id: account.id,
      purpose,
      name: campaignName(owner, purpose, account.today),
      bid_strategy: start.bidStrategy,
      ...(account.platform === "google" ? { search: {} } : {}),
      ad_groups: [{ name: "Ad group 1", ads: [{ name: "Ad 1", creative_version_id: creative.latest.id }] }],
    },
    { "Idempotency-Key": `${key}-${account.id}` },
  );
}
