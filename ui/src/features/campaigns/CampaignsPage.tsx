import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { Megaphone, Plus, SearchX } from "lucide-react";
import { useCallback, useState } from "react";
import { ColumnChoice } from "@/components/data-table/ColumnChoice";
import { DataTable } from "@/components/data-table/DataTable";
import { Paging } from "@/components/data-table/Paging";
import { useStoredColumns } from "@/components/data-table/storedColumns";
import { DateRangePicker } from "@/components/date-range/DateRangePicker";
import { Page } from "@/components/Page";
import { Button, buttonClass } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { formatPeriod } from "@/lib/days";
import { parseSort, writeSort } from "@/lib/search";
import { useMay } from "@/lib/session";
import { BulkActions } from "./BulkActions";
import { CampaignFilters, type CampaignFilterValues, NO_FILTERS } from "./CampaignFilters";
import { ExportMenu } from "./ExportMenu";
import { campaignColumns } from "./columns";
import { campaignsQuery, sortQuery } from "./queries";
import { SavedViews } from "./views/SavedViews";
import { useViewOfAddress } from "./views/useViewOfAddress";
import { type SavedView, ofView, toView } from "./views/views";

const route = getRouteApi("/shell/campaigns");
const PAGE_SIZE = 50;
const USUAL_SORT = "-spend";

/** Every campaign with its latest performance. Filters, period, sort and page stand in the address. */
export function CampaignsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayBuild = useMay("build");
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const [stored, setStored] = useStoredColumns("campaigns");
  const [selected, setSelected] = useState<Set<string>>(new Set());

  const today = accounts.map((account) => account.today).toSorted().at(-1);
  const page = search.page ?? 1;
  const { data, error, refetch, isPlaceholderData } = useQuery(
    campaignsQuery({
      search: search.q,
      status: search.status ? [search.status] : undefined,
      purpose: search.purpose,
      in_initiative: search.initiative,
      advertiser_id: search.advertiser,
      ad_account_id: search.account,
      since: search.since,
      until: search.until,
      ...sortQuery(parseSort(search.sort ?? USUAL_SORT)),
      offset: (page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE,
    }),
  );

  const change = useCallback(
    (filters: CampaignFilterValues) => {
      setSelected(new Set());
      void navigate({ replace: true, search: (before) => ({ ...before, ...filters, page: undefined }) });
    },
    [navigate],
  );
  const apply = useCallback(
    (view: SavedView) => {
      setSelected(new Set());
      setStored((before) => ({ ...before, chosen: view.columns ? [...view.columns] : null }));
      void navigate({ replace: true, search: (before) => ({ ...before, ...ofView(view) }) as never });
    },
    [navigate, setStored],
  );
  useViewOfAddress(search.view, Object.keys(toView(search)).length === 0, apply);
  const filtered = Boolean(search.q ?? search.status ?? search.purpose ?? search.initiative ?? search.advertiser ?? search.account);

  return (
    <Page
      title="Campaigns"
      description={
        data && `Figures of ${formatPeriod(data.since, data.until)}, each in its account’s own days. The newest weeks may still change.`
      }
      actions={
        <>
          <SavedViews
            viewId={search.view}
            looked={search}
            columns={stored.chosen}
            onApply={apply}
            onForget={() => void navigate({ replace: true, search: (before) => ({ ...before, view: undefined }) })}
          />
          {data && today && (
            <DateRangePicker
              value={{ since: data.since, until: data.until }}
              today={today}
              zoneNote="Days in each account’s own zone."
              onChange={(next) => void navigate({ search: (before) => ({ ...before, ...next }) })}
            />
          )}
          <ExportMenu
            selected={[...selected]}
            advertiser={search.advertiser}
            account={search.account}
            mayBuild={mayBuild}
          />
          {mayBuild && (
            <Link to="/campaigns/new" className={buttonClass({ look: "primary" })}>
              <Plus aria-hidden className="size-4" strokeWidth={2.5} />
              New campaign
            </Link>
          )}
        </>
      }
    >
      <CampaignFilters value={search} onChange={change} advertisers={advertisers} accounts={accounts}>
        <ColumnChoice columns={campaignColumns} chosen={stored.chosen} onChoose={(chosen) => setStored({ ...stored, chosen })} />
      </CampaignFilters>
      {error && !data ? (
        <Card>
          <ErrorState error={error} onRetry={() => void refetch()} />
        </Card>
      ) : (
        <DataTable
          label="Campaigns"
          columns={campaignColumns}
          rows={data?.items}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          sort={parseSort(search.sort ?? USUAL_SORT)}
          onSort={(sort) =>
            void navigate({ search: (before) => ({ ...before, sort: sort ? writeSort(sort) : undefined, page: undefined }) })
          }
          stored={stored}
          onStore={setStored}
          stale={isPlaceholderData}
          {...(mayBuild ? { selected, onSelect: setSelected } : {})}
          empty={filtered ? <NothingFits onClear={() => change(NO_FILTERS)} /> : <NoCampaigns mayBuild={mayBuild} />}
        />
      )}
      {data && data.total > 0 && (
        <Paging
          noun="campaigns"
          total={data.total}
          page={page}
          pageSize={PAGE_SIZE}
          onPage={(next) => {
            setSelected(new Set());
            void navigate({ search: (before) => ({ ...before, page: next === 1 ? undefined : next }) });
          }}
        />
      )}
      <BulkActions rows={data?.items.filter((row) => selected.has(row.id)) ?? []} onClear={() => setSelected(new Set())} />
    </Page>
  );
}

function NoCampaigns({ mayBuild }: { mayBuild: boolean }) {
  return (
    <EmptyState
      icon={Megaphone}
      title="No campaign yet"
      action={
        <>
          {mayBuild && (
            <Link to="/campaigns/new" className={buttonClass({ look: "primary" })}>
              Build the first campaign
            </Link>
          )}
          <Link to="/connections" className={buttonClass()}>
            Connect an ad account
          </Link>
        </>
      }
    >
      Campaigns that already run come in with their ad account. A new one starts as a draft; nothing reaches the platform
      before its launch is approved.
    </EmptyState>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={SearchX} title="No campaign fits these filters" action={<Button onClick={onClear}>Clear the filters</Button>}>
      Take a filter away, or search for a part of the name.
    </EmptyState>
  );
}
