import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { Page } from "@/components/Page";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { advertisersQuery } from "@/lib/accounts";
import { type Initiative, initiativeQuery } from "@/lib/initiatives";
import { CampaignSide } from "./CampaignSide";
import { ComparisonCard } from "./ComparisonCard";
import { InitiativeActions } from "./InitiativeActions";
import { SharedCard } from "./SharedCard";
import { togetherWords } from "./budgetSplit";

const route = getRouteApi("/shell/initiatives/$initiativeId");

/** One idea on both platforms: its two campaigns side by side. */
export function InitiativePage() {
  const { initiativeId } = route.useParams();
  const { data, error, refetch } = useQuery(initiativeQuery(initiativeId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <InitiativeSkeleton />;
  return <InitiativeView initiative={data} />;
}

function InitiativeView({ initiative }: { initiative: Initiative }) {
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const advertiser = advertisers.find((each) => each.id === initiative.advertiser_id)?.name;
  return (
    <Page
      title={initiative.name}
      above={
        <Link to="/campaigns" search={{ initiative: true }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <ArrowLeft aria-hidden className="size-3.5" /> Campaigns in initiatives
        </Link>
      }
      description={[advertiser, "One idea on both platforms", togetherWords(initiative.campaigns)].filter(Boolean).join(" · ")}
      actions={<InitiativeActions initiative={initiative} />}
    >
      <div className="grid gap-4 lg:grid-cols-2">
        {initiative.campaigns.map((campaign) => (
          <CampaignSide key={campaign.id} campaign={campaign} all={initiative.campaigns} />
        ))}
      </div>
      <div className="mt-5 grid gap-5">
        {!initiative.is_draft && <ComparisonCard initiative={initiative} />}
        <SharedCard initiative={initiative} />
      </div>
    </Page>
  );
}

function InitiativeSkeleton() {
  return (
    <Page title="Initiative">
      <Loading what="the initiative">
        <div className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-64 rounded-card" />
          <Skeleton className="h-64 rounded-card" />
        </div>
        <Skeleton className="mt-5 h-80 rounded-card" />
      </Loading>
    </Page>
  );
}
