"""What a change means for a person: before and after in plain words, and what it costs per day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adwright.campaigns.model import (
    AdGroupFields,
    Budget,
    CampaignFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
)
from adwright.changes.fields import Field, Part, budget_words, state_words
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import Edit, Patch, name_of, with_edits
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from adwright.platforms.places import place_name

# From when until when something runs (UTC); None for at once, and for without an end.
Times = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One value before and after; None means that it does not exist.

    Attributes:
        level: of the node.
        node: the node's name.
        field: what changes there, such as `budget` or `headline`; `node` for the node itself.
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


def diff(patch: Patch, campaign: DesiredCampaign, names: Names) -> tuple[DiffLine, ...]:
    """Return every value that a change alters, before and after.

    Args:
        patch: what the change edits.
        campaign: the campaign as it should be; for a launch, what will be made.
        names: what its nodes and what the account knows by number are called.
    """
    if patch.kind is ChangeKind.LAUNCH:
        return _launch_lines(campaign)
    edited = [line for edit in patch.edits for line in _edit_lines(edit, names)]
    groups = {group.id: group for group in campaign.ad_groups}
    added = [line for group in patch.new_ad_groups for line in _group_lines(group)]
    added += [_ad_line(new.ad, groups.get(new.ad_group_id)) for new in patch.new_ads]
    return (*edited, *added)


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
    if not campaign_runs(campaign):
        return Money(0, currency)
    groups = [group for group in campaign.ad_groups if ad_group_runs(group)]
    if campaign.fields.budget is not None:
        return budget_per_day(campaign.fields.budget, times_of(campaign, groups), now)
    total = Money(0, currency)
    for group in groups:
        if group.fields.budget is None:
            continue
        cost = budget_per_day(group.fields.budget, times_of(campaign, [group]), now)
        if cost is None:
            return None
        total += cost
    return total


def campaign_runs(campaign: DesiredCampaign) -> bool:
    """Say whether a campaign can spend: it is on, and so is an ad group, where any is known."""
    on = campaign.fields.state is RunState.ACTIVE
    return on and (not campaign.ad_groups or any(ad_group_runs(group) for group in campaign.ad_groups))


def ad_group_runs(group: DesiredAdGroup) -> bool:
    """Say whether an ad group can spend: it is on, and so is an ad, where any is known."""
    on = group.fields.state is RunState.ACTIVE
    return on and (not group.ads or any(ad.fields.state is RunState.ACTIVE for ad in group.ads))


def times_of(campaign: DesiredCampaign, groups: Sequence[DesiredAdGroup]) -> list[Times]:
    """Return when some ad groups of a campaign run; on Search all run when the campaign does."""
    search = campaign.fields.search
    if search is not None:
        return [(search.start_at, search.end_at)]
    return [(group.fields.start_at, group.fields.end_at) for group in groups]


def budget_per_day(budget: Budget, times: Sequence[Times], now: datetime) -> Money | None:
    """Return what a budget may spend per day; None for one for a whole life without an end."""
    if budget.period is BudgetPeriod.DAILY:
        return budget.amount
    last = max((end for _, end in times if end is not None), default=None)
    if last is None:
        return None
    starts = [start or now for start, _ in times]
    days = max(math.ceil((last - max(min(starts), now)) / timedelta(days=1)), 1)
    return Money(budget.amount.micros // days, budget.amount.currency)


def _launch_lines(campaign: DesiredCampaign) -> tuple[DiffLine, ...]:
    lines = [
        DiffLine(Level.CAMPAIGN, campaign.fields.name, "node", None, _campaign_words(campaign.fields)),
    ]
    return (*lines, *(line for group in campaign.ad_groups for line in _group_lines(group)))


def _group_lines(group: DesiredAdGroup) -> list[DiffLine]:
    whole = DiffLine(Level.AD_GROUP, group.fields.name, "node", None, _group_words(group.fields))
    return [whole, *(_ad_line(ad) for ad in group.ads)]


def _ad_line(ad: DesiredAd, group: DesiredAdGroup | None = None) -> DiffLine:
    content = ad.fields.creative
    place = "" if group is None else f", in {group.fields.name}"
    words = f"{state_words(ad.fields.state)}: “{content.headline}” → {content.destination_url}{place}"
    return DiffLine(Level.AD, name_of(ad), "node", None, words)


def _campaign_words(fields: CampaignFields) -> str:
    budget = "budgets at the ad groups" if fields.budget is None else budget_words(fields.budget)
    cap = "" if fields.spend_cap is None else f", {fields.spend_cap} at most in all"
    return f"on, {budget}{cap}"


def _group_words(fields: AdGroupFields) -> str:
    targeting = fields.targeting
    oldest = "65+" if targeting.age_max >= 65 else str(targeting.age_max)
    people = f"{', '.join(map(place_name, targeting.countries))}, {targeting.age_min}–{oldest}"
    budget = "" if fields.budget is None else f", {budget_words(fields.budget)}"
    return f"{state_words(fields.state)}, {people}{budget}"


def _edit_lines(edit: Edit, names: Names) -> list[DiffLine]:
    return [
        DiffLine(edit.node.level, names.of_node(edit.node), part, before, after)
        for field in edit.wanted.touched
        for part, before, after in _parts(edit, field, names)
    ]


def _parts(edit: Edit, field: Field, names: Names) -> tuple[Part, ...]:
    """Return the parts of one edited field; a value that nobody knows is shown as none."""
    if field in edit.base.touched:
        return names.parts(field, edit.base.get(field), edit.wanted.get(field))
    return tuple((part, None, after) for part, _, after in names.parts(field, None, edit.wanted.get(field)))
