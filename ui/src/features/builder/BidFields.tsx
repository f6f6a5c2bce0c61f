import { useQuery } from "@tanstack/react-query";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Field } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { platformsQuery, strategiesOf } from "@/lib/platforms";
import { MoneyField } from "./MoneyField";
import type { StepProps } from "./EditCampaignPage";
import { readAmount } from "./amounts";
import { messageAt } from "./problems";

/** How the platform bids; only what this purpose allows. And what the law wants to know. */
export function BidFields({ editor, problems, account, decimals }: StepProps & { decimals: number }) {
  const { draft, edit } = editor;
  const { data } = useQuery(platformsQuery);
  const currency = account?.currency ?? "";
  const strategies = strategiesOf(data, account?.platform ?? "meta", draft.purpose);
  const chosen = strategies.find((strategy) => strategy.key === draft.bidStrategy);
  const amountProblem = problems.find((problem) => problem.field === "bid_amount" && problem.severity === "error")?.message;
  return (
    <>
      <section aria-label="Bidding" className="grid gap-4 sm:grid-cols-2">
        <Field label="Bid strategy" error={messageAt(problems, "bid_strategy")} help={chosen?.explanation}>
          <Select
            choices={strategies.map(({ key, label, explanation }) => ({ value: key, label, hint: explanation }))}
            value={draft.bidStrategy}
            placeholder="Choose how to bid"
            onChange={(bidStrategy) => edit({ type: "set", fields: { bidStrategy } })}
          />
        </Field>
        {chosen?.amount && (
          <MoneyField
            label={chosen.amount}
            {...(chosen.needs_amount ? { required: true } : { optional: true })}
            currency={currency}
            value={draft.bidAmount}
            error={readAmount(draft.bidAmount, decimals, currency).problem ?? amountProblem ?? null}
            onChange={(bidAmount) => edit({ type: "set", fields: { bidAmount } })}
          />
        )}
        <MoneyField
          label="Overall cap"
          optional
          currency={currency}
          value={draft.spendCap}
          error={readAmount(draft.spendCap, decimals, currency).problem ?? messageAt(problems, "spend_cap")}
          help="The campaign never spends more than this in its life."
          onChange={(spendCap) => edit({ type: "set", fields: { spendCap } })}
        />
      </section>
      <fieldset className="flex flex-col gap-3">
        <legend className="text-base font-semibold">Special ad categories</legend>
        <p className="-mt-1 text-sm text-ink-soft">The law restricts ads about these. Tick what the ads are about; leave the rest.</p>
        <div className="grid gap-3 sm:grid-cols-2">
          {(data?.special_ad_categories ?? []).map(({ key, label }) => (
            <CheckboxLine
              key={key}
              label={label}
              checked={draft.specialAdCategories.includes(key)}
              onChange={(on) => {
                const others = draft.specialAdCategories.filter((each) => each !== key);
                edit({ type: "set", fields: { specialAdCategories: on ? [...others, key] : others } });
              }}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
