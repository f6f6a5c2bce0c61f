import { useQuery } from "@tanstack/react-query";
import { Select } from "@/components/ui/Select";
import { Field } from "@/components/ui/Field";
import { adAccountsQuery, advertisersQuery } from "@/lib/accounts";

/** For whom settings are made: the organization, an advertiser, or an ad account. */
export type ScopeValue = { scope: "organization" } | { scope: "advertiser" | "ad_account"; id: string };

const ORGANIZATION = "organization";

export function ScopeChoice({ value, withAccounts, onChange }: {
  value: ScopeValue;
  withAccounts: boolean;
  onChange: (value: ScopeValue) => void;
}) {
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const choices = [
    { value: ORGANIZATION, label: "The whole organization" },
    ...advertisers.map(({ id, name }) => ({ value: `advertiser ${id}`, label: name, hint: "Advertiser" })),
    ...(withAccounts ? accounts : [])
      .filter((account) => account.platform !== "file")
      .map(({ id, name, currency }) => ({ value: `ad_account ${id}`, label: name, hint: `Ad account in ${currency}` })),
  ];
  return (
    <Field label="For">
      <Select
        className="w-full sm:max-w-sm"
        choices={choices}
        value={value.scope === "organization" ? ORGANIZATION : `${value.scope} ${value.id}`}
        onChange={(chosen) => {
          const [scope, id] = chosen.split(" ");
          onChange(id && (scope === "advertiser" || scope === "ad_account") ? { scope, id } : { scope: "organization" });
        }}
      />
    </Field>
  );
}

export const SCOPE_WORDS: Readonly<Record<ScopeValue["scope"], string>> = {
  organization: "Organization",
  advertiser: "Advertiser",
  ad_account: "Ad account",
};
