import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { ChevronDown, ChevronUp, Plug } from "lucide-react";
import { DateRangePicker } from "@/components/date-range/DateRangePicker";
import { Page } from "@/components/Page";
import { Button, buttonClass } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { readMeasures, shownMeasures, toggleMeasure } from "./chosenMeasures";
import { CurrencyNotice } from "./CurrencyNotice";
import { DailyCard } from "./DailyCard";
import { describeFreshness } from "./freshness";
import { MeasureTile, MeasureTileSkeleton } from "./MeasureTile";
import { metricsQuery, overviewQuery } from "./queries";
import { ScopePicker } from "./ScopePicker";
import { SyncStrip } from "./SyncStrip";
import { ViewFacts } from "./ViewFacts";

const route = getRouteApi("/shell/overview");
const grid =
  "grid grid-cols-2 overflow-hidden rounded-card border-t border-l border-line bg-surface sm:grid-cols-3 lg:grid-cols-4 2xl:grid-cols-6";

/** The measures of a period against the period before, per organization, advertiser, account or campaign. */
export function OverviewPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const accounts = useQuery(adAccountsQuery);
  const { data: metrics } = useQuery(metricsQuery);
  const scope = search.scope ?? "organization";
  const { since, until, currency } = search;
  const { data, error, refetch, isPlaceholderData } = useQuery(overviewQuery({ scope, id: search.id, since, until, currency }));
  const chosen = readMeasures(search.measures, data?.measures.filter((each) => each.available && each.series.length > 0).map((each) => each.key) ?? []);

  const actions = (
    <>
      <ScopePicker
        value={{ scope, id: search.id }}
        onChange={(value) =>
          void navigate({
            search: (before) => ({
              ...before,
              scope: value.scope === "organization" ? undefined : value.scope,
              id: value.id,
              currency: undefined,
            }),
          })
        }
      />
      {data && (
        <DateRangePicker
          value={data.period}
          today={data.today}
          zoneNote={data.zones.length === 1 ? `Days in ${data.zones[0]}.` : "Days in each account’s own zone."}
          onChange={(period) => void navigate({ search: (before) => ({ ...before, ...period }) })}
        />
      )}
    </>
  );

  if (accounts.data?.length === 0) return <NoAccounts />;
  return (
    <Page title="Overview" description={data && describeFreshness(data.accounts)} actions={actions}>
      <SyncStrip accounts={data?.accounts ?? []} />
      {error && !data ? (
        <Card>
          <ErrorState error={error} onRetry={() => void refetch()} />
        </Card>
      ) : !data ? (
        <Loading what="the measures">
          <ul className={grid}>
            {Array.from({ length: 12 }, (_, index) => (
              <MeasureTileSkeleton key={index} />
            ))}
          </ul>
        </Loading>
      ) : (
        <div className={isPlaceholderData ? "opacity-60 transition-opacity" : undefined} aria-busy={isPlaceholderData}>
          <CurrencyNotice
            shown={data.currency}
            others={data.other_currencies}
            onChoose={(next) => void navigate({ search: (before) => ({ ...before, currency: next }) })}
          />
          <ul aria-label="Measures" className={grid}>
            {shownMeasures(data.measures, search.all === true).map((measure) => (
              <MeasureTile
                key={measure.key}
                measure={measure}
                currency={data.currency}
                settledShare={data.settled.share}
                before={data.before}
                formula={metrics?.get(measure.key)?.formula}
                chosen={chosen.includes(measure.key)}
                onToggle={() =>
                  void navigate({
                    replace: true,
                    resetScroll: false,
                    search: (before) => ({ ...before, measures: toggleMeasure(chosen, measure.key).join(",") }),
                  })
                }
              />
            ))}
          </ul>
          <div className="my-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <ViewFacts overview={data} />
            <Button
              look="quiet"
              size="small"
              aria-expanded={search.all === true}
              icon={search.all ? <ChevronUp aria-hidden className="size-4" /> : <ChevronDown aria-hidden className="size-4" />}
              onClick={() =>
                void navigate({
                  replace: true,
                  resetScroll: false,
                  search: (before) => ({ ...before, all: search.all ? undefined : true }),
                })
              }
            >
              {search.all ? "Fewer measures" : `All ${data.measures.length} measures`}
            </Button>
          </div>
          <DailyCard overview={data} chosen={chosen} />
        </div>
      )}
    </Page>
  );
}

function NoAccounts() {
  return (
    <Page title="Overview">
      <Card>
        <EmptyState
          icon={Plug}
          title="No numbers yet"
          action={
            <>
              <Link to="/connections" className={buttonClass({ look: "primary" })}>
                Connect an ad account
              </Link>
              <Link to="/imports" className={buttonClass()}>
                Import an export file
              </Link>
            </>
          }
        >
          Connect an ad account of Meta or Google and its last 90 days come in by themselves. Without one, an Ads Manager export (CSV or
          XLSX) shows the same view.
        </EmptyState>
      </Card>
    </Page>
  );
}
