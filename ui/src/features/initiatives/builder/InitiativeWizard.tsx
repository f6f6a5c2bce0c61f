import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { initiativesEdit } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { SaveMark, SaveNotice } from "@/features/builder/SaveMark";
import { WizardFrame } from "@/features/builder/WizardFrame";
import { findAd } from "@/features/builder/draftReducer";
import { countOf } from "@/features/builder/problems";
import { STEPS, type StepKey, readStep, stepStates } from "@/features/builder/steps";
import { usePreviewSubject } from "@/features/builder/usePreviewSubject";
import { wallTime } from "@/features/builder/wallTime";
import { PreviewPanel } from "@/features/previews/PreviewPanel";
import type { AdAccount } from "@/lib/accounts";
import type { Campaign, LaunchProblem } from "@/lib/campaign";
import type { Initiative } from "@/lib/initiatives";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { sentenceOf } from "@/lib/problem";
import { useLaunchBoth } from "../useLaunchBoth";
import { InitiativeStep } from "./InitiativeStep";
import { notCarried } from "./notCarried";
import type { Side } from "./sides";
import { savingOf, useBoth } from "./useBoth";

const HEADINGS: Record<StepKey, { heading: string; explanation: string }> = {
  purpose: { heading: "What is the idea for?", explanation: "One purpose for both platforms. Each is asked to look for it in its own way." },
  account: { heading: "Where does it run?", explanation: "One ad account on each platform. Currency and time zone are each account’s own." },
  audience: { heading: "Whom is it for?", explanation: "Meta looks for people, Google for what people search. Each campaign has ad groups of its own." },
  creative: { heading: "What do people see?", explanation: "Write once what both say, then what each platform needs besides." },
  budget: { heading: "What may it cost, and when does it run?", explanation: "Each platform has a budget of its own, in its account’s currency. Nothing is spent before the launches are approved." },
  review: { heading: "Look it over", explanation: "Proposing makes two changes, one for each platform, or none. Nothing reaches a platform before they are approved." },
};

/** The builder of both drafts of an initiative. The station stands in the address. */
export function InitiativeWizard({ initiative, campaigns, accounts }: {
  initiative: Initiative;
  campaigns: readonly [Campaign, Campaign];
  accounts: readonly AdAccount[];
}) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const search = useSearch({ strict: false });
  const step = readStep(search.step);
  const both = useBoth(campaigns, initiative.campaigns.map((each) => each.platform));
  const { data: platforms } = useQuery(platformsQuery);
  const [left, setLeft] = useState<ReadonlySet<StepKey>>(() => new Set(["purpose"]));
  const [chosenAds, setChosenAds] = useState<Readonly<Record<string, string>>>({});
  const [why, setWhy] = useState("");
  const [unsaved, setUnsaved] = useState(false);
  const path = { initiativeId: initiative.id };
  const launch = useLaunchBoth(initiative.id, () => navigate({ to: "/initiatives/$initiativeId", params: path }));

  const sides = both.sides.map((editor): Side => {
    const account = accounts.find((each) => each.id === editor.draft.adAccountId);
    const platform = account?.platform ?? "meta";
    return {
      platform,
      editor,
      problems: left.has(step) ? editor.problems : [],
      account,
      callToAction: offerOf(platforms, platform, editor.draft.purpose)?.default_call_to_action ?? "",
      nowLocal: wallTime(account?.zone ?? "UTC", account?.today),
    };
  });
  const problems = both.sides.flatMap((editor) => editor.problems);
  const name = both.sides[0].draft.name;

  const chooseAd = (campaignId: string, ad: string) => setChosenAds((before) => ({ ...before, [campaignId]: ad }));

  async function saveAll(): Promise<boolean> {
    if (!(await both.flush())) return false;
    if (both.together.has("name") && name.trim() && name.trim() !== initiative.name) {
      await initiativesEdit({ path: { initiative_id: initiative.id }, body: { name: name.trim() } });
      await queryClient.invalidateQueries({ queryKey: ["initiative", initiative.id], exact: true });
    }
    return true;
  }

  function visit(next: StepKey, problem?: LaunchProblem) {
    setLeft((before) => new Set([...before, step, ...(next === "review" ? STEPS.map(({ key }) => key) : [])]));
    for (const { campaignId, draft } of both.sides) {
      const ad = draft.adGroups.flatMap((group) => group.ads).find((each) => each.id === problem?.node_id);
      if (ad) chooseAd(campaignId, ad.key);
    }
    void saveAll();
    void navigate({ to: "/initiatives/$initiativeId/edit", params: path, search: { step: next } });
  }

  async function propose() {
    setUnsaved(false);
    if (await saveAll()) launch.mutate(why);
    else setUnsaved(true);
  }

  const [one, other] = both.sides;
  const onMeta = usePreviewSubject(one.draft, findAd(one.draft, chosenAds[one.campaignId] ?? null));
  const onGoogle = usePreviewSubject(other.draft, findAd(other.draft, chosenAds[other.campaignId] ?? null));
  const notes = notCarried(queryClient, initiative.id);
  return (
    <WizardFrame
      title={name || "Unnamed initiative"}
      {...HEADINGS[step]}
      step={step}
      states={stepStates(step, left, problems)}
      onVisit={visit}
      status={<SaveMark state={savingOf(both)} />}
      notice={
        <>
          {step === "account" && notes.length > 0 && (
            <Notice className="mb-4">
              <p className="font-semibold">A second draft was made like the first. This does not carry over:</p>
              <ul className="mt-1 grid list-disc gap-0.5 pl-5">
                {notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Notice>
          )}
          {both.sides.some((editor) => editor.restored) && (
            <Notice className="mb-4">What you typed before and was not saved yet is here again.</Notice>
          )}
          <SaveNotice state={savingOf(both)} />
        </>
      }
      {...(step === "creative" || step === "review" ? { side: <PreviewPanel subject={onMeta} search={onGoogle} /> } : {})}
      {...(step === "review"
        ? {
            next: (
              <Button
                look="primary"
                busy={launch.isPending}
                disabled={countOf(problems, "error") > 0}
                icon={<Rocket aria-hidden className="size-4" />}
                onClick={() => void propose()}
              >
                Propose both launches
              </Button>
            ),
          }
        : {})}
    >
      <InitiativeStep
        step={step}
        both={both}
        sides={sides}
        chosenAds={chosenAds}
        onChooseAd={chooseAd}
        why={why}
        onWhy={setWhy}
        onVisit={visit}
        refused={unsaved ? "A draft could not be saved, so nothing was proposed. See above what to do." : launch.error ? sentenceOf(launch.error) : undefined}
      />
    </WizardFrame>
  );
}
