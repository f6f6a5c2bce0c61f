import type { AdAccount } from "@/lib/accounts";
import type { Money } from "@/lib/format";
import { formatMoney } from "@/lib/format";
import type { PlatformsData } from "@/lib/platforms";
import { type Cost, costOf, microsOf, readAmount, scheduledDays } from "./amounts";
import type { Draft } from "./draft";

const PLAIN_DECIMALS = 2;

/** How many decimals an amount may have: those of the currency; Meta takes some with fewer. */
export function budgetDecimals(data: PlatformsData | undefined, platform: string, currency: string): number {
  const known = data?.currencies.find((each) => each.code === currency);
  return (platform === "google" ? known?.decimals : known?.budget_decimals) ?? PLAIN_DECIMALS;
}

/** The smallest daily budget: the account's own figure, or the platform's usual one for orientation. */
export function minimumDaily(
  data: PlatformsData | undefined,
  account: (AdAccount & { min_daily_budget?: Money | null }) | undefined,
): { money: Money; sure: boolean } | null {
  if (!account) return null;
  if (account.min_daily_budget) return { money: account.min_daily_budget, sure: true };
  const usual = data?.platforms
    .find((each) => each.platform === account.platform)
    ?.minimum_daily_budgets.find((money) => money.currency === account.currency);
  return usual ? { money: usual, sure: false } : null;
}

/** What is wrong with a typed budget, at once: not an amount, too many decimals, or less than the platform takes. */
export function budgetProblem(
  typed: string,
  period: Draft["budgetPeriod"],
  minimum: Money | null,
  decimals: number,
  currency: string,
  days: number | null,
): string | null {
  const { micros, problem } = readAmount(typed, decimals, currency);
  if (micros === null) return problem;
  if (micros === 0n) return "The amount is zero. Enter how much.";
  if (!minimum) return null;
  const least = period === "daily" ? microsOf(minimum) : microsOf(minimum) * BigInt(days ?? 1);
  if (micros >= least) return null;
  const per = period === "daily" ? "a day" : "for this schedule";
  return `The platform takes ${formatMoney(minimum)} a day or more; this is less ${per}.`;
}

/** What the draft costs; amounts that cannot be read count nothing. `nowLocal` is the account's wall time. */
export function draftCost(draft: Draft, currency: string, decimals: number, nowLocal: string): Cost {
  const typed = draft.budgetLevel === "campaign" ? [draft.budgetAmount] : draft.adGroups.map((group) => group.budgetAmount);
  const amounts = typed.flatMap((text) => readAmount(text, decimals, currency).micros ?? []);
  return costOf(draft.budgetPeriod, amounts, scheduledDays(draft.startLocal, draft.endLocal, nowLocal));
}
