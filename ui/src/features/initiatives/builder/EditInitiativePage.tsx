import { useQueries, useQuery } from "@tanstack/react-query";
import { Navigate, getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/Page";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { campaignQuery } from "@/lib/campaign";
import { initiativeQuery } from "@/lib/initiatives";
import { InitiativeWizard } from "./InitiativeWizard";

const route = getRouteApi("/shell/initiatives/$initiativeId/edit");

/** Go on building both drafts of an initiative. */
export function EditInitiativePage() {
  const { initiativeId } = route.useParams();
  const initiative = useQuery(initiativeQuery(initiativeId));
  const accounts = useQuery(adAccountsQuery);
  // Editing begins from what the server has now, not from what this page remembers.
  const campaigns = useQueries({
    queries: (initiative.data?.campaigns ?? []).map(({ id }) => ({
      ...campaignQuery(id),
      refetchOnMount: "always" as const,
      refetchOnWindowFocus: false,
    })),
  });
  const error = initiative.error ?? accounts.error ?? campaigns.find((each) => each.error)?.error;
  const [first, second] = campaigns;
  if (error && !(first?.data && second?.data)) return <ErrorState error={error} onRetry={() => void initiative.refetch()} />;
  if (!initiative.data || !accounts.data || !first?.data || !second?.data || campaigns.some((each) => !each.isFetchedAfterMount)) {
    return <EditSkeleton />;
  }
  if (!first.data.editable || !second.data.editable) {
    return <Navigate to="/initiatives/$initiativeId" params={{ initiativeId }} replace />;
  }
  return (
    <InitiativeWizard
      key={initiativeId}
      initiative={initiative.data}
      campaigns={[first.data, second.data]}
      accounts={accounts.data}
    />
  );
}

function EditSkeleton() {
  return (
    <Page title="Initiative">
      <Loading what="both drafts">
        <Skeleton className="mb-5 h-12 rounded-card" />
        <Skeleton className="h-96 max-w-5xl rounded-card" />
      </Loading>
    </Page>
  );
}
