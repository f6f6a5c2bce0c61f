import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import { Page } from "@/components/Page";
import { Card, CardBody } from "@/components/ui/Card";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/Tabs";
import { type DriftStatus, driftQuery } from "@/lib/drift";
import { DriftList } from "./DriftList";

const TABS: readonly { key: DriftStatus; label: string; empty: string }[] = [
  { key: "open", label: "To decide", empty: "Every campaign is on its platform as it should be. Adwright looks every 15 minutes." },
  { key: "adopted", label: "Adopted", empty: "Nothing that was edited outside has been adopted yet." },
  { key: "reverted", label: "Reverted", empty: "Nothing that was edited outside has been reverted yet." },
  { key: "gone", label: "Over", empty: "Nothing has been put right outside yet." },
];
const SHOWN = 200;

const route = getRouteApi("/shell/drift");

/** Everything that was edited outside of Adwright. */
export function DriftPage() {
  const navigate = route.useNavigate();
  const shown = TABS.find(({ key }) => key === route.useSearch().status) ?? TABS[0];
  const { data, error, refetch } = useQuery(driftQuery({ status: [shown?.key ?? "open"], limit: SHOWN }));
  return (
    <Page title="Edited outside" description="What somebody, or the platform itself, changed without Adwright: adopt it, or revert it by a change.">
      <Tabs value={shown?.key ?? "open"} onValueChange={(status) => void navigate({ replace: true, search: { status: TABS.find(({ key }) => key === status)?.key } })}>
        <TabList aria-label="Which">
          {TABS.map(({ key, label }) => (
            <Tab key={key} value={key}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={shown?.key ?? "open"} tabIndex={-1}>
          {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
          {!data && !error && (
            <Loading what="what was edited outside">
              <Skeleton className="h-64 rounded-card" />
            </Loading>
          )}
          {data && data.total === 0 && (
            <EmptyState icon={GitCompareArrows} title="Nothing here">
              {shown?.empty}
            </EmptyState>
          )}
          {data && data.total > 0 && (
            <Card>
              <CardBody>
                <DriftList drifts={data.items} named />
              </CardBody>
            </Card>
          )}
        </TabPanel>
      </Tabs>
    </Page>
  );
}
