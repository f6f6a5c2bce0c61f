import { useQuery } from "@tanstack/react-query";
import { CirclePause, ImageIcon, Layers, Play, Wallet } from "lucide-react";
import { useState } from "react";
import { Picture } from "@/components/Picture";
import { Badge } from "@/components/ui/Badge";
import { Button, IconButton } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { EmptyState } from "@/components/ui/states";
import { adAccountsQuery } from "@/lib/accounts";
import { type Ad, type AdGroup, type Campaign, thumbnailAddress } from "@/lib/campaign";
import { usePlaceNames } from "@/lib/places";
import { useMay } from "@/lib/session";
import { BudgetDialog } from "./BudgetDialog";
import { NeverTouchButton } from "./NeverTouchButton";
import { ObservedLine } from "./ObservedLine";
import { ProposeDialog, type Verb } from "./ProposeDialog";
import { ReviewBadge, StateBadge } from "./StateBadges";
import { amountWords, audienceWords } from "./detailWords";
import type { NodeRef } from "./propose";

interface Act {
  verb: Verb | "budget";
  node: NodeRef;
  budget?: AdGroup["budget"];
}

/** Ad groups and ads: as they should be, and where the platform shows something else. */
export function CampaignTree({ campaign }: { campaign: Campaign }) {
  const mayBuild = useMay("build");
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const places = usePlaceNames(campaign.ad_account_id, campaign.ad_groups.flatMap((group) => group.targeting?.countries ?? []));
  const [act, setAct] = useState<Act | null>(null);
  const changeable = mayBuild && !campaign.open_change && campaign.external_id !== null && campaign.origin !== "file";
  if (campaign.ad_groups.length === 0) {
    return (
      <EmptyState icon={Layers} title="No ad group yet">
        An ad group holds an audience and the ads for it. Go on building to add one.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ObservedLine node={campaign} />
      {campaign.ad_groups.map((group) => (
        <Card key={group.id} aria-label={group.name}>
          <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1 basis-60">
              <h2 className="flex flex-wrap items-center gap-2 text-base">
                <span className="min-w-0 break-words">{group.name}</span>
                <span className="font-sans">
                  <StateBadge state={group.state} />
                </span>
              </h2>
              <p className="text-sm text-ink-soft">
                {audienceWords(group, places)}
                {group.budget && ` · ${amountWords(group.budget)}`}
              </p>
            </div>
            {group.external_id && (
              <span className="flex gap-1">
                {changeable && (
                  <NodeActions
                    state={group.state}
                    name={group.name}
                    onAct={(verb) => setAct({ verb, node: { level: "ad_group", id: group.id, name: group.name }, budget: group.budget })}
                    budget={group.budget !== null}
                  />
                )}
                <NeverTouchButton accountId={campaign.ad_account_id} id={group.id} name={group.name} />
              </span>
            )}
          </header>
          <div className="px-4">
            <ObservedLine node={group} />
            <ul className="divide-y divide-line">
              {group.ads.map((ad) => (
                <AdLine
                  key={ad.id}
                  ad={ad}
                  accountId={campaign.ad_account_id}
                  changeable={changeable}
                  onAct={(verb) => setAct({ verb, node: { level: "ad", id: ad.id, name: ad.name } })}
                />
              ))}
              {group.ads.length === 0 && <li className="py-3 text-sm text-ink-soft">No ad in this ad group.</li>}
            </ul>
          </div>
        </Card>
      ))}
      {act && act.verb !== "budget" && <ProposeDialog verb={act.verb} campaign={campaign} node={act.node} onClose={() => setAct(null)} />}
      {act?.verb === "budget" && (
        <BudgetDialog
          campaign={campaign}
          account={accounts.find((each) => each.id === campaign.ad_account_id)}
          node={act.node}
          budget={act.budget ?? null}
          onClose={() => setAct(null)}
        />
      )}
    </div>
  );
}

function NodeActions({ state, name, budget, onAct }: {
  state: string;
  name: string;
  budget?: boolean;
  onAct: (verb: Verb | "budget") => void;
}) {
  return (
    <span className="flex gap-1">
      {budget && (
        <Button size="small" look="quiet" icon={<Wallet aria-hidden className="size-4" />} aria-label={`Edit the budget of ${name}`} onClick={() => onAct("budget")}>
          Budget
        </Button>
      )}
      {state === "active" && (
        <IconButton size="small" label={`Pause ${name}`} onClick={() => onAct("pause")}>
          <CirclePause className="size-4" />
        </IconButton>
      )}
      {state === "paused" && (
        <IconButton size="small" label={`Resume ${name}`} onClick={() => onAct("resume")}>
          <Play className="size-4" />
        </IconButton>
      )}
    </span>
  );
}

function AdLine({ ad, accountId, changeable, onAct }: {
  ad: Ad;
  accountId: string | null;
  changeable: boolean;
  onAct: (verb: Verb) => void;
}) {
  return (
    <li className="py-3">
      <div className="flex items-start gap-3">
        <Picture
          src={thumbnailAddress(ad.content)}
          alt=""
          className="size-14 shrink-0 rounded-control bg-sunken object-cover"
          instead={
            <span className="flex size-14 shrink-0 items-center justify-center rounded-control bg-sunken text-ink-faint">
              <ImageIcon aria-hidden className="size-5" />
            </span>
          }
        />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2 text-base font-semibold">
            <span className="min-w-0 break-words">{ad.name}</span>
            <StateBadge state={ad.state} />
            <ReviewBadge review={ad.review} />
            {ad.creative_version && <Badge>version {ad.creative_version}</Badge>}
          </p>
          <p className="text-base break-words">{ad.content.headline || "No headline"}</p>
          <p className="line-clamp-2 text-sm break-words text-ink-soft">{ad.content.primary_text}</p>
        </div>
        {ad.external_id && (
          <span className="flex gap-1">
            {changeable && <NodeActions state={ad.state} name={ad.name} onAct={(verb) => verb !== "budget" && onAct(verb)} />}
            <NeverTouchButton accountId={accountId} id={ad.id} name={ad.name} />
          </span>
        )}
      </div>
      {ad.review === "rejected" && (
        <div className="mt-2 rounded-control border border-negative-border bg-negative-ground px-3 py-2 text-sm text-negative">
          <p className="font-semibold">The platform declined this ad. Correct it in a new ad and launch that; this one does not run.</p>
          <ul className="mt-1 list-disc pl-5">
            {ad.review_reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      <ObservedLine node={ad} />
    </li>
  );
}
