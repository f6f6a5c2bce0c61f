import { useQuery } from "@tanstack/react-query";
import { Copy, Pencil, Plus, Trash2, UsersRound } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Combobox } from "@/components/ui/Combobox";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import type { Targeting } from "@/lib/campaign";
import { platformsQuery } from "@/lib/platforms";
import { AudienceDialog } from "./AudienceDialog";
import { AudienceSize } from "./AudienceSize";
import type { StepProps } from "./EditCampaignPage";
import type { DraftAdGroup } from "./draft";
import { messageAt } from "./problems";
import { type Audience, audiencesQuery } from "./queries";
import { SearchGroups } from "./search/SearchGroups";
import { describeTargeting } from "./targeting";

/** Ad groups, each with whom it is for: an audience, or on Search what people look for. */
export function AudienceStep(props: StepProps) {
  const { search } = props.editor.draft;
  return search ? <SearchGroups {...props} search={search} /> : <AudienceGroups {...props} />;
}

function AudienceGroups({ editor, problems, account, callToAction }: StepProps) {
  const { draft, edit } = editor;
  const { data: audiences = [] } = useQuery(audiencesQuery(draft.advertiserId));
  const [dialog, setDialog] = useState<{ group: DraftAdGroup; audience: Audience | null } | null>(null);
  return (
    <div className="flex flex-col gap-4">
      {draft.adGroups.map((group) => (
        <GroupCard
          key={group.key}
          group={group}
          alone={draft.adGroups.length === 1}
          adAccountId={account?.id ?? null}
          audiences={audiences}
          problem={messageAt(problems, "audience_id", group.id)}
          nameProblem={messageAt(problems, "name", group.id)}
          edit={edit}
          onNew={() => setDialog({ group, audience: null })}
          onEdit={(audience) => setDialog({ group, audience })}
        />
      ))}
      {draft.adGroups.length === 0 && (
        <p className="rounded-card border border-dashed border-line-strong px-5 py-8 text-center text-base text-ink-soft">
          The campaign has no ad group. Add one: it holds an audience and the ads for it.
        </p>
      )}
      <div>
        <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => edit({ type: "addGroup", callToAction })}>
          Add an ad group
        </Button>
      </div>
      {dialog && (
        <AudienceDialog
          audience={dialog.audience}
          like={ownTargeting(dialog.group)}
          advertiserId={draft.advertiserId}
          adAccountId={account?.id ?? null}
          onClose={() => setDialog(null)}
          onSaved={(saved) => {
            edit({ type: "setGroup", group: dialog.group.key, fields: { audienceId: saved.id, targeting: saved.targeting } });
            setDialog(null);
          }}
        />
      )}
    </div>
  );
}

/** What an ad group targets without an audience: as it came from the platform, or was written for both. */
function ownTargeting({ name, audienceId, targeting }: DraftAdGroup): { name: string; targeting: Targeting } | null {
  return audienceId === null && targeting ? { name, targeting } : null;
}

function GroupCard({ group, alone, adAccountId, audiences, problem, nameProblem, edit, onNew, onEdit }: {
  group: DraftAdGroup;
  alone: boolean;
  adAccountId: string | null;
  audiences: readonly Audience[];
  problem: string | null;
  nameProblem: string | null;
  edit: StepProps["editor"]["edit"];
  onNew: () => void;
  onEdit: (audience: Audience) => void;
}) {
  const { data: platforms } = useQuery(platformsQuery);
  const chosen = audiences.find((audience) => audience.id === group.audienceId);
  const targeting = chosen?.targeting ?? group.targeting;
  const isOwn = ownTargeting(group) !== null;
  return (
    <Card className="p-4 sm:p-5" aria-label={group.name}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Ad group" required error={nameProblem}>
          <Input
            value={group.name}
            maxLength={200}
            onChange={(event) => edit({ type: "setGroup", group: group.key, fields: { name: event.target.value } })}
          />
        </Field>
        <Field label="Audience" required error={problem}>
          <Combobox
            choices={audiences.map((audience) => ({
              value: audience.id,
              label: audience.name,
              hint: describeTargeting(audience.targeting, platforms),
            }))}
            value={group.audienceId}
            placeholder={isOwn ? "Its own, as below" : "Choose an audience"}
            empty="No audience of this name. Make a new one."
            onChange={(audienceId) => {
              const targeting = audiences.find((audience) => audience.id === audienceId)?.targeting ?? null;
              edit({ type: "setGroup", group: group.key, fields: { audienceId, targeting } });
            }}
          />
        </Field>
      </div>
      {targeting && (
        <p className="mt-3 flex items-start gap-2 text-sm text-ink-soft">
          <UsersRound aria-hidden className="mt-0.5 size-4 shrink-0" />
          {describeTargeting(targeting, platforms)}
        </p>
      )}
      {targeting && <AudienceSize adAccountId={adAccountId} targeting={targeting} />}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={onNew}>
          {isOwn ? "Make it an audience" : "New audience"}
        </Button>
        {chosen && (
          <Button size="small" look="quiet" icon={<Pencil aria-hidden className="size-4" />} onClick={() => onEdit(chosen)}>
            Edit audience
          </Button>
        )}
        <span className="ml-auto flex">
          <IconButton label={`Copy ${group.name} with its ads`} size="small" onClick={() => edit({ type: "copyGroup", group: group.key })}>
            <Copy className="size-4" />
          </IconButton>
          <IconButton label={`Remove ${group.name}`} size="small" disabled={alone} onClick={() => edit({ type: "removeGroup", group: group.key })}>
            <Trash2 className="size-4" />
          </IconButton>
        </span>
      </div>
    </Card>
  );
}
