import { useQuery } from "@tanstack/react-query";
import { Building2, Megaphone, Tag, WalletCards } from "lucide-react";
import { useState } from "react";
import { campaignsGet, campaignsListAll } from "@/api";
import { Combobox } from "@/components/ui/Combobox";
import type { Choice } from "@/components/ui/Select";
import { type AdAccount, type Advertiser, adAccountsQuery, advertisersQuery } from "@/lib/accounts";
import { useMe } from "@/lib/session";
import type { Scope } from "./queries";

export interface ScopeValue {
  scope: Scope;
  id?: string;
}

const icon = "size-4 shrink-0 text-ink-faint";
const LEAST_TYPED = 2;

/** Whose numbers are shown: all, an advertiser, an account, or a campaign found by its name. */
export function ScopePicker({ value, onChange }: { value: ScopeValue; onChange: (value: ScopeValue) => void }) {
  const me = useMe();
  const [typed, setTyped] = useState("");
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const { data: campaigns } = useQuery({
    queryKey: ["campaigns", "scope", typed],
    queryFn: () => campaignsListAll({ query: { search: typed, limit: 8 } }),
    enabled: typed.trim().length >= LEAST_TYPED,
  });
  const { data: chosenCampaign } = useQuery({
    queryKey: ["campaign", value.id, "name"],
    queryFn: () => campaignsGet({ path: { campaign_id: value.id ?? "" } }),
    enabled: value.scope === "campaign" && value.id !== undefined,
  });

  const found = typed.trim().length >= LEAST_TYPED ? (campaigns?.items ?? []) : chosenCampaign ? [chosenCampaign] : [];
  const choices = [
    ...scopeChoices(me.organization.name, advertisers, accounts).filter((choice) => fits(choice, typed)),
    ...found.map((campaign) => ({
      value: `campaign:${campaign.id}`,
      label: campaign.name,
      hint: "Campaign",
      icon: <Megaphone aria-hidden className={icon} />,
    })),
  ];
  return (
    <Combobox
      aria-label="Whose numbers"
      className="w-64 max-sm:w-full"
      choices={choices}
      value={value.id ? `${value.scope}:${value.id}` : "organization"}
      searchPlaceholder="Advertiser, account or campaign"
      onSearch={setTyped}
      onChange={(chosen) => {
        const [scope, id] = chosen.split(":");
        onChange({ scope: scope as Scope, id });
      }}
    />
  );
}

function scopeChoices(organization: string, advertisers: Advertiser[], accounts: AdAccount[]): Choice[] {
  const nameOf = new Map(advertisers.map((advertiser) => [advertiser.id, advertiser.name]));
  return [
    { value: "organization", label: `All of ${organization}`, icon: <Building2 aria-hidden className={icon} /> },
    ...advertisers.map((advertiser) => ({
      value: `advertiser:${advertiser.id}`,
      label: advertiser.name,
      hint: "Advertiser",
      icon: <Tag aria-hidden className={icon} />,
    })),
    ...accounts.map((account) => ({
      value: `account:${account.id}`,
      label: account.name,
      hint: ["Ad account", nameOf.get(account.advertiser_id ?? ""), account.currency].filter(Boolean).join(" · "),
      icon: <WalletCards aria-hidden className={icon} />,
    })),
  ];
}

function fits(choice: Choice, typed: string): boolean {
  return `${choice.label} ${choice.hint ?? ""}`.toLowerCase().includes(typed.trim().toLowerCase());
}
