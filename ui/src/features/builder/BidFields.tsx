import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { platformsQuery, strategiesOf, whyAbsent } from "@/lib/platforms";
import { MoneyField } from "./MoneyField";
import type { StepProps } from "./EditCampaignPage";
import { readAmount } from "./amounts";
import { messageAt } from "./problems";
import { GroupBids } from "./search/GroupBids";
import { RoasField } from "./search/RoasField";
import { BY_HAND } from "./search/draftSearch";

/** How the platform bids; only what this purpose allows. */
export function BidFields(props: StepProps & { decimals: number }) {
  const { editor, problems, account, live, decimals } = props;
  const { draft, edit } = editor;
  const { data } = useQuery(platformsQuery);
  const platform = account?.platform ?? "meta";
  const currency = account?.currency ?? "";
  const strategies = strategiesOf(data, platform, draft.purpose);
  const chosen = strategies.find((strategy) => strategy.key === draft.bidStrategy);
  const byHand = draft.search !== null && draft.bidStrategy === BY_HAND;
  const amountProblem = problems.find((problem) => problem.field === "bid_amount" && problem.severity === "error")?.message;
  return (
    <section aria-label="Bidding" className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Bid strategy" error={messageAt(problems, "bid_strategy")} help={chosen?.explanation}>
        <Select
          choices={strategies.map(({ key, label, explanation }) => ({ value: key, label, hint: explanation }))}
          value={draft.bidStrategy}
          placeholder="Choose how to bid"
          onChange={(bidStrategy) => edit({ type: "set", fields: { bidStrategy } })}
        />
      </Field>
      {chosen?.amount && !(byHand && live) && (
        <MoneyField
          label={chosen.amount}
          {...(chosen.needs_amount ? { required: true } : { optional: true })}
          currency={currency}
          value={draft.bidAmount}
          error={readAmount(draft.bidAmount, decimals, currency).problem ?? amountProblem ?? null}
          onChange={(bidAmount) => edit({ type: "set", fields: { bidAmount } })}
        />
      )}
      {byHand && (live || draft.adGroups.length > 1) && <GroupBids {...props} />}
      {chosen?.needs_roas && draft.search && <RoasField search={draft.search} problems={problems} edit={edit} />}
      {!whyAbsent(data, platform, "campaign", "spend_cap") && (
        <MoneyField
          label="Overall cap"
          optional
          currency={currency}
          value={draft.spendCap}
          error={readAmount(draft.spendCap, decimals, currency).problem ?? messageAt(problems, "spend_cap")}
          help="The campaign never spends more than this in its life."
          onChange={(spendCap) => edit({ type: "set", fields: { spendCap } })}
        />
      )}
    </section>
  );
}
