import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CircleCheck, CircleX, Link2Off } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type DecidedByLinkOut, type SharedChangeOut, approvalsShow } from "@/api";
import { brand } from "@/brand";
import { useTitle } from "@/components/Page";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Loading, Skeleton } from "@/components/ui/states";
import { CostPerDay } from "@/features/changes/CostPerDay";
import { DiffTable } from "@/features/changes/DiffTable";
import { FindingList } from "@/features/changes/GuardrailsCard";
import { guardrailsWords } from "@/features/changes/approvals";
import { countWords, reworded } from "@/features/changes/diff";
import { ChangePreviews } from "@/features/previews/ChangePreviews";
import { formatInstant } from "@/lib/days";
import { namingPlaces } from "@/lib/places";
import { sentenceOf } from "@/lib/problem";
import { DecisionForm } from "./DecisionForm";

const route = getRouteApi("/approve/$token");

/** What somebody without an account sees who was sent a link: what will change, what it costs, and a decision. */
export function ApprovalPage() {
  const { token } = route.useParams();
  const [decided, setDecided] = useState<DecidedByLinkOut | null>(null);
  const { data, error } = useQuery({
    queryKey: ["approval", token],
    queryFn: () => approvalsShow({ path: { token } }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  useTitle("Approval");
  if (decided) return <Decided decided={decided} />;
  if (error) return <Closed sentence={sentenceOf(error)} />;
  if (!data) {
    return (
      <Frame>
        <Loading what="what you are asked to approve">
          <Skeleton className="h-96 rounded-card" />
        </Loading>
      </Frame>
    );
  }
  return <Shared token={token} shared={data} onDecided={setDecided} />;
}

function Shared({ token, shared, onDecided }: { token: string; shared: SharedChangeOut; onDecided: (decided: DecidedByLinkOut) => void }) {
  return (
    <Frame organization={shared.organization}>
      <p className="text-base text-ink-soft">
        {shared.sent_by} of {shared.organization} asks for your approval.
      </p>
      <h1 className="mt-1 text-2xl break-words">{shared.title}</h1>
      {shared.why && <p className="mt-2 text-lg break-words">“{shared.why}”</p>}
      <div className="mt-6 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ChangePreviews previews={shared.previews} />
          <Card>
            <CardHeader title="Before and after" description={countWords(shared.diff)} />
            <CardBody>
              <DiffTable diff={reworded(shared.diff, namingPlaces(shared.places))} />
            </CardBody>
          </Card>
          {shared.findings.length > 0 && (
            <Card>
              <CardHeader title="Guardrails" description={guardrailsWords(shared.findings)} />
              <CardBody>
                <FindingList findings={shared.findings} />
              </CardBody>
            </Card>
          )}
        </div>
        <Card className="lg:sticky lg:top-6">
          <CardBody className="flex flex-col gap-4 pt-5">
            <dl className="flex flex-col gap-3 text-base [&_dt]:text-sm [&_dt]:text-ink-soft">
              <div>
                <dt>Cost per day</dt>
                <dd className="text-lg">
                  <CostPerDay cost={shared.cost_per_day} />
                </dd>
              </div>
              <div>
                <dt>Proposed by</dt>
                <dd>{shared.author}</dd>
              </div>
              <div>
                <dt>This link is good until</dt>
                <dd>{formatInstant(shared.expires_at)}</dd>
              </div>
            </dl>
            <DecisionForm token={token} recipient={shared.recipient} onDecided={onDecided} />
          </CardBody>
        </Card>
      </div>
    </Frame>
  );
}

const OUTCOMES = {
  approved: "You have approved it. It is being applied now; you can close this page.",
  rejected: "You have rejected it. Nothing changes; whoever proposed it sees your reason.",
  proposed: "Your approval is noted. Others still have to approve; you can close this page.",
} as const;

function Decided({ decided }: { decided: DecidedByLinkOut }) {
  const rejected = decided.status === "rejected";
  const words = decided.status === "rejected" || decided.status === "proposed" ? OUTCOMES[decided.status] : OUTCOMES.approved;
  const Icon = rejected ? CircleX : CircleCheck;
  return (
    <Message icon={<Icon aria-hidden className={`size-6 ${rejected ? "text-negative" : "text-positive"}`} />} title={decided.title}>
      {words}
    </Message>
  );
}

function Closed({ sentence }: { sentence: string }) {
  return (
    <Message icon={<Link2Off aria-hidden className="size-6 text-ink-soft" />} title="This link cannot be used">
      {sentence}
    </Message>
  );
}

function Message({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Frame>
      <div role="status" className="mx-auto flex max-w-md flex-col items-center py-16 text-center">
        <span className="mb-4 flex size-14 items-center justify-center rounded-card border border-line bg-surface">{icon}</span>
        <h1 className="text-xl break-words">{title}</h1>
        <p className="mt-2 text-base text-ink-soft">{children}</p>
      </div>
    </Frame>
  );
}

function Frame({ organization, children }: { organization?: string; children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-sunken">
      <header className="border-b border-line bg-surface">
        <p className="mx-auto flex h-14 max-w-6xl items-center gap-2.5 px-4 font-heading text-base font-semibold sm:px-6">
          <img src={brand.mark} alt="" className="size-7" />
          {organization ?? brand.name}
        </p>
      </header>
      <main className="mx-auto max-w-6xl px-4 py-8 sm:px-6">{children}</main>
    </div>
  );
}
