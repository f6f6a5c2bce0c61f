import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { GitPullRequestArrow } from "lucide-react";
import { Age } from "@/components/Instant";
import { Page } from "@/components/Page";
import { Paging } from "@/components/data-table/Paging";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Progress } from "@/components/ui/Progress";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/Tabs";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { type AdAccount, adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { type Change, changesQuery } from "@/lib/changes";
import { ChangeStatusBadge } from "./ChangeStatusBadge";
import { CostPerDay } from "./CostPerDay";
import { countWords } from "./diff";
import { TABS, type TabKey, progressWords } from "./words";

const route = getRouteApi("/shell/changes");
const PAGE_SIZE = 25;

/** The inbox: what waits for a decision, what is being done, what was done. The tab and the filter stand in the address. */
export function ChangesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = TABS.find((each) => each.key === search.status) ?? TABS[0];
  return (
    <Page title="Changes" description="Nothing touches a live account except through a change that somebody approved.">
      <Tabs
        value={tab.key}
        onValueChange={(key) =>
          void navigate({ search: (before) => ({ ...before, status: key === "waiting" ? undefined : key, page: undefined }) })
        }
      >
        <TabList aria-label="Changes by status">
          {TABS.map(({ key, label }) => (
            <Tab key={key} value={key}>
              {label}
            </Tab>
          ))}
        </TabList>
        {search.campaign && (
          <p className="mt-4 flex flex-wrap items-center gap-3 text-sm text-ink-soft">
            Only changes of one campaign.
            <Button size="small" onClick={() => void navigate({ search: (before) => ({ ...before, campaign: undefined, page: undefined }) })}>
              Show all
            </Button>
          </p>
        )}
        <TabPanel value={tab.key} tabIndex={-1}>
          <ChangeList
            tab={tab.key}
            campaign={search.campaign}
            page={search.page ?? 1}
            onPage={(page) => void navigate({ search: (before) => ({ ...before, page: page === 1 ? undefined : page }) })}
          />
        </TabPanel>
      </Tabs>
    </Page>
  );
}

function ChangeList({ tab, campaign, page, onPage }: {
  tab: TabKey;
  campaign: string | undefined;
  page: number;
  onPage: (page: number) => void;
}) {
  const statuses = TABS.find((each) => each.key === tab)?.statuses ?? [];
  const { data, error, refetch } = useQuery(
    changesQuery({ status: [...statuses], campaign_id: campaign, offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }),
  );
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (data.total === 0) return <Nothing tab={tab} />;
  return (
    <>
      <ul className="flex flex-col gap-2">
        {data.items.map((change) => (
          <ChangeCard
            key={change.id}
            change={change}
            account={accounts.find((each) => each.id === change.ad_account_id)}
            advertiser={advertisers.find((each) => each.id === change.advertiser_id)?.name}
          />
        ))}
      </ul>
      <Paging noun="changes" total={data.total} page={page} pageSize={PAGE_SIZE} onPage={onPage} />
    </>
  );
}

function ChangeCard({ change, account, advertiser }: { change: Change; account: AdAccount | undefined; advertiser: string | undefined }) {
  return (
    <li>
      <Card className="relative p-4 transition-colors hover:border-control">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-72">
            <Link
              to="/changes/$changeId"
              params={{ changeId: change.id }}
              className="text-lg font-semibold break-words after:absolute after:inset-0 after:rounded-card"
            >
              {change.title}
            </Link>
            <p className="mt-0.5 text-sm text-ink-soft">
              {[advertiser, account?.name, countWords(change.diff)].filter(Boolean).join(" · ")}
            </p>
          </div>
          <ChangeStatusBadge status={change.status} />
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-1 text-sm">
          <CostPerDay cost={change.cost_per_day} />
          <span className="text-ink-soft">
            {change.author}, <Age instant={change.created_at} />
          </span>
          {change.why && <span className="min-w-0 basis-full break-words text-ink-soft">“{change.why}”</span>}
        </div>
        {(change.status === "applying" || change.status === "approved") && (
          <div className="mt-3 flex items-center gap-3">
            <Progress label={progressWords(change.progress)} share={change.progress.total ? change.progress.done / change.progress.total : null} className="flex-1" />
            <span className="figures text-sm text-ink-soft">{progressWords(change.progress)}</span>
          </div>
        )}
        {change.failure && change.status === "failed" && <p className="mt-3 text-sm text-negative">{change.failure.message}</p>}
      </Card>
    </li>
  );
}

const NOTHING: Readonly<Record<TabKey, { title: string; words: string }>> = {
  waiting: { title: "Nothing waits for a decision", words: "A launch, a pause or a new budget stands here until somebody approves or rejects it." },
  applying: { title: "Nothing is being applied", words: "An approved change is carried out call by call; its progress is seen here." },
  failed: { title: "Nothing has failed", words: "A change that the platform declined stops and waits here, with the reason and what to do." },
  done: { title: "No change has been applied yet", words: "What was carried out stays here with everything that was called and how long it took." },
  closed: { title: "Nothing was rejected or has expired", words: "Rejected changes stay here with the reason; a proposal expires after two weeks." },
};

function Nothing({ tab }: { tab: TabKey }) {
  const { title, words } = NOTHING[tab];
  return (
    <EmptyState icon={GitPullRequestArrow} title={title}>
      {words}
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <Loading what="changes">
      <div className="flex flex-col gap-2">
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} className="h-28 rounded-card" />
        ))}
      </div>
    </Loading>
  );
}
