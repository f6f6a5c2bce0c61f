import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, GitPullRequestArrow, TriangleAlert } from "lucide-react";
import { useReducer, useState } from "react";
import type { PreviewOut } from "@/api";
import { Page } from "@/components/Page";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input, Textarea } from "@/components/ui/Input";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/Tabs";
import { hasOwnTimes } from "@/features/campaigns/detail/detailWords";
import { AccountDiff } from "@/features/changes/AccountDiff";
import { AccountSentence } from "@/features/changes/AccountSentence";
import { CostPerDay } from "@/features/changes/CostPerDay";
import { PreviewPanel } from "@/features/previews/PreviewPanel";
import { remoteImage } from "@/features/previews/model";
import type { AdAccount } from "@/lib/accounts";
import { api } from "@/lib/api";
import type { Campaign } from "@/lib/campaign";
import type { Change } from "@/lib/changes";
import { plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { sentenceOf } from "@/lib/problem";
import { AudienceStep } from "./AudienceStep";
import { BudgetStep } from "./BudgetStep";
import { CreativeStep } from "./CreativeStep";
import type { StepProps } from "./EditCampaignPage";
import { MetaNeeds } from "./MetaNeeds";
import type { Draft } from "./draft";
import { keepVersions } from "./draftApi";
import { draftReducer, findAd } from "./draftReducer";
import { fromLive, toLiveEdit } from "./liveEdit";
import { type LiveAd, usePreviewSubject } from "./usePreviewSubject";
import { wallTime } from "./wallTime";

const PARTS = [
  { key: "audience", label: "Ad groups" },
  { key: "creative", label: "Ads" },
  { key: "budget", label: "Budget and schedule" },
] as const;
const ON_META = [...PARTS, { key: "account", label: "Account" }] as const;

/** A live campaign in the builder: nothing is saved or called until the edits are proposed as one change. */
export function EditLive({ campaign, accounts }: { campaign: Campaign; accounts: readonly AdAccount[] }) {
  const account = accounts.find((each) => each.id === campaign.ad_account_id);
  const [before] = useState(() => fromLive(campaign, account?.platform));
  const [draft, edit] = useReducer(draftReducer, before);
  const [part, setPart] = useState<string>(PARTS[0].key);
  const [chosenAd, setChosenAd] = useState<string | null>(null);
  const [preview, setPreview] = useState<PreviewOut | null>(null);
  const { data: platforms } = useQuery(platformsQuery);
  const offer = offerOf(platforms, account?.platform ?? "meta", draft.purpose);
  const ad = findAd(draft, chosenAd);
  const subject = usePreviewSubject(draft, ad, liveAd(campaign, ad?.id ?? ad?.like ?? null));
  const look = useMutation({
    mutationFn: async () => {
      const latest = await keepVersions(draft, (kept) => edit({ type: "versionKept", ...kept }));
      return api.post<PreviewOut>(`/campaigns/${campaign.id}/edits/preview`, toLiveEdit(before, latest));
    },
    onSuccess: setPreview,
  });
  const change = (action: Parameters<typeof edit>[0]) => {
    setPreview(null);
    edit(action);
  };
  const props: StepProps = {
    editor: {
      campaignId: campaign.id,
      draft,
      edit: change,
      saving: { kind: "saved" },
      problems: [],
      flush: () => Promise.resolve(true),
      recheck: () => Promise.resolve(),
      restored: false,
    },
    problems: [],
    live: true,
    account,
    callToAction: offer?.default_call_to_action ?? "",
    nowLocal: wallTime(account?.zone ?? "UTC", account?.today),
  };
  const showsPreview = part === "creative";
  return (
    <Page
      title={`Edit ${campaign.name}`}
      above={
        <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <ArrowLeft aria-hidden className="size-3.5" /> {campaign.name}
        </Link>
      }
      description="It is live: what you edit becomes one change, which somebody approves before anything is called."
      actions={
        <Button look="primary" busy={look.isPending} onClick={() => look.mutate()}>
          Review the edits
        </Button>
      }
    >
      <FormProblem message={look.error ? sentenceOf(look.error) : undefined} />
      {preview && <Review campaign={campaign} preview={preview} before={before} draft={draft} />}
      <Field label="Name" required className="mb-5 max-w-xl" error={draft.name.trim() ? null : "The campaign needs a name."}>
        <Input value={draft.name} maxLength={200} onChange={(event) => change({ type: "set", fields: { name: event.target.value } })} />
      </Field>
      <Tabs value={part} onValueChange={setPart}>
        <TabList aria-label="Parts of the campaign">
          {(account?.platform === "meta" ? ON_META : PARTS).map(({ key, label }) => (
            <Tab key={key} value={key}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel
          value={part}
          tabIndex={-1}
          className={showsPreview ? "grid items-start gap-6 xl:grid-cols-[minmax(24rem,2fr)_minmax(0,3fr)]" : "max-w-5xl"}
        >
          {part === "audience" && <AudienceStep {...props} />}
          {part === "creative" && <CreativeStep {...props} chosenAd={chosenAd} onChooseAd={setChosenAd} />}
          {showsPreview && <PreviewPanel subject={subject} className="xl:sticky xl:top-16" />}
          {part === "budget" && hasOwnTimes(campaign) && (
            <Notice className="mb-5">The ad groups start or end at different times. A time set here becomes that of each of them.</Notice>
          )}
          {part === "budget" && <BudgetStep {...props} />}
          {part === "account" && account && (
            <div className="flex flex-col gap-6">
              <MetaNeeds editor={props.editor} problems={[]} account={account} offer={offer} live />
            </div>
          )}
        </TabPanel>
      </Tabs>
    </Page>
  );
}

/** The one platform that the ads are on, the page that this one is from, and its picture there where none of the library is. */
function liveAd(campaign: Campaign, adId: string | null): LiveAd {
  const ad = campaign.ad_groups.flatMap((group) => group.ads).find((each) => each.id === adId);
  const image = ad && !ad.content.asset_id ? remoteImage(ad.content.image_url, ad.name) : null;
  return { platform: campaign.search ? "google" : "meta", pageExternalId: ad?.content.page_external_id ?? null, image };
}

function Review({ campaign, preview, before, draft }: { campaign: Campaign; preview: PreviewOut; before: Draft; draft: Draft }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [why, setWhy] = useState("");
  const edits = preview.diff.length;
  const propose = useMutation({
    mutationFn: () =>
      api.post<Change>(
        `/campaigns/${campaign.id}/edits`,
        { ...toLiveEdit(before, draft), ...(why.trim() ? { why } : {}) },
        { "Idempotency-Key": idempotencyKey() },
      ),
    onSuccess: async (change) => {
      await navigate({ to: "/changes/$changeId", params: { changeId: change.id } });
      await queryClient.invalidateQueries({ queryKey: ["campaign", campaign.id] });
      await queryClient.invalidateQueries({ queryKey: ["changes"] });
    },
  });
  if (edits === 0) return <Notice className="mb-5">Nothing differs from what is live.</Notice>;
  return (
    <Card className="mb-6" aria-label="Review">
      <CardHeader title="Before and after" description={`${plural(edits, "edit")}, ${plural(preview.operations.length, "call")} to the platform.`} />
      <CardBody className="flex flex-col gap-4">
        {preview.problems.length > 0 && (
          <Notice tone="warning" icon={<TriangleAlert aria-hidden className="size-4" />}>
            <ul className="list-disc pl-5">
              {preview.problems.map((problem) => (
                <li key={`${problem.node_id} ${problem.message}`}>
                  <AccountSentence adAccountId={campaign.ad_account_id}>{problem.message}</AccountSentence>
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <AccountDiff diff={preview.diff} adAccountId={campaign.ad_account_id} />
        <p className="text-base">
          Cost per day: <CostPerDay cost={preview.cost_per_day} />
        </p>
        <Field label="Why" optional help="One sentence for whoever approves it; it stays with the change.">
          <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <FormProblem message={propose.error ? sentenceOf(propose.error) : undefined} />
        <div>
          <Button
            look="primary"
            busy={propose.isPending}
            disabled={preview.problems.length > 0}
            icon={<GitPullRequestArrow aria-hidden className="size-4" />}
            onClick={() => propose.mutate()}
          >
            Propose {plural(edits, "edit")}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
