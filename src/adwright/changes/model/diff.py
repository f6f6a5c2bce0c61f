"""What a change means for a person: before and after in plain words, and what it costs per day."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adwright.campaigns.model import (
    AdGroupFields,
    Budget,
    CampaignFields,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
)
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import Edit, Patch, with_edits
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level

_STATE_WORDS = {
    RunState.ACTIVE: "on",
    RunState.PAUSED: "paused",
    RunState.ARCHIVED: "archived",
}
_PERIOD_WORDS = {BudgetPeriod.DAILY: "a day", BudgetPeriod.LIFETIME: "in all"}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One value before and after; None means that it does not exist.

    Attributes:
        level: of the node.
        node: the node's name.
        field: what changes there: `state`, `budget`, or `node` for the node itself.
    """

    level: Level
    node: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class CostPerDay:
    """The most that the campaign plans to spend on a day; None where that cannot be said."""

    before: Money | None
    after: Money | None


def budget_words(budget: Budget | None) -> str:
    """Return a budget in plain words."""
    return "no budget of its own" if budget is None else f"{budget.amount} {_PERIOD_WORDS[budget.period]}"


def state_words(state: RunState) -> str:
    """Return a state in plain words."""
    return _STATE_WORDS[state]


def diff(patch: Patch, campaign: DesiredCampaign) -> tuple[DiffLine, ...]:
    """Return every value that a change alters, before and after.

    Args:
        patch: what the change edits.
        campaign: the campaign as it should be; for a launch, what will be made.
    """
    if patch.kind is ChangeKind.LAUNCH:
        return _launch_lines(campaign)
    return tuple(line for edit in patch.edits for line in _edit_lines(edit))


def cost_per_day(patch: Patch, campaign: DesiredCampaign, currency: str, now: datetime) -> CostPerDay:
    """Return what the campaign may spend per day before and after a change.

    Args:
        patch: what the change edits.
        campaign: the campaign as it should be without the change.
        currency: of the ad account.
        now: the present instant; a budget for the whole life is spread over the days that are left.
    """
    if patch.kind is ChangeKind.LAUNCH:
        launched = replace(campaign, fields=replace(campaign.fields, state=RunState.ACTIVE))
        return CostPerDay(Money(0, currency), daily_cost(launched, currency, now))
    return CostPerDay(
        daily_cost(campaign, currency, now), daily_cost(with_edits(campaign, patch), currency, now)
    )


def daily_cost(campaign: DesiredCampaign, currency: str, now: datetime) -> Money | None:
    """Return the most that a campaign plans to spend per day; None for a lifetime budget without an end."""
    if campaign.fields.state is not RunState.ACTIVE:
        return Money(0, currency)
    groups = [group for group in campaign.ad_groups if group.fields.state is RunState.ACTIVE]
    if campaign.fields.budget is not None:
        return _per_day(campaign.fields.budget, groups, now)
    total = Money(0, currency)
    for group in groups:
        if group.fields.budget is None:
            continue
        cost = _per_day(group.fields.budget, [group], now)
        if cost is None:
            return None
        total += cost
    return total


def _per_day(budget: Budget, groups: list[DesiredAdGroup], now: datetime) -> Money | None:
    if budget.period is BudgetPeriod.DAILY:
        return budget.amount
    ends = [group.fields.end_at for group in groups]
    last = max((end for end in ends if end is not None), default=None)
    if last is None:
        return None
    starts = [group.fields.start_at or now for group in groups]
    days = max(math.ceil((last - max(min(starts), now)) / timedelta(days=1)), 1)
    return Money(budget.amount.micros // days, budget.amount.currency)


def _launch_lines(campaign: DesiredCampaign) -> tuple[DiffLine, ...]:
    lines = [
        DiffLine(Level.CAMPAIGN, campaign.fields.name, "node", None, _campaign_words(campaign.fields)),
    ]
    for group in campaign.ad_groups:
        lines.append(DiffLine(Level.AD_GROUP, group.fields.name, "node", None, _group_words(group.fields)))
        lines += [
            DiffLine(
                Level.AD,
                ad.fields.name,
                "node",
                None,
                f"{state_words(ad.fields.state)}: “{ad.fields.creative.headline}” → "
                f"{ad.fields.creative.destination_url}",
            )
            for ad in group.ads
        ]
    return tuple(lines)


def _campaign_words(fields: CampaignFields) -> str:
    budget = "budgets at the ad groups" if fields.budget is None else budget_words(fields.budget)
    cap = "" if fields.spend_cap is None else f", {fields.spend_cap} at most in all"
    return f"on, {budget}{cap}"


def _group_words(fields: AdGroupFields) -> str:
    targeting = fields.targeting
    oldest = "65+" if targeting.age_max >= 65 else str(targeting.age_max)
    people = f"{', '.join(targeting.countries)}, {targeting.age_min}–{oldest}"
    budget = "" if fields.budget is None else f", {budget_words(fields.budget)}"
    return f"{state_words(fields.state)}, {people}{budget}"


def _edit_lines(edit: Edit) -> list[DiffLine]:
    lines = []
    node = edit.node
    if edit.wanted.state is not None:
        before = None if edit.base.state is None else state_words(edit.base.state)
        lines.append(DiffLine(node.level, node.name, "state", before, state_words(edit.wanted.state)))
    if edit.wanted.budget is not None:
        before = budget_words(edit.base.budget)
        lines.append(DiffLine(node.level, node.name, "budget", before, budget_words(edit.wanted.budget)))
    return lines
