import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Age } from "@/components/Instant";
import { CampaignStatus } from "@/components/CampaignStatus";
import { PlatformMark } from "@/components/PlatformMark";
import { Card } from "@/components/ui/Card";
import { ChangeStatusBadge } from "@/features/changes/ChangeStatusBadge";
import { budgetWords, scheduleWords } from "@/features/campaigns/detail/detailWords";
import { type Campaign, campaignQuery } from "@/lib/campaign";
import { changesQuery } from "@/lib/changes";
import { zoneCity } from "@/lib/days";
import { formatPercent, plural } from "@/lib/format";
import type { InitiativeCampaign } from "@/lib/initiatives";
import { platformName } from "@/lib/platforms";
import { budgetShares } from "./budgetSplit";

const SHOWN_CHANGES = 3;

/** One of the two campaigns: how it stands, what it may cost, what is about to change. */
export function CampaignSide({ campaign, all }: { campaign: InitiativeCampaign; all: readonly InitiativeCampaign[] }) {
  const { data: whole } = useQuery(campaignQuery(campaign.id));
  const share = budgetShares(all)?.[all.indexOf(campaign)];
  return (
    <Card aria-label={platformName(campaign.platform)} className="flex min-w-0 flex-col">
      <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-3">
        <h2 className="flex min-w-0 items-center gap-2 text-lg">
          <PlatformMark platform={campaign.platform} />
          <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className="min-w-0 break-words hover:underline">
            {campaign.name}
          </Link>
        </h2>
        <CampaignStatus status={campaign.status} />
      </header>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5 px-5 text-base">
        <Line name="Ad account">{campaign.ad_account_name}</Line>
        <Line name="Budget">
          {whole ? budgetWords(whole) : "…"}
          {share !== undefined && <span className="text-ink-soft"> · {formatPercent(share)} of both</span>}
        </Line>
        <Line name="Schedule">{whole ? scheduleWords(whole, campaign.zone) : "…"}</Line>
        <Line name="Counted in">
          {campaign.currency}, days of {zoneCity(campaign.zone)}
        </Line>
        {whole?.status === "draft" && (
          <Line name="Before launch">
            <Readiness campaign={whole} />
          </Line>
        )}
      </dl>
      <Changes campaignId={campaign.id} />
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Readiness({ campaign }: { campaign: Campaign }) {
  const errors = campaign.problems.filter((problem) => problem.severity === "error").length;
  if (errors === 0) return <span className="text-positive">Nothing stands in the way</span>;
  return <span className="text-negative">{plural(errors, "thing")} to put right</span>;
}

function Changes({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(changesQuery({ campaign_id: campaignId, limit: SHOWN_CHANGES }));
  return (
    <section aria-label="Changes" className="mt-4 border-t border-line px-5 py-3">
      {!data || data.total === 0 ? (
        <p className="text-sm text-ink-soft">{data ? "No change yet." : "…"}</p>
      ) : (
        <ul className="grid gap-2">
          {data.items.map((change) => (
            <li key={change.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link to="/changes/$changeId" params={{ changeId: change.id }} className="min-w-0 flex-1 basis-40 break-words hover:underline">
                {change.title}
              </Link>
              <span className="text-sm text-ink-soft">
                <Age instant={change.created_at} />
              </span>
              <ChangeStatusBadge status={change.status} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
