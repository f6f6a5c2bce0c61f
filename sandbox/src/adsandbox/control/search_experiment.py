"""Experiments with a search account. Money is in micros of its currency, revenue in major units."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from adsandbox.control.experiments import Setting, summed
from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.search_bids import BUDGET_USE
from adsandbox.market.search_report import report
from adsandbox.market.search_truth import SEARCH_OBJECTIVES, SearchTerrain
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_experiments import search_stretches, with_daily
from adsandbox.world.search_tree import as_search
from adsandbox.world.search_view import search_knowledge

_LEVELS = {"campaigns": "campaign", "ad_groups": "ad_group", "ads": "ad", "keywords": "criterion"}
_COLUMNS = ("ad", "criterion", "ad_group", "campaign", "budget")
_IN_THE_END = 1e12


class SearchExperiment:
    """The levers are campaigns with budgets of their own, and budgets that several campaigns share."""

    money = "micros"
    objectives = SEARCH_OBJECTIVES
    budget_use = BUDGET_USE

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    @cached_property
    def _terrain(self) -> SearchTerrain:
        where, world = self._setting, self._setting.world
        days = search_stretches(world.ledger, where.account, where.timeline, where.since, where.until)
        known = search_knowledge(world.store, where.account, self.history()[:0], world.now())
        return SearchTerrain(days, world.luck, known.actions)

    @property
    def levers(self) -> Ints:
        """Campaigns and shared budgets that run on the days."""
        return self._terrain.levers

    def base_budgets(self) -> Floats:
        """The mean daily budget of each lever, as it was set."""
        return self._terrain.base_budgets()

    def expected(self, budgets: Floats) -> dict[str, list[dict[str, Any]]]:
        """Expected sums by campaign, ad group, ad and keyword."""
        terrain, sums = self._terrain, self._terrain.by_pair(budgets)
        return {
            name: summed(terrain.pairs[:, _COLUMNS.index(column)], sums) for name, column in _LEVELS.items()
        }

    def expected_of(self, index: int, budgets: Floats) -> dict[str, float]:
        """Expected sums of one lever."""
        mine = self._terrain.lever_of_pair == index
        return {name: float(values[mine].sum()) for name, values in self._terrain.by_pair(budgets).items()}

    def gained(self, budgets: Floats, objective: str) -> Floats:
        """Expected sum of an objective for every lever."""
        return self._terrain.by_lever(budgets, objective)

    def returns(self, objective: str) -> Callable[[Floats], Floats]:
        """The same, read from curves."""
        return self._terrain.returns(objective)

    def history(self) -> Rows:
        """What was delivered on the days."""
        where = self._setting
        return where.world.search_rows(where.account, where.since, where.until)

    def replayed(self, budgets: dict[int, float]) -> Rows:
        """What would have been delivered with these daily budgets."""
        return self._setting.replayed(lambda tree: with_daily(as_search(tree), budgets))

    def realised(self, rows: Rows) -> dict[str, list[dict[str, Any]]]:
        """Sums of delivered rows by level as they are known in the end."""
        where = self._setting
        known = search_knowledge(where.world.store, where.account, rows, _IN_THE_END)
        found = report(rows, where.world.luck, known, with_shares=False).measures
        measures = {
            "cost_micros": found["cost_micros"].astype(np.float64),
            "impressions": found["impressions"].astype(np.float64),
            "clicks": found["clicks"].astype(np.float64),
            "conversions": found["conversions"],
            "revenue": found["conversions_value"],
        }
        return {name: summed(rows[column], measures) for name, column in _LEVELS.items()}

    def spent(self, rows: Rows) -> Floats:
        """What each lever spent in some rows, before anything is taken back."""
        levers = self.levers
        index = np.searchsorted(
            levers, np.where(np.isin(rows["campaign"], levers), rows["campaign"], rows["budget"])
        )
        known = index < len(levers)
        return sum_by(index[known], rows["cost_micros"][known].astype(np.float64), len(levers))

    def is_lever(self, node: Node) -> bool:
        """Campaigns and budgets."""
        return node.kind in (Kind.SEARCH_CAMPAIGN, Kind.BUDGET)
