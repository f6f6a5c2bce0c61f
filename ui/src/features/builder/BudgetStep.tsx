import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/Card";
import { Field } from "@/components/ui/Field";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { formatMoney } from "@/lib/format";
import { platformsQuery, whyAbsent } from "@/lib/platforms";
import { BidFields } from "./BidFields";
import { CostLine } from "./CostLine";
import type { StepProps } from "./EditCampaignPage";
import { MoneyField } from "./MoneyField";
import { ScheduleFields } from "./ScheduleFields";
import { SpecialCategories } from "./SpecialCategories";
import { scheduledDays } from "./amounts";
import { budgetDecimals, budgetProblem, minimumDaily } from "./draftMoney";
import { messageAt } from "./problems";
import { AdHours } from "./search/AdHours";
import { NetworkFields } from "./search/NetworkFields";
import { Own } from "./written";

/** What may be spent, when, and how the platform bids. */
export function BudgetStep(props: StepProps) {
  const { editor, problems, account, nowLocal, live = false } = props;
  const { draft, edit } = editor;
  const { data } = useQuery(platformsQuery);
  const platform = account?.platform ?? "meta";
  const currency = account?.currency ?? "";
  const decimals = budgetDecimals(data, platform, currency);
  const minimum = minimumDaily(data, account);
  const days = scheduledDays(draft.startLocal, draft.endLocal, nowLocal);
  const wrong = (typed: string) =>
    budgetProblem(typed, draft.budgetPeriod, minimum?.sure ? minimum.money : null, decimals, currency, days);
  const perGroup = draft.budgetLevel === "ad_group";
  const amountLabel = draft.budgetPeriod === "daily" ? "Daily budget" : "Lifetime budget";
  const help = minimum && `At least ${formatMoney(minimum.money)} a day${minimum.sure ? "" : ", as a rule"}.`;
  return (
    <div className="flex flex-col gap-7">
      <section aria-label="Budget" className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-4">
          <Field label="The budget is">
            <SegmentedControl
              label="The budget is"
              value={draft.budgetPeriod}
              onChange={(budgetPeriod) => edit({ type: "set", fields: { budgetPeriod } })}
              segments={[
                { value: "daily", label: "per day" },
                { value: "lifetime", label: "for the whole time" },
              ]}
            />
          </Field>
          {!whyAbsent(data, platform, "ad_group", "budget") && (
            <Field label="It is set for">
              <SegmentedControl
                label="It is set for"
                value={draft.budgetLevel}
                onChange={(budgetLevel) => edit({ type: "set", fields: { budgetLevel } })}
                segments={[
                  { value: "campaign", label: "the campaign" },
                  { value: "ad_group", label: "each ad group" },
                ]}
              />
            </Field>
          )}
        </div>
        {messageAt(problems, "budget_level") && <p className="text-sm text-negative">{messageAt(problems, "budget_level")}</p>}
        <div className="grid gap-4 sm:grid-cols-2">
          {perGroup ? (
            draft.adGroups.map((group) => (
              <MoneyField
                key={group.key}
                label={`${amountLabel}: ${group.name}`}
                required
                currency={currency}
                value={group.budgetAmount}
                help={help}
                error={wrong(group.budgetAmount) ?? messageAt(problems, "budget", group.id)}
                onChange={(budgetAmount) => edit({ type: "setGroup", group: group.key, fields: { budgetAmount } })}
              />
            ))
          ) : (
            <MoneyField
              label={amountLabel}
              required
              currency={currency}
              value={draft.budgetAmount}
              help={help}
              error={wrong(draft.budgetAmount) ?? messageAt(problems, "budget")}
              onChange={(budgetAmount) => edit({ type: "set", fields: { budgetAmount } })}
            />
          )}
        </div>
        <Card className="bg-sunken px-4 py-3">
          <CostLine draft={draft} currency={currency} decimals={decimals} nowLocal={nowLocal} />
        </Card>
      </section>
      <Own part="schedule">
        <ScheduleFields
          draft={draft}
          startFixed={live && draft.search !== null}
          zones={[account?.zone ?? "UTC"]}
          today={account?.today ?? nowLocal.slice(0, 10)}
          startProblem={messageAt(problems, "start_local")}
          endProblem={messageAt(problems, "end_local") ?? endProblem(draft, days)}
          onChange={(fields) => edit({ type: "set", fields })}
        />
      </Own>
      {draft.search && <AdHours {...props} search={draft.search} />}
      <BidFields {...props} decimals={decimals} />
      {draft.search && <NetworkFields {...props} search={draft.search} />}
      {!whyAbsent(data, platform, "campaign", "special_ad_categories") && <SpecialCategories {...props} />}
    </div>
  );
}

function endProblem(draft: StepProps["editor"]["draft"], days: number | null): string | null {
  if (draft.endLocal && days === null) return "The end is before the start.";
  return draft.budgetPeriod === "lifetime" && !draft.endLocal ? "A lifetime budget needs an end. Choose when the campaign ends." : null;
}
