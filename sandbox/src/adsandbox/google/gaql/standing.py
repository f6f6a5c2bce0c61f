"""What the market itself knows of keywords and campaigns: how good their ads are, what their budgets cost
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.search_plan import quality_of_pairs
from adsandbox.world.nodes import Node
from adsandbox.world.search_tree import as_search
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

BELOW_AVERAGE, AVERAGE, ABOVE_AVERAGE = "BELOW_AVERAGE", "AVERAGE", "ABOVE_AVERAGE"
_AVERAGE_FROM, _AVERAGE_TO = 0.85, 1.15
_SCORES = 10
_BUDGET_DAYS = 7
_CONSTRAINED_FROM = 0.05


@dataclass(frozen=True, slots=True)
class Quality:
    """A keyword's quality score (1 to 10), and how its ads' click rate and their words compare."""

    score: int
    click_rate: str
    words: str


def keyword_qualities(world: World, customer: Node) -> dict[int, Quality]:
    """The quality of every keyword that can be met now, by its id.

    The score is the chance to beat a usual rival at the same bid, from 1 to 10: x^2 / (1 + x^2) of the
    quality x, as in the market's auction (`market/search_auction.py`). The market has no landing pages, so
    nothing is said of them.
    """
    plan = as_search(world.tree(customer)).plan
    pairs = np.bincount(plan.pair_keyword_index, minlength=len(plan.keyword_ids))
    quality = quality_of_pairs(plan, world.luck)
    means = [
        sum_by(plan.pair_keyword_index, column, len(pairs)) / np.maximum(pairs, 1)
        for column in (quality, quality / plan.pair_relevance, plan.pair_relevance)
    ]
    return {
        int(keyword): Quality(_score(good), _compared(appeal), _compared(words))
        for keyword, count, good, appeal, words in zip(plan.keyword_ids, pairs, *means, strict=True)
        if count
    }


def constrained_campaigns(world: World, customer: Node) -> set[int]:
    """Ids of campaigns that lost a noticeable part of what they could have shown to their budgets lately."""
    today = local_day(world.now(), zone_of(customer))
    rows = world.search_rows(customer, today - _BUDGET_DAYS, today - 1)
    campaigns, of_row = np.unique(rows["campaign"], return_inverse=True)
    lost = sum_by(of_row.ravel(), rows["lost_budget"].astype(np.float64), len(campaigns))
    whole = sum_by(of_row.ravel(), rows["eligible"].astype(np.float64), len(campaigns))
    return set(campaigns[lost > _CONSTRAINED_FROM * whole].tolist())


def _score(quality: float) -> int:
    return 1 + round((_SCORES - 1) * quality**2 / (1.0 + quality**2))


def _compared(relative: float) -> str:
    if relative < _AVERAGE_FROM:
        return BELOW_AVERAGE
    return AVERAGE if relative <= _AVERAGE_TO else ABOVE_AVERAGE
