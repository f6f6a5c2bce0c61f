import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/Page";
import { buttonClass } from "@/components/ui/Button";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { Lock } from "lucide-react";
import { type AdAccount, adAccountsQuery } from "@/lib/accounts";
import { type LaunchProblem, campaignQuery } from "@/lib/campaign";
import { DraftWizard } from "./DraftWizard";
import { EditLive } from "./EditLive";
import type { DraftEditor } from "./useDraft";

/** What every station of the wizard gets. */
export interface StepProps {
  editor: DraftEditor;
  /** What to show at fields: nothing before the station was left once. */
  problems: readonly LaunchProblem[];
  account: AdAccount | undefined;
  /** It is on its platform: what cannot be edited there any more is not asked for. */
  live?: boolean;
  /** The button a new ad starts with. */
  callToAction: string;
  /** The account's wall time, `YYYY-MM-DDTHH:MM`. */
  nowLocal: string;
}

const route = getRouteApi("/shell/campaigns/$campaignId/edit");

/** Go on building a draft. */
export function EditCampaignPage() {
  const { campaignId } = route.useParams();
  // Editing begins from what the server has now, not from what this page remembers.
  const campaign = useQuery({ ...campaignQuery(campaignId), refetchOnMount: "always", refetchOnWindowFocus: false });
  const accounts = useQuery(adAccountsQuery);
  const error = campaign.error ?? accounts.error;
  if (error && !campaign.data) return <ErrorState error={error} onRetry={() => void campaign.refetch()} />;
  if (!campaign.data || !campaign.isFetchedAfterMount || !accounts.data) return <EditSkeleton />;
  if (campaign.data.open_change && campaign.data.status === "draft") return <Waiting changeId={campaign.data.open_change.id} />;
  const { editable, external_id: onPlatform, origin, status } = campaign.data;
  if (!editable && onPlatform && origin !== "file" && status !== "archived" && status !== "error")
    return <EditLive key={campaignId} campaign={campaign.data} accounts={accounts.data} />;
  if (!editable) return <Navigate to="/campaigns/$campaignId" params={{ campaignId }} replace />;
  return <DraftWizard key={campaignId} campaign={campaign.data} accounts={accounts.data} />;
}

function Waiting({ changeId }: { changeId: string }) {
  return (
    <Page title="Edit campaign">
      <EmptyState
        icon={Lock}
        title="Its launch is proposed"
        action={
          <Link to="/changes/$changeId" params={{ changeId }} className={buttonClass({ look: "primary" })}>
            Open the change
          </Link>
        }
      >
        While the launch waits for approval or is running, the draft stays as it was proposed. Reject the change to edit it again.
      </EmptyState>
    </Page>
  );
}

function EditSkeleton() {
  return (
    <Page title="Edit campaign">
      <Loading what="the draft">
        <Skeleton className="mb-5 h-11 rounded-card" />
        <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_34rem]">
          <Skeleton className="h-96 rounded-card" />
          <Skeleton className="h-96 rounded-card" />
        </div>
      </Loading>
    </Page>
  );
}
