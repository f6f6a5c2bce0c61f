"""Ground truth of search accounts: what daily budgets are expected to bring. Money is in micros.

As on the feed side (`truth.py`): lasting traits as they are, the whims of days averaged over replicas that
serve every budget (common random numbers; Glasserman & Yao 1992), click and conversion counts by their
expectations. Strategies bid for the budget in question just as in the market (`search_bids.py`). What is
counted is what remains in the end: without the clicks that are taken back as invalid, with all conversions
of the primary actions. Limits of days and months are left out, which bind but by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Mask
from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.search import affordable, demand_of_day, spend_targets, whims_of_day
from adsandbox.market.search_bids import BUDGET_USE, offers_of_day
from adsandbox.market.search_conversions import Action
from adsandbox.market.search_page import Demand, Offers, buy, pacing_multipliers
from adsandbox.market.search_plan import Lasting, SearchPlan, lasting, scheduled_share
from adsandbox.market.search_report import valid_share

REPLICAS = 12
SEARCH_OBJECTIVES = ("revenue", "conversions", "clicks", "impressions")
SEARCH_MEASURES = ("cost_micros", "impressions", "clicks", "conversions", "revenue")
_CURVE_STEPS = 24
_UNLIMITED = 1e15


@dataclass(frozen=True)
class SearchStretch:
    """Part of a day in which nothing is changed: its hours' shares of a day's searches, which pairs may be
    shown, which campaigns' strategies learn, daily amounts (micros) of the plan's budgets.
    """

    day: int
    hours: Floats
    plan: SearchPlan
    active: Mask
    learning: Mask
    daily: Floats


@dataclass(frozen=True)
class _Entries:
    """One element per stretch, replica and active pair, whose wallet is the stretch and replica's budget.
    `pair` is the pair of the terrain, `served` the share of a day that the ad schedule leaves of the stretch,
    `valid` the share of clicks that are real.
    """

    demand: Demand
    offers: Offers
    pair: Ints
    order_value: Floats
    served: Floats
    valid: Floats


@dataclass(frozen=True)
class _Wallets:
    """Budgets, one element per stretch, replica and budget: their lever, what was set, and pacing's whim."""

    lever: Ints
    daily: Floats
    pace: Floats
    share: Floats


class SearchTerrain:
    """Some days, surveyed. `levers` are what daily amounts can be chosen for: a campaign with a budget of its
    own (by the campaign's id), or a budget that several share (by its own). Arrays of budgets have one
    element per lever; NaN leaves a budget as it was.
    """

    def __init__(self, stretches: Sequence[SearchStretch], luck: Luck, actions: Sequence[Action]) -> None:
        self._luck = luck
        self._actions = [action for action in actions if action.primary]
        running = [stretch for stretch in stretches if np.any(stretch.active)] or list(stretches[:1])
        self._lever_of_budget = _lever_names(running)
        names = sorted(set(self._lever_of_budget.values()))
        self.levers: Ints = np.array(names, dtype=np.int64)
        pieces = [self._piece(stretch, replica) for stretch in running for replica in range(REPLICAS)]
        self._entries, self._wallets, self.pairs = _joined(pieces)
        self.lever_of_pair: Ints = self._levers(self.pairs[:, 4])

    def base_budgets(self) -> Floats:
        """The mean daily amount of each lever over the days, as it was set."""
        wallets, levers = self._wallets, len(self.levers)
        share = sum_by(wallets.lever, wallets.share, levers)[:levers]
        money = sum_by(wallets.lever, wallets.daily * wallets.share, levers)[:levers]
        base: Floats = money / np.maximum(share, 1e-12)
        return base

    def by_pair(self, budgets: Floats) -> dict[str, Floats]:
        """Expected sums over the days (SEARCH_MEASURES) for every row of `pairs`: ad, keyword, ad group,
        campaign, budget.
        """
        entries, wallets = self._entries, self._wallets
        chosen = np.append(budgets, np.nan)[wallets.lever]
        targets = np.where(np.isnan(chosen), wallets.daily, chosen) * wallets.pace
        multipliers = pacing_multipliers(entries.demand, entries.offers, targets)
        got = buy(entries.demand, entries.offers.bids(multipliers))
        part = affordable(entries.offers.wallet, got.cost * entries.demand.open, targets)
        part = part * entries.served / REPLICAS
        kept = part * entries.valid
        count, value = self._expected(entries.order_value)
        columns = {
            "cost_micros": got.cost * kept,
            "impressions": got.by_device.sum(axis=1) * part,
            "clicks": got.clicks * kept,
            "conversions": got.conversions * kept * count,
            "revenue": got.conversions * kept * value,
        }
        return {name: sum_by(entries.pair, column, len(self.pairs)) for name, column in columns.items()}

    def by_lever(self, budgets: Floats, measure: str) -> Floats:
        """Expected sum of one of SEARCH_MEASURES over the days for every lever."""
        return sum_by(self.lever_of_pair, self.by_pair(budgets)[measure], len(self.levers))

    def returns(self, measure: str) -> Callable[[Floats], Floats]:
        """`by_lever` read from each lever's curve at some amounts, between which it is linear: quick enough
        for an optimiser.
        """
        days = max(float(self._wallets.share.sum() / max(REPLICAS * len(self.levers), 1)), 1e-9)
        most = self.by_lever(np.full(len(self.levers), _UNLIMITED), "cost_micros") / days / BUDGET_USE
        most = np.maximum(most * 1.5, 1.0)
        steps = np.square(np.arange(_CURVE_STEPS + 1) / _CURVE_STEPS)
        curve = np.stack([self.by_lever(most * step, measure) for step in steps])
        curve[0] = 0.0
        levers = np.arange(len(self.levers))

        def read(budgets: Floats) -> Floats:
            place = np.sqrt(np.clip(budgets / most, 0.0, 1.0)) * _CURVE_STEPS
            below = np.minimum(place.astype(np.int64), _CURVE_STEPS - 1)
            rest = (np.clip(budgets / most, 0.0, 1.0) - steps[below]) / (steps[below + 1] - steps[below])
            value: Floats = curve[below, levers] * (1.0 - rest) + curve[below + 1, levers] * rest
            return value

        return read

    def _expected(self, order_value: Floats) -> tuple[float, Floats]:
        """Conversions per purchase of the market, and their value."""
        count, value = 0.0, np.zeros(len(order_value))
        for action in self._actions:
            more, worth = action.expected(order_value)
            count, value = count + more, value + worth
        return count, value

    def _levers(self, budget_ids: Ints) -> Ints:
        """The lever (index) of each budget; one past the last for a budget that nobody uses."""
        index = {lever: place for place, lever in enumerate(self.levers.tolist())}
        names = (self._lever_of_budget.get(budget, -1) for budget in budget_ids.tolist())
        return np.array([index.get(name, len(index)) for name in names], dtype=np.int64)

    def _piece(self, stretch: SearchStretch, replica: int) -> _Piece:
        plan, day = stretch.plan, stretch.day
        traits, on = lasting(plan, self._luck), np.flatnonzero(stretch.active)
        chance = Luck(self._luck.seed * 1_000_003 + replica + 1)
        whims = whims_of_day(plan, traits, self._luck, day, chance)
        demand = demand_of_day(plan, traits, whims, stretch.active, day)
        offers = offers_of_day(plan, self._luck, day, stretch.active, stretch.learning, chance)
        entries = _Entries(
            demand=_some(demand, on),
            offers=_some(offers, on),
            pair=np.zeros(len(on), np.int64),
            order_value=traits.order_value[on],
            served=scheduled_share(plan, day, stretch.hours)[traits.campaign[on]],
            valid=valid_share(traits.partner_share[on]),
        )
        wallets = _Wallets(
            lever=self._levers(plan.budget_ids),
            daily=stretch.daily,
            pace=spend_targets(chance, plan.budget_ids, np.ones(len(plan.budget_ids)), day),
            share=np.where(_used(plan, on), float(stretch.hours.sum()), 0.0),
        )
        return _Piece(entries, wallets, _identities(plan, traits, on))


@dataclass(frozen=True)
class _Piece:
    entries: _Entries
    wallets: _Wallets
    identities: Ints


def _joined(pieces: list[_Piece]) -> tuple[_Entries, _Wallets, Ints]:
    """All pieces as one, with wallets numbered through and pairs (rows of identities) found."""
    entries = [piece.entries for piece in pieces]
    widths = np.cumsum([0, *(len(piece.wallets.lever) for piece in pieces)])
    offers = [
        replace(entry.offers, wallet=entry.offers.wallet + start)
        for entry, start in zip(entries, widths, strict=False)
    ]
    pairs, pair = np.unique(np.concatenate([p.identities for p in pieces]), axis=0, return_inverse=True)
    whole = _Entries(
        demand=_one([entry.demand for entry in entries]),
        offers=_one(offers),
        pair=pair.ravel(),
        order_value=np.concatenate([entry.order_value for entry in entries]),
        served=np.concatenate([entry.served for entry in entries]),
        valid=np.concatenate([entry.valid for entry in entries]),
    )
    return whole, _one([piece.wallets for piece in pieces]), pairs


_Columns = TypeVar("_Columns", Demand, Offers, _Wallets)


def _one(parts: list[_Columns]) -> _Columns:
    """Columns one after the other."""
    kind = type(parts[0])
    return kind(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(kind)})


def _some(whole: _Columns, chosen: Ints) -> _Columns:
    """Some elements of columns."""
    return type(whole)(**{f.name: getattr(whole, f.name)[chosen] for f in fields(whole)})


def _identities(plan: SearchPlan, traits: Lasting, on: Ints) -> Ints:
    """Ad, keyword, ad group, campaign and budget of each of some pairs."""
    campaign = traits.campaign[on]
    ids: Ints = np.stack(
        [
            plan.ad_ids[plan.pair_ad_index[on]],
            plan.keyword_ids[plan.pair_keyword_index[on]],
            plan.group_ids[traits.group[on]],
            plan.campaign_ids[campaign],
            plan.budget_ids[plan.campaign_budget_index[campaign]],
        ],
        axis=1,
    )
    return ids


def _used(plan: SearchPlan, on: Ints) -> Mask:
    """Which budgets pay for some of these pairs."""
    used: Mask = np.isin(
        np.arange(len(plan.budget_ids)), plan.campaign_budget_index[plan.pair_campaign_index[on]]
    )
    return used


def _lever_names(stretches: Sequence[SearchStretch]) -> dict[int, int]:
    """What each used budget is called: by its campaign if it has one only."""
    users: dict[int, set[int]] = {}
    for plan in {id(stretch.plan): stretch.plan for stretch in stretches}.values():
        budgets = plan.budget_ids[plan.campaign_budget_index]
        for budget, campaign in zip(budgets.tolist(), plan.campaign_ids.tolist(), strict=True):
            users.setdefault(budget, set()).add(campaign)
    return {budget: min(used) if len(used) == 1 else budget for budget, used in users.items()}
