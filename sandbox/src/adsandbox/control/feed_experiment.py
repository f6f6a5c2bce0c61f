"""Experiments with a feed's account. Money is in minor units of its currency, revenue in major units."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from adsandbox.control.experiments import Setting, summed
from adsandbox.market.arrays import sum_by
from adsandbox.market.delay import SETTLED_DAYS
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.purposes import Outcome
from adsandbox.market.report import conversions_by_now
from adsandbox.market.season import WEEK_USE
from adsandbox.market.truth import OBJECTIVES, Terrain, survey
from adsandbox.world.currency import minor_units
from adsandbox.world.feed_experiments import stretches, with_budgets
from adsandbox.world.feed_tree import as_feed
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import day_start

_LEVELS = {"campaign": "campaign", "ad_set": "ad_set", "ad": "ad"}


class FeedExperiment:
    """The levers are campaigns, or whoever owns a budget. `lead_value` is what a conversion that is no
    purchase counts as revenue.
    """

    money = "minor units"
    objectives = OBJECTIVES
    budget_use = WEEK_USE

    def __init__(self, setting: Setting, by_campaign: bool, lead_value: float) -> None:
        self._setting = setting
        self._by_campaign = by_campaign
        self._lead_value = lead_value

    @cached_property
    def _terrain(self) -> Terrain:
        where = self._setting
        days = stretches(where.world.ledger, where.account, where.timeline, where.since, where.until)
        return survey(days, where.world.luck, self._by_campaign, self._lead_value)

    @property
    def levers(self) -> Ints:
        """Campaigns or owners of budgets that run on the days."""
        return self._terrain.levers

    def base_budgets(self) -> Floats:
        """The mean daily budget of each lever, as it was set."""
        return self._terrain.base_budgets()

    def expected(self, budgets: Floats) -> dict[str, list[dict[str, Any]]]:
        """Expected sums by campaign, ad set and ad."""
        terrain = self._terrain
        ads = terrain.by_ad(budgets)
        columns = {"campaign": terrain.ad_campaigns, "ad_set": terrain.ad_sets, "ad": terrain.ad_ids}
        return {f"{level}s": summed(columns[level], ads) for level in _LEVELS}

    def expected_of(self, index: int, budgets: Floats) -> dict[str, float]:
        """Expected sums of one lever."""
        mine = self._terrain.lever[self._terrain.ad_entry] == index
        return {name: float(values[mine].sum()) for name, values in self._terrain.by_ad(budgets).items()}

    def gained(self, budgets: Floats, objective: str) -> Floats:
        """Expected sum of an objective for every lever."""
        return self._terrain.by_lever(budgets, objective)

    def returns(self, objective: str) -> Callable[[Floats], Floats]:
        """The same as a function of the budgets."""
        return lambda budgets: self.gained(budgets, objective)

    def history(self) -> Rows:
        """What was delivered on the days."""
        where = self._setting
        return where.world.rows(where.account, where.since, where.until)

    def replayed(self, budgets: dict[int, float]) -> Rows:
        """What would have been delivered with these daily budgets."""
        return self._setting.replayed(lambda tree: with_budgets(as_feed(tree), budgets, self._by_campaign))

    def realised(self, rows: Rows) -> dict[str, list[dict[str, Any]]]:
        """Sums of delivered rows by level, with every conversion that they lead to in the end."""
        where = self._setting
        units = float(minor_units(where.account.fields["currency"]))
        found = conversions_by_now(rows, where.world.luck, np.full(len(rows), SETTLED_DAYS + 1.0), units)
        sale = rows["outcome"][found.row] == Outcome.PURCHASE
        measures: dict[str, Floats] = {
            name: rows[name].astype(np.float64) for name in ("spend", "impressions", "link_clicks", "clicks")
        }
        measures["conversions"] = sum_by(found.row, np.ones(len(found.row)), len(rows))
        worth = np.where(sale, found.value_minor / units, self._lead_value)
        measures["revenue"] = sum_by(found.row, worth, len(rows))
        return {f"{level}s": summed(rows[column], measures) for level, column in _LEVELS.items()}

    def spent(self, rows: Rows) -> Floats:
        """What each lever spent in some rows."""
        column = rows["campaign"] if self._by_campaign else self._owners(rows)
        return np.array([float(rows["spend"][column == lever].sum()) for lever in self.levers.tolist()])

    def is_lever(self, node: Node) -> bool:
        """Campaigns, and at the level of ad sets these too."""
        return node.kind is Kind.CAMPAIGN or (node.kind is Kind.AD_SET and not self._by_campaign)

    def _owners(self, rows: Rows) -> Ints:
        """The budget owner of each row."""
        timeline, owners = self._setting.timeline, dict[int, int]()
        for day in (self._setting.since, self._setting.until):
            plan = as_feed(timeline.at(day_start(day + 1, timeline.zone) - 1.0)).plan
            of_set = plan.group_ids[plan.set_group_index]
            owners.update(zip(plan.set_ids.tolist(), of_set.tolist(), strict=True))
        return np.array([owners.get(ad_set, 0) for ad_set in rows["ad_set"].tolist()], dtype=np.int64)
