"""What a platform would refuse of an edit's amounts, dates and texts, said before it is called. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from adwright.accounts.model import AdAccount
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    DesiredCampaign,
    NodeFields,
    RunState,
)
from adwright.campaigns.money_problems import amount_problem, budget_problem
from adwright.campaigns.records import StoredBudget
from adwright.changes.fields import Field, has_image
from adwright.changes.model.patch import NodeRef, Patch, nodes_of, with_edits
from adwright.changes.model.refusals import PlanProblem, wanted_groups
from adwright.changes.model.search_values import (
    keyword_problems,
    settings_problems,
    target_problems,
    text_problems,
)
from adwright.changes.values import Values
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level, Platform
from adwright.platforms.purposes import STRATEGIES_WITH_AMOUNT, offer
from adwright.platforms.texts import Severity, check_creative


def value_problems(
    patch: Patch, campaign: DesiredCampaign, account: AdAccount, now: datetime
) -> tuple[PlanProblem, ...]:
    """Return what is wrong with the values that a patch would set.

    Args:
        patch: what is edited and added.
        campaign: the tree as it is.
        account: whose currency, minimum and platform count.
        now: the platform's present instant (UTC).
    """
    touched = {edit.node.id: edit.wanted for edit in patch.edits}
    added = patch.new_node_ids
    wanted = with_edits(campaign, patch)
    found: list[PlanProblem] = []
    if _is_touched(touched.get(campaign.id, Values()), Field.BID_STRATEGY):
        found += _amounts_for_strategy(wanted) if wanted.fields.search is None else target_problems(wanted)
    for level, node in nodes_of(wanted):
        if node.id not in touched and node.id not in added:
            continue
        if node.fields.state is RunState.ARCHIVED:
            continue
        ref, values = NodeRef.of(level, node), touched.get(node.id)
        if wanted.fields.search is not None:
            found += _on_search(ref, values, node.fields, wanted.fields)
        if isinstance(node.fields, CampaignFields):
            found += _campaign(ref, values, node.fields, account)
        elif isinstance(node.fields, AdGroupFields):
            found += _ad_group(ref, values, node.fields, wanted, account, now)
        else:
            found += _ad(ref, values, node.fields, account)
    return tuple(found)


def _on_search(
    node: NodeRef, touched: Values | None, fields: NodeFields, campaign: CampaignFields
) -> Iterator[PlanProblem]:
    if isinstance(fields, CampaignFields):
        if _is_touched(touched, Field.SEARCH):
            yield from settings_problems(node, fields)
    elif isinstance(fields, AdGroupFields):
        if _is_touched(touched, Field.TARGETING):
            yield from keyword_problems(node, fields, campaign)
    elif _is_touched(touched, Field.CREATIVE):
        yield from text_problems(node, fields)


def _campaign(
    node: NodeRef, touched: Values | None, fields: CampaignFields, account: AdAccount
) -> Iterator[PlanProblem]:
    if _is_touched(touched, Field.BUDGET):
        yield from _budget(node, fields.budget, None, account)
    if _is_touched(touched, Field.SPEND_CAP):
        yield from _amount(node, fields.spend_cap, Field.SPEND_CAP, account)
    if not (_is_touched(touched, Field.BID_STRATEGY) and fields.purpose and fields.bid_strategy):
        return
    if fields.bid_strategy not in offer(fields.purpose, account.platform).bid_strategies:
        message = "This bid strategy is not available for this purpose. Choose another."
        yield PlanProblem(node, message, Field.BID_STRATEGY)


def _ad_group(
    node: NodeRef,
    touched: Values | None,
    fields: AdGroupFields,
    campaign: DesiredCampaign,
    account: AdAccount,
    now: datetime,
) -> Iterator[PlanProblem]:
    if _is_touched(touched, Field.BUDGET):
        yield from _budget(node, fields.budget, fields.end_at, account)
    if _is_touched(touched, Field.BID_AMOUNT):
        yield from _amount(node, fields.bid_amount, Field.BID_AMOUNT, account)
    if _is_touched(touched, Field.START) and fields.start_at is not None and fields.start_at < now:
        message = f"The {node.called} would start in the past. Choose a later start."
        yield PlanProblem(node, message, Field.START)
    if not _is_touched(touched, Field.END):
        return
    if fields.end_at is not None and fields.end_at <= max(now, fields.start_at or now):
        yield PlanProblem(node, f"The {node.called} would end before it begins.", Field.END)
    budget = fields.budget or campaign.fields.budget
    if fields.end_at is None and budget is not None and budget.period is BudgetPeriod.LIFETIME:
        message = "A lifetime budget needs an end. Choose when the campaign ends."
        yield PlanProblem(node, message, Field.END)


def _amounts_for_strategy(wanted: DesiredCampaign) -> Iterator[PlanProblem]:
    """Say which ad groups have no amount for the strategy that is to be."""
    if wanted.fields.bid_strategy not in STRATEGIES_WITH_AMOUNT:
        return
    for group in wanted_groups(wanted):
        if group.fields.bid_amount is None:
            node = NodeRef.of(Level.AD_GROUP, group)
            message = f"The bid strategy needs an amount at the {node.called}."
            yield PlanProblem(node, message, Field.BID_AMOUNT)


def _ad(node: NodeRef, touched: Values | None, fields: AdFields, account: AdAccount) -> Iterator[PlanProblem]:
    if not _is_touched(touched, Field.CREATIVE):
        return
    content = fields.creative
    on_meta = account.platform is Platform.META
    if on_meta and not has_image(content):
        message = f"The {node.called} would show no image. Add one."
        yield PlanProblem(node, message, Field.CREATIVE)
    for problem in check_creative(
        account.platform,
        headline=content.headline if on_meta else "",
        primary_text=content.primary_text if on_meta else "",
        description=content.description if on_meta else "",
        destination_url=content.destination_url,
        has_image=has_image(content),
    ):
        if problem.severity is Severity.ERROR:
            yield PlanProblem(node, f"The {node.called}: {problem.message}", Field.CREATIVE)


def _budget(
    node: NodeRef, budget: Budget | None, end: datetime | None, account: AdAccount
) -> Iterator[PlanProblem]:
    if budget is None:
        return
    days = 1.0 if budget.period is BudgetPeriod.LIFETIME or end is not None else None
    found = budget_problem(StoredBudget(budget.period, budget.amount.micros), account, days)
    if found is not None and found[0] is Severity.ERROR:
        yield PlanProblem(node, found[2], Field.BUDGET)


def _amount(node: NodeRef, amount: Money | None, field: Field, account: AdAccount) -> Iterator[PlanProblem]:
    wrong = None if amount is None else amount_problem(amount.micros, account)
    if wrong:
        yield PlanProblem(node, wrong, field)


def _is_touched(touched: Values | None, field: Field) -> bool:
    """Say whether a field is to be set; of a new node every one is."""
    return touched is None or field in touched.touched
