"""What the commands of ground truth ask of an account, whatever platform it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.world.nodes import Node
from adsandbox.world.timeline import Timeline
from adsandbox.world.tree import Tree
from adsandbox.world.world import World


@dataclass(frozen=True)
class Setting:
    """Which days of which account are experimented with."""

    world: World
    account: Node
    timeline: Timeline
    since: int
    until: int

    def replayed(self, rebudgeted: Callable[[Tree], Tree]) -> Rows:
        """What would have been delivered on the days with other budgets, from the same chance."""
        rows = self.world.ledger.replay(
            self.account,
            self.timeline,
            self.until,
            self.world.now(),
            lambda tree, day: rebudgeted(tree) if day >= self.since else tree,
        )
        return rows[rows["day"] >= self.since]


class Experiment(Protocol):
    """An account's days under chosen daily budgets. Arrays of budgets have one element per lever; NaN leaves
    a budget as it was.
    """

    @property
    def money(self) -> str:
        """The unit of budgets and spend."""

    @property
    def objectives(self) -> tuple[str, ...]:
        """What can be made as large as possible, the usual one first."""

    @property
    def budget_use(self) -> float:
        """Which part of a budget that binds is spent on average."""

    @property
    def levers(self) -> Ints:
        """The ids whose daily budgets can be chosen."""

    def base_budgets(self) -> Floats:
        """The mean daily budget of each lever, as it was set."""

    def expected(self, budgets: Floats) -> dict[str, list[dict[str, Any]]]:
        """Expected sums over the days, by level."""

    def expected_of(self, index: int, budgets: Floats) -> dict[str, float]:
        """Expected sums over the days of one lever."""

    def gained(self, budgets: Floats, objective: str) -> Floats:
        """Expected sum of an objective for every lever."""

    def returns(self, objective: str) -> Callable[[Floats], Floats]:
        """`gained`, quick enough for an optimiser."""

    def history(self) -> Rows:
        """What was delivered on the days."""

    def replayed(self, budgets: dict[int, float]) -> Rows:
        """What would have been delivered with these daily budgets, from the same chance."""

    def realised(self, rows: Rows) -> dict[str, list[dict[str, Any]]]:
        """Sums of delivered rows by level, with every conversion that they lead to in the end."""

    def spent(self, rows: Rows) -> Floats:
        """What each lever spent in some rows."""

    def is_lever(self, node: Node) -> bool:
        """Whether a node can have a budget at the level that is asked about."""


def summed(column: Ints, measures: dict[str, Floats]) -> list[dict[str, Any]]:
    """Sums of measures by id, one object per id."""
    ids, group = np.unique(column, return_inverse=True)
    sums = {name: sum_by(group.ravel(), values, len(ids)).tolist() for name, values in measures.items()}
    return [
        {"id": str(node_id), **{name: sums[name][index] for name in measures}}
        for index, node_id in enumerate(ids.tolist())
    ]
