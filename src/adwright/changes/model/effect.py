"""What a change does to an account's money: which nodes it touches, and each budget before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from adwright.campaigns.model import Budget, DesiredCampaign, RunState
from adwright.changes.fields import Field
from adwright.changes.model.diff import Times, ad_group_runs, budget_per_day, campaign_runs, times_of
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import Edit, NodeRef, Patch, nodes_of, with_edits
from adwright.core.money import Money
from adwright.platforms.model import Level

# More than this from one value to the next is taken for an error of unit: cents for euros, a slipped comma.
LEAP_FACTOR = 10

# What was there before is put back; it needs no small steps.
_TAKE_BACK = frozenset({ChangeKind.UNDO, ChangeKind.REVERT})


@dataclass(frozen=True, slots=True)
class Touched:
    """A node that a change makes or edits.

    Attributes:
        within: the ids of the nodes above it, itself included.
        archived: the ids of the nodes below it that are archived with it.
    """

    node: NodeRef
    within: frozenset[UUID]
    archived: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class BudgetEffect:
    """What a change does to one budget.

    Attributes:
        node: the campaign or ad group that has the budget.
        before, after: the budget itself; None where there is none.
        per_day, per_day_before: what the budget is per day after and before, whether it runs or not.
        cost_before, cost_after: the most it plans to spend per day, nothing while it is off; None where that
            cannot be said, as for a budget for the whole life without an end.
    """

    node: NodeRef
    before: Budget | None
    after: Budget
    per_day: Money | None
    cost_before: Money | None
    cost_after: Money | None
    per_day_before: Money | None = None

    @property
    def amounts(self) -> tuple[tuple[Money, Money], ...] | None:
        """What of the budget is compared, before and after; None when it cannot be.

        Beside the amount itself what it is per day: the same total until an earlier end is a larger budget.
        """
        if self.before is None:
            return ()
        if self.before.period is not self.after.period:
            return None
        itself = self.before.amount, self.after.amount
        if self.per_day_before is None or self.per_day is None:
            return (itself,)
        return (itself, (self.per_day_before, self.per_day))

    @property
    def leap(self) -> tuple[Money, Money] | None:
        """What grows more than tenfold, or cannot be compared with what it was; None when nothing does."""
        if self.before is not None and self.amounts is None:
            return self.before.amount, self.after.amount
        grown = (pair for pair in self.amounts or () if pair[1].micros > LEAP_FACTOR * pair[0].micros)
        return next(grown, None)

    def rise(self, currency: str) -> Money | None:
        """Return by how much its cost per day rises, never less than nothing; None where unknown."""
        if self.cost_after is not None and self.cost_after.micros == 0:
            return Money(0, currency)
        if self.cost_before is None or self.cost_after is None:
            return None
        return Money(max(self.cost_after.micros - self.cost_before.micros, 0), currency)


@dataclass(frozen=True, slots=True)
class Leap:
    """An amount that grows more than tenfold; `what` it is, in words."""

    node: NodeRef
    what: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Effect:
    """All that guardrails and policy need to know of a change.

    Attributes:
        currency: of the ad account.
        only_reduces: every edit pauses, archives or lowers; nothing else is touched.
        undoes: it takes back what an earlier change did, or somebody outside.
        other_leaps: the amounts beside budgets that grow more than tenfold.
    """

    currency: str
    touched: tuple[Touched, ...]
    budgets: tuple[BudgetEffect, ...]
    only_reduces: bool = False
    undoes: bool = False
    other_leaps: tuple[Leap, ...] = ()

    @property
    def rise(self) -> Money | None:
        """By how much the cost per day rises; what falls elsewhere is not set against it. None: unknown."""
        total = Money(0, self.currency)
        if self.only_reduces:
            return total
        for each in self.budgets:
            rise = each.rise(self.currency)
            if rise is None:
                return None
            total += rise
        return total

    def rises(self) -> Mapping[UUID, int | None]:
        """Return for each node that is touched by how many micros its cost per day rises; None: unknown."""
        found: dict[UUID, int | None] = {each.node.id: 0 for each in self.touched}
        if not self.only_reduces:
            for each in self.budgets:
                rise = each.rise(self.currency)
                found[each.node.id] = None if rise is None else rise.micros
        return found

    @property
    def leaps(self) -> tuple[Leap, ...]:
        """The amounts that grow more than tenfold."""
        budgets = (
            Leap(each.node, "budget", *each.leap) for each in self.budgets if each.leap is not None
        )
        return (*budgets, *self.other_leaps)


def effect_of(patch: Patch, campaign: DesiredCampaign, currency: str, now: datetime) -> Effect:
    """Return what a change does, as far as money and caution are concerned.

    Args:
        patch: what the change edits.
        campaign: the campaign as it should be, with or without the change.
        currency: of the ad account.
        now: the present instant; a budget for the whole life is spread over the days that are left.
    """
    if patch.kind is ChangeKind.LAUNCH:
        after = replace(campaign, fields=replace(campaign.fields, state=RunState.ACTIVE))
        before: DesiredCampaign | None = None
    else:
        after = with_edits(campaign, patch)
        before = _without(with_edits(campaign, _taken_back(patch)), patch.new_node_ids)
    nodes = {node.id: (level, node) for level, node in nodes_of(after)}
    edited = {edit.node.id for edit in patch.edits} | patch.new_node_ids
    touched_ids = set(nodes) if before is None else edited & set(nodes)
    above = _above(after)
    archived = {edit.node.id for edit in patch.edits if edit.wanted.state is RunState.ARCHIVED}
    touched = tuple(
        Touched(
            NodeRef.of(*nodes[node_id]),
            above[node_id],
            archived=frozenset(each for each in above if node_id in above[each] & archived),
        )
        for node_id in nodes
        if node_id in touched_ids
    )
    return Effect(
        currency,
        touched,
        budgets=tuple(_budget_effects(before, after, currency, now)),
        only_reduces=_only_reduces(patch),
        undoes=patch.kind in _TAKE_BACK,
        other_leaps=tuple(leap for edit in patch.edits for leap in _other_leaps(edit)),
    )


def _taken_back(patch: Patch) -> Patch:
    """Return a patch that sets every node to what it was, and adds none."""
    edits = tuple(replace(edit, wanted=edit.base) for edit in patch.edits)
    return replace(patch, edits=edits, new_ad_groups=(), new_ads=())


def _without(campaign: DesiredCampaign, node_ids: frozenset[UUID]) -> DesiredCampaign:
    """Return a tree without nodes that a change adds, which are desired once it is approved."""
    groups = tuple(
        replace(group, ads=tuple(ad for ad in group.ads if ad.id not in node_ids))
        for group in campaign.ad_groups
        if group.id not in node_ids
    )
    return replace(campaign, ad_groups=groups)


def _above(campaign: DesiredCampaign) -> dict[UUID, frozenset[UUID]]:
    within = {campaign.id: frozenset({campaign.id})}
    for group in campaign.ad_groups:
        within[group.id] = frozenset({campaign.id, group.id})
        within |= {ad.id: within[group.id] | {ad.id} for ad in group.ads}
    return within


def _other_leaps(edit: Edit) -> Iterator[Leap]:
    """Yield the bids, caps and targets of an edit that grow more than tenfold."""
    base, wanted = edit.base, edit.wanted
    pairs = {
        "bid": (base.bid_amount, wanted.bid_amount),
        "spend cap": (base.spend_cap, wanted.spend_cap),
        "target cost": (
            None if base.search is None else base.search.target_cost,
            None if wanted.search is None else wanted.search.target_cost,
        ),
    }
    for what, (before, after) in pairs.items():
        if before is not None and after is not None and after.micros > LEAP_FACTOR * before.micros:
            yield Leap(edit.node, what, before, after)


def _budget_effects(
    before: DesiredCampaign | None, after: DesiredCampaign, currency: str, now: datetime
) -> Iterator[BudgetEffect]:
    """Yield every budget that is not what it was, or does not run as it did."""
    nothing = Money(0, currency)
    was = {} if before is None else {each.node.id: each for each in _costs(before, now)}
    for each in _costs(after, now):
        old = was.get(each.node.id)
        old_budget, old_cost = (None, nothing) if old is None else (old.budget, old.cost)
        if (each.budget, each.cost) != (old_budget, old_cost):
            per_day = None if old is None else old.per_day
            yield BudgetEffect(each.node, old_budget, each.budget, each.per_day, old_cost, each.cost, per_day)


@dataclass(frozen=True, slots=True)
class _Cost:
    """A budget as it is, what it is per day, and what of that it plans to spend: nothing while it is off."""

    node: NodeRef
    budget: Budget
    per_day: Money | None
    cost: Money | None


def _costs(campaign: DesiredCampaign, now: datetime) -> Iterator[_Cost]:
    runs = campaign_runs(campaign)
    running = [group for group in campaign.ad_groups if ad_group_runs(group)]
    if campaign.fields.budget is not None:
        times, ref = times_of(campaign, running), NodeRef.of(Level.CAMPAIGN, campaign)
        yield _cost(ref, campaign.fields.budget, times, now, runs=runs)
    for group in campaign.ad_groups:
        if group.fields.budget is not None:
            times, ref = times_of(campaign, [group]), NodeRef.of(Level.AD_GROUP, group)
            yield _cost(ref, group.fields.budget, times, now, runs=runs and group in running)


def _cost(node: NodeRef, budget: Budget, times: Sequence[Times], now: datetime, *, runs: bool) -> _Cost:
    per_day = budget_per_day(budget, times, now)
    return _Cost(node, budget, per_day, per_day if runs else Money(0, budget.amount.currency))


def _only_reduces(patch: Patch) -> bool:
    return bool(patch.edits) and not patch.new_node_ids and all(_reduces(edit) for edit in patch.edits)


def _reduces(edit: Edit) -> bool:
    """Say whether an edit only pauses, archives, or gives less money."""
    base, wanted = edit.base, edit.wanted
    if not set(wanted.touched) <= {Field.STATE, Field.BUDGET} or wanted.cleared:
        return False
    state = wanted.state is None or wanted.state is base.state or wanted.state is not RunState.ACTIVE
    return state and (wanted.budget is None or _less(base.budget, wanted.budget))


def _less(before: Budget | None, after: Budget) -> bool:
    return before is not None and before.period is after.period and after.amount <= before.amount
