import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { ArrowLeft, Hourglass, Megaphone, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Age } from "@/components/Instant";
import { Page } from "@/components/Page";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { FormProblem } from "@/components/ui/Field";
import { Progress } from "@/components/ui/Progress";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { api } from "@/lib/api";
import { campaignQuery } from "@/lib/campaign";
import { type Change, type ChangeDetail, type Operation, changeQuery } from "@/lib/changes";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { readable } from "@/lib/words";
import { AccountDiff } from "./AccountDiff";
import { AccountSentence } from "./AccountSentence";
import { ChangeStatusBadge } from "./ChangeStatusBadge";
import { CommentBox } from "./CommentBox";
import { DecisionBar, RejectDialog, refreshChanges } from "./DecisionBar";
import { EditPreviews } from "./EditPreviews";
import { FactsCard } from "./FactsCard";
import { FailureNotice } from "./FailureNotice";
import { GuardrailsCard } from "./GuardrailsCard";
import { LaunchPreviews } from "./LaunchPreviews";
import { LogList } from "./LogList";
import { OperationList } from "./OperationList";
import { countWords, showsOtherAds } from "./diff";
import { durationWords, progressWords, secondsLeft } from "./words";

const route = getRouteApi("/shell/changes/$changeId");

/** One change: what it does, what it costs, who wants it and why, what is called, how to take it back. */
export function ChangePage() {
  const { changeId } = route.useParams();
  const { data, error, refetch } = useQuery(changeQuery(changeId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ChangeSkeleton />;
  return <ChangeView change={data} />;
}

function ChangeView({ change }: { change: ChangeDetail }) {
  const queryClient = useQueryClient();
  const mayApprove = useMay("approve");
  const mayComment = useMay("build") || mayApprove;
  const [turningDown, setTurningDown] = useState(false);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const { data: campaign } = useQuery(campaignQuery(change.campaign_id));
  const account = accounts.find((each) => each.id === change.ad_account_id);
  const retry = useMutation({
    mutationFn: () => api.post<Change>(`/changes/${change.id}/retry`, undefined, { "Idempotency-Key": idempotencyKey() }),
    onSettled: () => refreshChanges(queryClient, change),
  });
  return (
    <Page
      title={change.title}
      above={
        <Link to="/changes" className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <ArrowLeft aria-hidden className="size-3.5" /> Changes
        </Link>
      }
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 break-words">{change.title}</span>
          <span className="font-sans">
            <ChangeStatusBadge status={change.status} />
          </span>
        </span>
      }
      description={
        <Link to="/campaigns/$campaignId" params={{ campaignId: change.campaign_id }} className="inline-flex items-center gap-1.5 hover:text-ink hover:underline">
          <Megaphone aria-hidden className="size-4" /> {campaign?.name ?? "The campaign"}
          {account && ` · ${account.name}`}
        </Link>
      }
      actions={change.status === "proposed" && <DecisionBar change={change} mayApprove={mayApprove} />}
    >
      {change.failure && change.status === "failed" && (
        <FailureNotice
          failure={change.failure}
          adAccountId={change.ad_account_id}
          mayRetry={mayApprove}
          busy={retry.isPending}
          onRetry={() => retry.mutate()}
          onGiveUp={() => setTurningDown(true)}
        />
      )}
      <FormProblem message={retry.error ? sentenceOf(retry.error) : undefined} />
      {turningDown && <RejectDialog change={change} archiving={change.status === "failed" && hasMade(change)} onClose={() => setTurningDown(false)} />}
      <RunningNotice change={change} {...(mayApprove ? { onGoOn: () => retry.mutate(), onReject: () => setTurningDown(true) } : {})} />
      {change.mismatches.map((mismatch) => (
        <Notice key={`${mismatch.node} ${mismatch.field}`} tone="warning" className="mb-4" icon={<TriangleAlert aria-hidden className="size-4" />}>
          <AccountSentence adAccountId={change.ad_account_id}>
            {`${mismatch.node}: ${readable(mismatch.field).toLowerCase()} should be ${mismatch.wanted}, and the platform shows ${mismatch.found}.`}
          </AccountSentence>
        </Notice>
      ))}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <CardHeader title="Before and after" description={countWords(change.diff)} />
            <CardBody>
              <AccountDiff diff={change.diff} adAccountId={change.ad_account_id} />
            </CardBody>
          </Card>
          <Card>
            <CardHeader
              title="What is called on the platform"
              description="In this order. Everything is made paused; switching on comes last, the campaign at the very end."
            />
            <CardBody>
              <OperationList operations={change.operations} />
            </CardBody>
          </Card>
          <GuardrailsCard findings={change.findings} {...(account ? { zone: account.zone } : {})} />
          {change.kind === "launch" && campaign && <LaunchPreviews campaign={campaign} />}
          {change.kind !== "launch" && showsOtherAds(change.diff) && <EditPreviews changeId={change.id} />}
          <CommentBox change={change} mayComment={mayComment} {...(account ? { zone: account.zone } : {})} />
          <Card>
            <CardHeader title="Execution log" description={account ? `Times in ${account.zone}.` : undefined} />
            <CardBody>
              <LogList entries={change.log} adAccountId={change.ad_account_id} {...(account ? { zone: account.zone } : {})} />
            </CardBody>
          </Card>
        </div>
        <FactsCard change={change} {...(account ? { zone: account.zone } : {})} />
      </div>
    </Page>
  );
}

const MAKING: readonly Operation["action"][] = ["campaign", "ad_group", "ad"];

/** Whether a failed change has made something on the platform, or may have; the server judges the same. */
function hasMade(change: ChangeDetail): boolean {
  return change.operations.some(({ action, external_id, intent_at }) => MAKING.includes(action) && (external_id ?? intent_at) !== null);
}

function RunningNotice({ change, onGoOn, onReject }: { change: ChangeDetail; onGoOn?: () => void; onReject?: () => void }) {
  if (change.status !== "approved" && change.status !== "applying") return null;
  const { progress, waiting } = change;
  const left = secondsLeft(change.operations);
  return (
    <section aria-label="Progress" className="mb-4 rounded-card border border-info-border bg-info-ground p-4">
      <div className="flex flex-wrap items-center justify-between gap-2 text-base">
        <strong role="status" className="figures">
          {progressWords(progress)}
        </strong>
        <span className="figures text-sm text-ink-soft">{left !== null ? `about ${durationWords(left * 1000)} left` : "You can leave this page; it goes on."}</span>
      </div>
      <Progress label={progressWords(progress)} share={progress.total ? progress.done / progress.total : null} className="mt-2" />
      {waiting && (
        <div className="mt-2 flex flex-wrap items-center gap-2 text-sm">
          <Hourglass aria-hidden className="size-4" />
          <p className="min-w-0 flex-1 basis-60">
            {waiting.reason} It goes on <Age instant={waiting.until} />.
          </p>
          {onReject && progress.done === 0 && (
            <Button size="small" onClick={onReject}>
              Reject…
            </Button>
          )}
          {onGoOn && (
            <Button size="small" onClick={onGoOn}>
              Go on now
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function ChangeSkeleton() {
  return (
    <Page title="Change">
      <Loading what="the change">
        <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <Skeleton className="h-96 rounded-card" />
          <Skeleton className="h-72 rounded-card" />
        </div>
      </Loading>
    </Page>
  );
}
