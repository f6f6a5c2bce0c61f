import { X } from "lucide-react";
import { FilterSelect } from "@/components/FilterSelect";
import { SearchInput } from "@/components/SearchInput";
import { IconButton } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import type { AdAccount, Advertiser } from "@/lib/accounts";
import { AUTHOR_KINDS, type AuthorKind, CHANGE_KINDS, type ChangeKind } from "@/lib/changes";
import { AUTHOR_WORDS, KIND_WORDS } from "./words";

export interface ChangeFilterValues {
  q?: string;
  kind?: ChangeKind;
  author?: AuthorKind;
  advertiser?: string;
  account?: string;
  mine?: boolean;
}

const NONE: { [Key in keyof ChangeFilterValues]: undefined } = {
  q: undefined,
  kind: undefined,
  author: undefined,
  advertiser: undefined,
  account: undefined,
  mine: undefined,
};

export function ChangeFilters({ value, onChange, advertisers, accounts, showMine }: {
  value: ChangeFilterValues;
  onChange: (change: { [Key in keyof ChangeFilterValues]?: ChangeFilterValues[Key] | undefined }) => void;
  advertisers: Advertiser[];
  accounts: AdAccount[];
  /** Only what waits can wait for me. */
  showMine: boolean;
}) {
  const filtered = Object.keys(NONE).some((key) => value[key as keyof ChangeFilterValues] !== undefined);
  const ofAdvertiser = accounts.filter((account) => !value.advertiser || account.advertiser_id === value.advertiser);
  const half = "max-sm:w-[calc(50%-4px)]";
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput className="w-52 max-sm:w-full" placeholder="Search changes" value={value.q} onChange={(q) => onChange({ q })} />
      <FilterSelect
        className={`w-36 ${half}`}
        label="Kind"
        all="All kinds"
        choices={CHANGE_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
        value={value.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterSelect
        className={`w-38 ${half}`}
        label="Proposed by"
        all="By anybody"
        choices={AUTHOR_KINDS.map((kind) => ({ value: kind, label: AUTHOR_WORDS[kind] }))}
        value={value.author}
        onChange={(author) => onChange({ author })}
      />
      {advertisers.length > 1 && (
        <FilterSelect
          className={`w-40 ${half}`}
          label="Advertiser"
          all="All advertisers"
          choices={advertisers.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.advertiser}
          onChange={(advertiser) => onChange({ advertiser, account: undefined })}
        />
      )}
      {ofAdvertiser.length > 1 && (
        <FilterSelect
          className={`w-38 ${half}`}
          label="Ad account"
          all="All accounts"
          choices={ofAdvertiser.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.account}
          onChange={(account) => onChange({ account })}
        />
      )}
      {showMine && (
        <CheckboxLine checked={value.mine ?? false} onChange={(on) => onChange({ mine: on || undefined })} label="Needs my approval" />
      )}
      {filtered && (
        <IconButton label="Clear the filters" onClick={() => onChange(NONE)}>
          <X className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
