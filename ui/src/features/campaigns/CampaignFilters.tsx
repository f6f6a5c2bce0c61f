import { Waypoints, X } from "lucide-react";
import type { ReactNode } from "react";
import type { CampaignStatus, Purpose } from "@/api";
import { campaignStatusChoices } from "@/components/CampaignStatus";
import { FilterSelect } from "@/components/FilterSelect";
import { SearchInput } from "@/components/SearchInput";
import { IconButton } from "@/components/ui/Button";
import type { AdAccount, Advertiser } from "@/lib/accounts";
import { cn } from "@/lib/className";
import { purposeChoices } from "@/lib/words";

export interface CampaignFilterValues {
  q?: string;
  status?: CampaignStatus;
  purpose?: Purpose;
  /** Only campaigns of ideas that run on both platforms. */
  initiative?: boolean;
  advertiser?: string;
  account?: string;
}

export const NO_FILTERS: Readonly<Record<keyof CampaignFilterValues, undefined>> = {
  q: undefined,
  status: undefined,
  purpose: undefined,
  initiative: undefined,
  advertiser: undefined,
  account: undefined,
};

export function CampaignFilters({ value, onChange, advertisers, accounts, children }: {
  value: CampaignFilterValues;
  onChange: (change: CampaignFilterValues) => void;
  advertisers: Advertiser[];
  accounts: AdAccount[];
  /** What stands at the end of the row: the choice of columns. */
  children: ReactNode;
}) {
  const filtered = Boolean(value.q ?? value.status ?? value.purpose ?? value.initiative ?? value.advertiser ?? value.account);
  const ofAdvertiser = accounts.filter((account) => !value.advertiser || account.advertiser_id === value.advertiser);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        className="max-sm:-order-1 w-40 max-sm:w-auto max-sm:min-w-48 max-sm:flex-1"
        placeholder="Search"
        label="Search campaigns"
        value={value.q}
        onChange={(q) => onChange({ q })}
      />
      <FilterSelect
        className="w-34 max-sm:w-[calc(50%-4px)]"
        label="Status"
        all="All statuses"
        choices={campaignStatusChoices}
        value={value.status}
        onChange={(status) => onChange({ status })}
      />
      <FilterSelect
        className="w-37 max-sm:w-[calc(50%-4px)]"
        label="Purpose"
        all="All purposes"
        choices={purposeChoices}
        value={value.purpose}
        onChange={(purpose) => onChange({ purpose })}
      />
      <FilterSelect
        className="w-40 max-sm:w-[calc(50%-4px)]"
        label="Advertiser"
        all="All advertisers"
        choices={advertisers.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.advertiser}
        onChange={(advertiser) => onChange({ advertiser, account: undefined })}
      />
      {ofAdvertiser.length > 1 && (
        <FilterSelect
          className="w-38 max-sm:w-[calc(50%-4px)]"
          label="Ad account"
          all="All accounts"
          choices={ofAdvertiser.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.account}
          onChange={(account) => onChange({ account })}
        />
      )}
      <IconButton
        label="Only initiatives on both platforms"
        aria-pressed={value.initiative ?? false}
        className={cn("max-sm:-order-1", value.initiative && "border border-amber-border bg-amber-ground text-ink")}
        onClick={() => onChange({ initiative: value.initiative ? undefined : true })}
      >
        <Waypoints className="size-4" />
      </IconButton>
      {filtered && (
        <IconButton label="Clear the filters" onClick={() => onChange(NO_FILTERS)}>
          <X className="size-4" />
        </IconButton>
      )}
      <div className="flex gap-2 max-sm:-order-1 sm:ml-auto">{children}</div>
    </div>
  );
}
