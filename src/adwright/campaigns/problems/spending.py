"""What is wrong with a draft's schedule, budgets and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from adwright.campaigns.model import BudgetLevel, LaunchProblem
from adwright.campaigns.money_problems import amount_problem, budget_problem
from adwright.campaigns.problems.inspection import Inspection, of_group
from adwright.campaigns.records import AdGroupRecord
from adwright.platforms.capabilities import CAPABILITIES
from adwright.platforms.model import BudgetPeriod, Level

_SHORTEST_DAILY = timedelta(hours=24)


def schedule_problems(inspection: Inspection) -> Iterator[LaunchProblem]:
    """Say what is wrong with start and end."""
    if inspection.account is None:
        return
    start, end, now = inspection.start, inspection.end, inspection.around.now
    if start is not None and start < now:
        message = "The start is in the past. Leave it empty to start at once, or choose a later time."
        yield inspection.of_campaign("start_local", message)
    if end is None:
        return
    if start is not None and end <= start:
        yield inspection.of_campaign("end_local", "The end is before the start.")
    elif end <= now:
        yield inspection.of_campaign("end_local", "The end is in the past.")
    elif end - max(start or now, now) < _SHORTEST_DAILY and _has_daily_budget(inspection):
        message = "With a daily budget a campaign runs for 24 hours at least. Choose a later end."
        yield inspection.of_campaign("end_local", message)


def spending_problems(inspection: Inspection) -> Iterator[LaunchProblem]:
    """Say what is wrong with the campaign's own budget and amounts, and with where the budget stands."""
    draft, account = inspection.draft, inspection.account
    yield from _absent(inspection)
    yield from _budget_level(inspection)
    if account is None:
        return
    if draft.budget is not None:
        found = budget_problem(draft.budget, account, inspection.days)
        if found is not None:
            severity, field, message = found
            yield inspection.of_campaign(field, message, severity)
    for field, micros in (("spend_cap", draft.spend_cap_micros), ("bid_amount", draft.bid_amount_micros)):
        wrong = amount_problem(micros, account) if micros is not None else None
        if wrong:
            yield inspection.of_campaign(field, wrong)


def group_spending_problems(inspection: Inspection, group: AdGroupRecord) -> Iterator[LaunchProblem]:
    """Say what is wrong with an ad group's budget and amount."""
    draft, account = inspection.draft, inspection.account
    if draft.budget_level is BudgetLevel.AD_GROUP and group.budget is None:
        yield of_group(group, "budget", "The budget is missing.")
    if account is None:
        return
    if group.budget is not None:
        found = budget_problem(group.budget, account, inspection.days)
        if found is not None:
            severity, field, message = found
            yield of_group(group, field, message, severity)
    if group.bid_amount_micros is not None:
        wrong = amount_problem(group.bid_amount_micros, account)
        if wrong:
            yield of_group(group, "bid_amount", wrong)


def _absent(inspection: Inspection) -> Iterator[LaunchProblem]:
    """Name what was chosen and the platform does not have."""
    can, draft = CAPABILITIES.get(inspection.platform), inspection.draft
    if can is None:
        return
    chosen = {"spend_cap": draft.spend_cap_micros, "special_ad_categories": draft.special_ad_categories}
    for field, reason in can.absent[Level.CAMPAIGN].items():
        if chosen.get(field):
            yield inspection.of_campaign(field, reason)
    no_group_budgets = can.absent[Level.AD_GROUP].get("budget")
    if no_group_budgets and draft.budget_level is BudgetLevel.AD_GROUP:
        yield inspection.of_campaign("budget_level", no_group_budgets)


def _budget_level(inspection: Inspection) -> Iterator[LaunchProblem]:
    draft = inspection.draft
    if draft.budget_level is BudgetLevel.CAMPAIGN:
        if draft.budget is None:
            yield inspection.of_campaign("budget", "The budget is missing.")
        if any(group.budget for group in draft.ad_groups):
            message = (
                "The campaign and its ad groups both have budgets. Keep one or the other: "
                "remove the ad groups' budgets, or set budgets per ad group."
            )
            yield inspection.of_campaign("budget_level", message)
    elif draft.budget is not None:
        message = "Budgets are set per ad group, and the campaign has one too. Remove the campaign's."
        yield inspection.of_campaign("budget", message)


def _has_daily_budget(inspection: Inspection) -> bool:
    draft = inspection.draft
    budgets = [draft.budget, *(group.budget for group in draft.ad_groups)]
    return any(budget is not None and budget.period is BudgetPeriod.DAILY for budget in budgets)
