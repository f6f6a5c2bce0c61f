import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GitPullRequestArrow } from "lucide-react";
import { useState } from "react";
import { Page } from "@/components/Page";
import { Paging } from "@/components/data-table/Paging";
import { Button } from "@/components/ui/Button";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/Tabs";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { changesQuery } from "@/lib/changes";
import { useMay } from "@/lib/session";
import { BulkDecision } from "./BulkDecision";
import { ChangeCard } from "./ChangeCard";
import { type ChangeFilterValues, ChangeFilters } from "./ChangeFilters";
import { decidable } from "./approvals";
import { TABS, type TabKey } from "./words";

const route = getRouteApi("/shell/changes");
const PAGE_SIZE = 25;

/** The inbox: what waits for a decision, what is being done, what was done. The tab and the filter stand in the address. */
export function ChangesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayApprove = useMay("approve");
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const { data: advertisers = [] } = useQuery(advertisersQuery);
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
          <ChangeFilters
            value={search}
            advertisers={advertisers}
            accounts={accounts}
            showMine={tab.key === "waiting" && mayApprove}
            onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change, page: undefined }) })}
          />
          <ChangeList
            key={JSON.stringify(search)}
            tab={tab.key}
            search={search}
            mayApprove={mayApprove}
            onPage={(page) => void navigate({ search: (before) => ({ ...before, page: page === 1 ? undefined : page }) })}
          />
        </TabPanel>
      </Tabs>
    </Page>
  );
}

function ChangeList({ tab, search, mayApprove, onPage }: {
  tab: TabKey;
  search: ChangeFilterValues & { campaign?: string; page?: number };
  mayApprove: boolean;
  onPage: (page: number) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const statuses = TABS.find((each) => each.key === tab)?.statuses ?? [];
  const page = search.page ?? 1;
  const { data, error, refetch } = useQuery(
    changesQuery({
      status: [...statuses],
      campaign_id: search.campaign,
      ...(search.kind ? { kind: [search.kind] } : {}),
      ...(search.author ? { author_kind: [search.author] } : {}),
      advertiser_id: search.advertiser,
      ad_account_id: search.account,
      search: search.q,
      needs_mine: tab === "waiting" ? search.mine : undefined,
      offset: (page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE,
    }),
  );
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (data.total === 0) return isFiltered(search) ? <NothingFits /> : <Nothing tab={tab} />;
  const selectable = mayApprove && tab === "waiting";
  return (
    <>
      <ul className="flex flex-col gap-2">
        {data.items.map((change) => (
          <ChangeCard
            key={change.id}
            change={change}
            account={accounts.find((each) => each.id === change.ad_account_id)}
            advertiser={advertisers.find((each) => each.id === change.advertiser_id)?.name}
            {...(selectable ? { chosen: chosen.has(change.id), onChoose: (on: boolean) => setChosen(toggled(chosen, change.id, on)) } : {})}
          />
        ))}
      </ul>
      <Paging noun="changes" total={data.total} page={page} pageSize={PAGE_SIZE} onPage={onPage} />
      <BulkDecision changes={decidable(data.items, chosen)} onClear={() => setChosen(new Set())} />
    </>
  );
}

function toggled(chosen: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}

const isFiltered = ({ q, kind, author, advertiser, account, mine }: ChangeFilterValues): boolean =>
  [q, kind, author, advertiser, account, mine].some((value) => value !== undefined);

function NothingFits() {
  return (
    <EmptyState icon={GitPullRequestArrow} title="No change fits">
      Nothing here fits the filters. Clear one of them to see more.
    </EmptyState>
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
