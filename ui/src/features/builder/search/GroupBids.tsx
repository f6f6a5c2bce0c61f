import type { StepProps } from "../EditCampaignPage";
import { MoneyField } from "../MoneyField";
import { readAmount } from "../amounts";
import { messageAt } from "../problems";

/** The highest price of a click, ad group by ad group; a draft's without one of its own has the campaign's. */
export function GroupBids({ editor, problems, account, live = false, decimals }: StepProps & { decimals: number }) {
  const currency = account?.currency ?? "";
  const leftEmpty = live ? "Left empty: as the first ad group has it." : "Left empty: as the campaign has it.";
  return editor.draft.adGroups.map((group) => (
    <MoneyField
      key={group.key}
      label={`Highest price of a click: ${group.name}`}
      {...(live && group.id ? { required: true } : { optional: true, help: leftEmpty })}
      currency={currency}
      value={group.bidAmount}
      error={readAmount(group.bidAmount, decimals, currency).problem ?? messageAt(problems, "bid_amount", group.id)}
      onChange={(bidAmount) => editor.edit({ type: "setGroup", group: group.key, fields: { bidAmount } })}
    />
  ));
}
