import type { InitiativeCampaign } from "@/lib/initiatives";
import { formatMoney } from "@/lib/format";

export type Budgeted = Pick<InitiativeCampaign, "budget">;

/** How the money is split between the campaigns, as shares of one; null where amounts cannot be compared. */
export function budgetShares(campaigns: readonly Budgeted[]): number[] | null {
  const budgets = campaigns.map((each) => each.budget);
  const [first] = budgets;
  if (!first || budgets.some((each) => !each || each.currency !== first.currency || each.period !== first.period)) return null;
  const amounts = budgets.map((each) => Number(each?.amount));
  const total = amounts.reduce((sum, each) => sum + each, 0);
  return total > 0 ? amounts.map((each) => each / total) : null;
}

/** What both may cost together, or why that is no one amount. Amounts are never converted. */
export function togetherWords(campaigns: readonly Budgeted[]): string {
  const budgets = campaigns.flatMap((each) => each.budget ?? []);
  if (budgets.length < campaigns.length) return "One of the campaigns has no budget of its own.";
  const currencies = new Set(budgets.map((each) => each.currency));
  if (currencies.size > 1) return "The budgets are in different currencies, so they are not added up.";
  if (new Set(budgets.map((each) => each.period)).size > 1) return "One budget is for a day and the other for the whole time.";
  const [first] = budgets;
  if (!first?.currency) return "The currency is not known before an account is chosen.";
  const micros = budgets.reduce((sum, each) => sum + BigInt(Math.round(Number(each.amount) * 1e6)), 0n);
  const amount = `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, "0")}`;
  return `${formatMoney({ amount, currency: first.currency })} ${first.period === "daily" ? "a day" : "in all"} together`;
}
