import { Copy, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import type { StepProps } from "../EditCampaignPage";
import type { DraftAdGroup } from "../draft";
import { messageAt } from "../problems";
import { KeywordField } from "./KeywordField";
import { PlacesFields } from "./PlacesFields";
import type { DraftSearch } from "./draftSearch";

/** Places and languages of the campaign, and ad groups with their keywords. */
export function SearchGroups({ editor, problems, account, callToAction, search }: StepProps & { search: DraftSearch }) {
  const { draft, edit } = editor;
  const set = (fields: Partial<DraftSearch>) => edit({ type: "set", fields: { search: { ...search, ...fields } } });
  return (
    <div className="flex flex-col gap-6">
      <PlacesFields
        search={search}
        adAccountId={account?.id ?? null}
        problems={problems}
        onChange={set}
      />
      {draft.adGroups.map((group) => (
        <GroupCard key={group.key} group={group} alone={draft.adGroups.length === 1} problems={problems} edit={edit} />
      ))}
      <div>
        <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => edit({ type: "addGroup", callToAction })}>
          Add an ad group
        </Button>
      </div>
      <KeywordField
        label="Negative keywords of the campaign"
        optional
        value={search.negativeKeywords}
        error={messageAt(problems, "search.negative_keywords")}
        help="No ad of any ad group is shown to searches with these words."
        onChange={(negativeKeywords) => set({ negativeKeywords })}
      />
    </div>
  );
}

function GroupCard({ group, alone, problems, edit }: {
  group: DraftAdGroup;
  alone: boolean;
  problems: StepProps["problems"];
  edit: StepProps["editor"]["edit"];
}) {
  const set = (fields: Partial<Pick<DraftAdGroup, "name" | "keywords" | "negativeKeywords">>) =>
    edit({ type: "setGroup", group: group.key, fields });
  return (
    <Card className="flex flex-col gap-4 p-4 sm:p-5" aria-label={group.name}>
      <div className="flex items-end gap-2">
        <Field label="Ad group" required className="flex-1" error={messageAt(problems, "name", group.id)}>
          <Input value={group.name} maxLength={200} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <IconButton label={`Copy ${group.name} with its ads`} onClick={() => edit({ type: "copyGroup", group: group.key })}>
          <Copy className="size-4" />
        </IconButton>
        <IconButton label={`Remove ${group.name}`} disabled={alone} onClick={() => edit({ type: "removeGroup", group: group.key })}>
          <Trash2 className="size-4" />
        </IconButton>
      </div>
      <div className="grid items-start gap-4 md:grid-cols-[3fr_2fr]">
        <KeywordField
          label="Keywords"
          required
          value={group.keywords}
          error={messageAt(problems, "targeting.keywords", group.id)}
          help={<Notation />}
          onChange={(keywords) => set({ keywords })}
        />
        <KeywordField
          label="Negative keywords"
          optional
          value={group.negativeKeywords}
          error={messageAt(problems, "targeting.negative_keywords", group.id)}
          help="Searches that this ad group leaves out."
          onChange={(negativeKeywords) => set({ negativeKeywords })}
        />
      </div>
    </Card>
  );
}

function Notation() {
  return (
    <>
      One on each line: <code>[exact]</code> for this search alone, <code>"phrase"</code> for searches that mean it, <code>broad</code> for
      related ones.
    </>
  );
}
