import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { ArrowLeft, CircleX, GitPullRequestArrow, Waypoints } from "lucide-react";
import { CampaignStatus } from "@/components/CampaignStatus";
import { Page } from "@/components/Page";
import { PlatformMark } from "@/components/PlatformMark";
import { Notice } from "@/components/ui/Badge";
import { buttonClass } from "@/components/ui/Button";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/Tabs";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { DriftBanner } from "@/features/drift/DriftBanner";
import { AdPreviews } from "@/features/previews/AdPreviews";
import { adAccountsQuery } from "@/lib/accounts";
import { type Campaign, campaignQuery } from "@/lib/campaign";
import { readable, purposeLabel } from "@/lib/words";
import { CampaignActions } from "./CampaignActions";
import { CampaignChanges } from "./CampaignChanges";
import { CampaignLog } from "./CampaignLog";
import { CampaignPerformance } from "./CampaignPerformance";
import { CampaignTree } from "./CampaignTree";
import { NeverTouchButton } from "./NeverTouchButton";
import { budgetWords, scheduleWords } from "./detailWords";

const route = getRouteApi("/shell/campaigns/$campaignId");

const TABS = [
  { key: "performance", label: "Performance" },
  { key: "tree", label: "Ad groups and ads" },
  { key: "previews", label: "Previews" },
  { key: "changes", label: "Changes" },
  { key: "log", label: "Execution log" },
] as const;

/** One campaign: how it runs, what it consists of, what people see, what was changed. */
export function CampaignPage() {
  const { campaignId } = route.useParams();
  const { data, error, refetch } = useQuery(campaignQuery(campaignId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <CampaignSkeleton />;
  return <CampaignView campaign={data} />;
}

function CampaignView({ campaign }: { campaign: Campaign }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const account = accounts.find((each) => each.id === campaign.ad_account_id);
  const tab = search.tab ?? (campaign.external_id || campaign.status !== "draft" ? "performance" : "tree");
  const facts = [
    account?.name,
    campaign.purpose ? purposeLabel(campaign.purpose) : campaign.objective && readable(campaign.objective.toLowerCase()),
    budgetWords(campaign),
    scheduleWords(campaign, account?.zone),
  ];
  return (
    <Page
      title={campaign.name}
      above={
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          <Link to="/campaigns" className="inline-flex items-center gap-1 hover:text-ink hover:underline">
            <ArrowLeft aria-hidden className="size-3.5" /> Campaigns
          </Link>
          {campaign.initiative_id && (
            <Link to="/initiatives/$initiativeId" params={{ initiativeId: campaign.initiative_id }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
              <Waypoints aria-hidden className="size-3.5" /> Initiative on both platforms
            </Link>
          )}
        </span>
      }
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {account && <PlatformMark platform={account.platform} />}
          <span className="min-w-0 break-words">{campaign.name}</span>
          <span className="font-sans">
            <CampaignStatus status={campaign.status} />
          </span>
        </span>
      }
      description={facts.filter(Boolean).join(" · ")}
      actions={
        <>
          {campaign.external_id && campaign.status !== "archived" && (
            <NeverTouchButton accountId={campaign.ad_account_id} id={campaign.id} name={campaign.name} size="normal" />
          )}
          <CampaignActions campaign={campaign} account={account} />
        </>
      }
    >
      {campaign.error_reason && (
        <Notice tone="negative" className="mb-4" icon={<CircleX aria-hidden className="size-4" />}>
          {campaign.error_reason}
        </Notice>
      )}
      {campaign.external_id && <DriftBanner campaignId={campaign.id} />}
      {campaign.open_change && <OpenChange change={campaign.open_change} />}
      <Tabs
        value={tab}
        onValueChange={(next) =>
          void navigate({ replace: true, search: (before) => ({ ...before, tab: TABS.find((each) => each.key === next)?.key }) })
        }
      >
        <TabList aria-label="Parts of the campaign">
          {TABS.map(({ key, label }) => (
            <Tab key={key} value={key}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={tab} tabIndex={-1}>
          {tab === "performance" && <CampaignPerformance campaign={campaign} account={account} />}
          {tab === "tree" && <CampaignTree campaign={campaign} />}
          {tab === "previews" && (
            <div className="max-w-2xl">
              <AdPreviews campaign={campaign} />
            </div>
          )}
          {tab === "changes" && <CampaignChanges campaignId={campaign.id} />}
          {tab === "log" && <CampaignLog campaignId={campaign.id} adAccountId={campaign.ad_account_id} zone={account?.zone} />}
        </TabPanel>
      </Tabs>
    </Page>
  );
}

const OPEN_WORDS: Readonly<Record<string, string>> = {
  proposed: "A change of this campaign waits for approval.",
  approved: "A change of this campaign is about to be applied.",
  applying: "A change of this campaign is being applied.",
};

function OpenChange({ change }: { change: NonNullable<Campaign["open_change"]> }) {
  return (
    <Notice
      className="mb-4"
      icon={<GitPullRequestArrow aria-hidden className="size-4" />}
      action={
        <Link to="/changes/$changeId" params={{ changeId: change.id }} className={buttonClass({ size: "small" })}>
          Open the change
        </Link>
      }
    >
      {OPEN_WORDS[change.status] ?? "A change of this campaign is open."}
    </Notice>
  );
}

function CampaignSkeleton() {
  return (
    <Page title="Campaign">
      <Loading what="the campaign">
        <Skeleton className="mb-4 h-9 w-96 max-w-full" />
        <Skeleton className="h-40 rounded-card" />
        <Skeleton className="mt-5 h-80 rounded-card" />
      </Loading>
    </Page>
  );
}
