import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { campaignsListAll } from "@/api";
import { IconButton } from "@/components/ui/Button";
import { Combobox } from "@/components/ui/Combobox";
import { Field } from "@/components/ui/Field";
import { withoutUnset } from "@/lib/search";

const SHOWN = 50;

/** Campaigns that no change may touch, nor anything within them. */
export function NeverTouch({ advertiserId, accountId, value, onChange }: {
  advertiserId: string | undefined;
  accountId: string | undefined;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const [search, setSearch] = useState("");
  const query = withoutUnset({ advertiser_id: advertiserId, ad_account_id: accountId, search, limit: SHOWN });
  const { data } = useQuery({ queryKey: ["campaigns", "to-protect", query], queryFn: () => campaignsListAll({ query }) });
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const found = data?.items ?? [];
  const nameOf = (id: string) => names[id] ?? found.find((campaign) => campaign.id === id)?.name ?? `Entity ${id.slice(0, 8)}`;
  return (
    <div className="flex flex-col gap-2">
      <Field label="Never touch" help="Nothing in these campaigns is changed, not even paused.">
        <Combobox
          placeholder="Add a campaign"
          searchPlaceholder="Search campaigns"
          choices={found.filter((campaign) => !value.includes(campaign.id)).map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onSearch={setSearch}
          onChange={(id) => {
            setNames((known) => ({ ...known, [id]: nameOf(id) }));
            onChange([...value, id]);
          }}
        />
      </Field>
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
