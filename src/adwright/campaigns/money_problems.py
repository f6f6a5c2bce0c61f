"""What is wrong with an amount of money on a platform: too many decimals, or too small. Pure."""

from __future__ import annotations

import math

from adwright.accounts.model import AdAccount
from adwright.campaigns.records import StoredBudget
from adwright.core.money import MICROS, Money
from adwright.platforms.currencies import META_MINIMUM_DAILY_BUDGETS, meta_accepts, meta_decimals
from adwright.platforms.model import BudgetPeriod, Platform
from adwright.platforms.texts import PLATFORM_NAMES, Severity


def amount_problem(micros: int, account: AdAccount) -> str | None:
    """Say what is wrong with an amount in the account's currency; None when nothing is."""
    money = Money(micros, account.currency)
    if micros <= 0:
        return "The amount is zero. Enter how much."
    if account.platform is Platform.META and not meta_accepts(money):
        decimals = meta_decimals(account.currency)
        allowed = "no decimals" if decimals == 0 else f"at most {decimals} decimals"
        return f"{money} has too many decimals: Meta takes {account.currency} with {allowed}."
    return None


def budget_problem(
    budget: StoredBudget, account: AdAccount, days: float | None
) -> tuple[Severity, str, str] | None:
    """Say what is wrong with a budget: severity, field, message; None when nothing is.

    Args:
        budget: the budget.
        account: whose currency and minimum count.
        days: how long the schedule lasts; None without an end.
    """
    wrong = amount_problem(budget.micros, account)
    if wrong:
        return Severity.ERROR, "budget.amount", wrong
    if budget.period is BudgetPeriod.LIFETIME and days is None:
        return Severity.ERROR, "end_local", "A lifetime budget needs an end. Choose when the campaign ends."
    smallest, severity = _smallest_daily(account)
    if smallest is None:
        return None
    least = smallest.micros
    if budget.period is BudgetPeriod.LIFETIME and days is not None:
        # Rounded up to a whole minor unit, so that the amount named is one that can be entered.
        unit = MICROS // 10 ** meta_decimals(account.currency)
        least = math.ceil(least * max(days, 1.0) / unit) * unit
    if budget.micros >= least:
        return None
    name = PLATFORM_NAMES[account.platform]
    amounts = f"{Money(budget.micros, account.currency)} is less than {name} takes"
    per = "a day" if budget.period is BudgetPeriod.DAILY else "for this schedule"
    return severity, "budget.amount", f"{amounts}: at least {Money(least, account.currency)} {per}."


def _smallest_daily(account: AdAccount) -> tuple[Money | None, Severity]:
    """Return the least daily budget; only the account's own figure is sure enough to block."""
    if account.min_daily_budget is not None:
        return account.min_daily_budget, Severity.ERROR
    if account.platform is Platform.META:
        return META_MINIMUM_DAILY_BUDGETS.get(account.currency), Severity.WARNING
    return None, Severity.WARNING
