import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { PreviewPanel } from "@/features/previews/PreviewPanel";
import { AlsoOn } from "@/features/initiatives/builder/AlsoOn";
import type { AdAccount } from "@/lib/accounts";
import { api } from "@/lib/api";
import type { Campaign, LaunchProblem } from "@/lib/campaign";
import { idempotencyKey } from "@/lib/http";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { ProblemError, sentenceOf } from "@/lib/problem";
import { AccountStep } from "./AccountStep";
import { AudienceStep } from "./AudienceStep";
import { BudgetStep } from "./BudgetStep";
import { CreativeStep } from "./CreativeStep";
import type { StepProps } from "./EditCampaignPage";
import { PurposeStep } from "./PurposeStep";
import { ReviewStep } from "./ReviewStep";
import { SaveMark, SaveNotice } from "./SaveMark";
import { WizardFrame } from "./WizardFrame";
import { findAd } from "./draftReducer";
import { countOf } from "./problems";
import { STEPS, type StepKey, readStep, stepStates } from "./steps";
import { useDraft } from "./useDraft";
import { usePreviewSubject } from "./usePreviewSubject";
import { wallTime } from "./wallTime";

const HEADINGS: Record<StepKey, { heading: string; explanation: string }> = {
  purpose: { heading: "What is the campaign for?", explanation: "The purpose decides what the platform is asked to look for, and what counts as a result." },
  account: { heading: "Where does it run?", explanation: "The account’s currency and time zone are the campaign’s." },
  audience: { heading: "Whom is it for?", explanation: "Each ad group holds one audience and the ads for it. Audiences can be used again." },
  creative: { heading: "What do people see?", explanation: "Write once: the same headline and text serve both platforms, and each preview shows its part." },
  budget: { heading: "What may it cost, and when does it run?", explanation: "Nothing is spent before the launch is approved." },
  review: { heading: "Look it over", explanation: "Proposing makes a change that somebody approves. Nothing reaches the platform before." },
};

const ON_SEARCH: Partial<Record<StepKey, { heading: string; explanation: string }>> = {
  audience: { heading: "What do people search for?", explanation: "Places and languages are the campaign’s. Each ad group holds keywords that belong together and the ads for them." },
  creative: { heading: "What do people see?", explanation: "Google combines the headlines and descriptions of an ad by itself; each has to make sense beside any other." },
};

/** The builder of one draft, from purpose to proposal. The station stands in the address. */
export function DraftWizard({ campaign, accounts }: { campaign: Campaign; accounts: readonly AdAccount[] }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const search = useSearch({ strict: false });
  const editor = useDraft(campaign, accounts.find((each) => each.id === campaign.ad_account_id)?.platform);
  const { draft } = editor;
  const step = readStep(search.step);
  const [left, setLeft] = useState<ReadonlySet<StepKey>>(() => new Set(campaign.launchable ? STEPS.map(({ key: each }) => each) : ["purpose"]));
  const [chosenAd, setChosenAd] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const [key, setKey] = useState(idempotencyKey);
  const { data: platforms } = useQuery(platformsQuery);
  const account = accounts.find((each) => each.id === draft.adAccountId);
  const subject = usePreviewSubject(draft, findAd(draft, chosenAd));

  const propose = useMutation({
    mutationFn: async () => {
      if (!(await editor.flush())) throw new Error("unsaved");
      return api.post<{ id: string }>(`/campaigns/${campaign.id}/launch`, why.trim() ? { why } : {}, { "Idempotency-Key": key });
    },
    // A refused proposal is answered anew once it is put right; a lost answer is asked for with the same key.
    onError: (error) => error instanceof ProblemError && error.status >= 400 && error.status < 500 && setKey(idempotencyKey()),
    onSuccess: async (change) => {
      await navigate({ to: "/changes/$changeId", params: { changeId: change.id } });
      await queryClient.invalidateQueries({ queryKey: ["campaign", campaign.id] });
    },
  });

  function visit(next: StepKey, problem?: LaunchProblem) {
    setLeft((before) => new Set([...before, step, ...(next === "review" ? STEPS.map(({ key: each }) => each) : [])]));
    if (problem?.level === "ad") setChosenAd(draft.adGroups.flatMap((group) => group.ads).find((ad) => ad.id === problem.node_id)?.key ?? null);
    void editor.flush();
    void navigate({ to: "/campaigns/$campaignId/edit", params: { campaignId: campaign.id }, search: { step: next } });
  }

  const props: StepProps = {
    editor,
    problems: left.has(step) ? editor.problems : [],
    account,
    callToAction: offerOf(platforms, account?.platform ?? "meta", draft.purpose)?.default_call_to_action ?? "",
    nowLocal: wallTime(account?.zone ?? "UTC", account?.today),
  };
  const blocked = countOf(editor.problems, "error") > 0;
  const showsPreview = step === "creative" || step === "review";
  return (
    <WizardFrame
      title={draft.name || "Unnamed campaign"}
      {...HEADINGS[step]}
      {...(draft.search ? ON_SEARCH[step] : {})}
      step={step}
      states={stepStates(step, left, editor.problems)}
      onVisit={visit}
      status={<SaveMark state={editor.saving} />}
      notice={
        <>
          {editor.restored && <Notice className="mb-4">What you typed before and was not saved yet is here again.</Notice>}
          <SaveNotice state={editor.saving} />
        </>
      }
      {...(showsPreview ? { side: <PreviewPanel subject={subject} /> } : {})}
      {...(step === "review"
        ? {
            next: (
              <Button look="primary" busy={propose.isPending} disabled={blocked} icon={<Rocket aria-hidden className="size-4" />} onClick={() => propose.mutate()}>
                Propose launch
              </Button>
            ),
          }
        : {})}
    >
      {step === "purpose" && (
        <PurposeStep
          platform={account?.platform ?? null}
          value={draft.purpose}
          onChoose={(purpose) => editor.edit({ type: "set", fields: { purpose } })}
        />
      )}
      {step === "account" && (
        <div className="flex flex-col gap-6">
          <AccountStep {...props} />
          {!campaign.initiative_id && <AlsoOn editor={editor} account={account} />}
        </div>
      )}
      {step === "audience" && <AudienceStep {...props} />}
      {step === "creative" && <CreativeStep {...props} chosenAd={chosenAd} onChooseAd={setChosenAd} />}
      {step === "budget" && <BudgetStep {...props} />}
      {step === "review" && (
        <ReviewStep {...props} why={why} onWhy={setWhy} onVisit={visit} refused={propose.error ? refusal(propose.error) : undefined} />
      )}
    </WizardFrame>
  );
}

function refusal(error: Error): string {
  if (error.message === "unsaved") return "The draft could not be saved, so it was not proposed. See above what to do.";
  return sentenceOf(error);
}
