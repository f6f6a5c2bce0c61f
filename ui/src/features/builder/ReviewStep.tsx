import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/Badge";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { zoneCity } from "@/lib/days";
import type { LaunchProblem } from "@/lib/campaign";
import { plural } from "@/lib/format";
import { usePlaceNames } from "@/lib/places";
import { platformName, platformsQuery } from "@/lib/platforms";
import { purposeLabel } from "@/lib/words";
import { CostLine } from "./CostLine";
import { DestinationsCard } from "./DestinationsCard";
import type { StepProps } from "./EditCampaignPage";
import { ProblemList } from "./ProblemList";
import type { Draft, DraftAdGroup } from "./draft";
import { budgetDecimals } from "./draftMoney";
import { audiencesQuery } from "./queries";
import type { StepKey } from "./steps";
import { describeSearch, describeTargeting } from "./targeting";

type Visit = (step: StepKey, problem?: LaunchProblem) => void;

/** Everything once more before it is proposed: the tree, the money, and what is still wrong. */
export function ReviewStep({ why, onWhy, refused, ...props }: StepProps & {
  why: string;
  onWhy: (why: string) => void;
  onVisit: Visit;
  /** What the server said against the launch. */
  refused: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-5">
      <ReviewParts {...props} />
      <Field label="Why" optional help="One sentence for whoever approves it; it stays with the change.">
        <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => onWhy(event.target.value)} />
      </Field>
      <FormProblem message={refused} />
    </div>
  );
}

/** One draft once more: what is wrong, where it leads, what it costs, what will be made. */
export function ReviewParts({ editor, account, nowLocal, onVisit }: StepProps & { onVisit: Visit }) {
  const { draft, problems } = editor;
  const { data } = useQuery(platformsQuery);
  const { data: audiences = [] } = useQuery(audiencesQuery(draft.advertiserId));
  const places = usePlaceNames(account?.id, [...(draft.search?.countries ?? []), ...problems.map(({ message }) => message)]);
  const platform = account?.platform ?? "meta";
  const currency = account?.currency ?? "";
  const ads = draft.adGroups.reduce((sum, group) => sum + group.ads.length, 0);
  return (
    <>
      <Card>
        <CardHeader title="Before the launch" />
        <CardBody>
          <ProblemList problems={problems.map((problem) => ({ ...problem, message: places.within(problem.message) }))} onVisit={onVisit} />
        </CardBody>
      </Card>
      <DestinationsCard campaignId={editor.campaignId} onChecked={editor.recheck} />
      <Card>
        <CardHeader title="What it costs" description={account ? `In ${account.currency}, days of ${zoneCity(account.zone)}.` : undefined} />
        <CardBody>
          <CostLine draft={draft} currency={currency} decimals={budgetDecimals(data, platform, currency)} nowLocal={nowLocal} />
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="What will be made" description={`1 campaign, ${plural(draft.adGroups.length, "ad group")}, ${plural(ads, "ad")}. Everything is made paused and switched on last.`} />
        <CardBody>
          <Tree
            draft={draft}
            whom={(group) => {
              if (draft.search) return describeSearch(draft.search, group, places);
              const audience = audiences.find((each) => each.id === group.audienceId);
              return audience ? `${audience.name}: ${describeTargeting(audience.targeting, data)}` : "no audience yet";
            }}
          >
            {platformName(platform)} · {account?.name ?? "no account"} · {draft.purpose ? purposeLabel(draft.purpose) : "no purpose"}
          </Tree>
        </CardBody>
      </Card>
    </>
  );
}

function Tree({ draft, whom, children }: { draft: Draft; whom: (group: DraftAdGroup) => string; children: ReactNode }) {
  return (
    <div>
      <p className="text-base font-semibold break-words">{draft.name}</p>
      <p className="text-sm text-ink-soft">{children}</p>
      <ul className="mt-3 flex flex-col gap-3 border-l-2 border-line pl-4">
        {draft.adGroups.map((group) => (
          <li key={group.key}>
            <p className="text-base font-semibold">{group.name}</p>
            <p className="text-sm text-ink-soft">{whom(group)}</p>
            <ul className="mt-1.5 flex flex-col gap-1 border-l-2 border-line pl-4">
              {group.ads.map((ad) => (
                <li key={ad.key} className="flex flex-wrap items-baseline gap-x-2 text-base">
                  <span>{ad.name}</span>
                  <span className="min-w-0 truncate text-sm text-ink-soft">{ad.content.headline || "no headline yet"}</span>
                  {!draft.search && !ad.content.assetId && <Badge tone="warning">no image</Badge>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}
