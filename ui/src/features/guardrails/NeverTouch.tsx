import { skipToken, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { type NeverTouchedOut, campaignsListAll } from "@/api";
import { IconButton } from "@/components/ui/Button";
import { Combobox } from "@/components/ui/Combobox";
import { Field } from "@/components/ui/Field";
import { campaignQuery } from "@/lib/campaign";
import { withoutUnset } from "@/lib/search";
import { partsOf } from "./neverTouched";

const SHOWN = 50;

/** Campaigns, ad groups and ads that no change may touch, nor anything within them. */
export function NeverTouch({ advertiserId, accountId, value, saved, onChange }: {
  advertiserId: string | undefined;
  accountId: string | undefined;
  value: readonly string[];
  /** The names of what is on the list already. */
  saved: readonly NeverTouchedOut[];
  onChange: (value: string[]) => void;
}) {
  const [search, setSearch] = useState("");
  const [campaignId, setCampaignId] = useState<string | null>(null);
  const query = withoutUnset({ advertiser_id: advertiserId, ad_account_id: accountId, search, limit: SHOWN });
  const { data } = useQuery({ queryKey: ["campaigns", "to-protect", query], queryFn: () => campaignsListAll({ query }) });
  const { data: campaign } = useQuery({
    ...campaignQuery(campaignId ?? ""),
    ...(campaignId === null ? { queryFn: skipToken } : {}),
  });
  const [names, setNames] = useState(() => Object.fromEntries(saved.map((each) => [each.id, savedName(each)])));
  const nameOf = (id: string) => names[id] ?? `Entity ${id.slice(0, 8)}`;
  const parts = campaign ? partsOf(campaign).filter((part) => !value.includes(part.value)) : [];
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Never touch" help="First the campaign, then all of it, or one of its ad groups or ads.">
          <Combobox
            placeholder="Choose a campaign"
            searchPlaceholder="Search campaigns"
            choices={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={campaignId}
            onSearch={setSearch}
            onChange={setCampaignId}
          />
        </Field>
        {campaignId !== null && (
          <Field label="Which part of it" help="Nothing in it is changed, not even paused.">
            <Combobox
              placeholder="Add to the list"
              choices={parts}
              value={null}
              onChange={(id) => {
                const part = parts.find((each) => each.value === id);
                setNames((known) => ({ ...known, [id]: part?.name ?? nameOf(id) }));
                onChange([...value, id]);
                setCampaignId(null);
              }}
            />
          </Field>
        )}
      </div>
      {value.length > 0 && (
        <ul aria-label="Never touched" className="flex flex-col divide-y divide-line rounded-control border border-line">
          {value.map((id) => (
            <li key={id} className="flex items-center gap-2 py-1 pr-1 pl-3 text-base">
              <span className="min-w-0 flex-1 truncate">{nameOf(id)}</span>
              <IconButton label={`Take ${nameOf(id)} off the list`} size="small" onClick={() => onChange(value.filter((each) => each !== id))}>
                <X className="size-4" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const savedName = ({ level, name, campaign_name }: NeverTouchedOut): string => (level === "campaign" ? name : `${campaign_name} › ${name}`);
