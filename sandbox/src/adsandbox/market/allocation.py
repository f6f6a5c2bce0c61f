"""The best division of a sum of money among concave returns.

Marginal analysis (Fox 1966): cut every return into steps, take the steps in the order of their slopes until
the money is used up. For concave returns this is optimal for the steps given, and equalises marginal returns
(Gossen 1854) between the bounds; the steps are then refined around the solution.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from adsandbox.market.luck import Floats

_STEPS = 64
_ROUNDS = 4


def allocate(returns: Callable[[Floats], Floats], total: float, low: Floats, high: Floats) -> Floats:
    """Budgets that sum to at most `total` within [low, high] and have the greatest sum of returns.

    `returns` gives the return of each budget, concave and independent of the others. Money that would
    return nothing anywhere is left over.

    Raises:
        ValueError: the bounds cross, or the lower ones cost more than the total.
    """
    if np.any(low > high) or np.any(low < 0):
        raise ValueError("A lower bound is negative or above its upper bound.")
    if low.sum() > total * (1 + 1e-12):
        raise ValueError(f"The lower bounds cost {low.sum():.2f}, more than the total of {total:.2f}.")
    floor, ceiling = low.copy(), np.minimum(high, low + (total - low.sum()))
    chosen = floor
    for _ in range(_ROUNDS):
        chosen, width = _fill(returns, total, floor, ceiling)
        floor, ceiling = np.maximum(low, chosen - 2 * width), np.minimum(high, chosen + 2 * width)
    return chosen


def _fill(
    returns: Callable[[Floats], Floats], total: float, floor: Floats, ceiling: Floats
) -> tuple[Floats, Floats]:
    """The best budgets on a grid between floor and ceiling, and the grid's width."""
    width = (ceiling - floor) / _STEPS
    values = np.stack([returns(floor + width * step) for step in range(_STEPS + 1)], axis=1)
    slopes = np.diff(values, axis=1) / np.where(width > 0, width, 1.0)[:, None]
    slopes = np.minimum.accumulate(np.where(width[:, None] > 0, slopes, 0.0), axis=1)
    order = np.argsort(-slopes, axis=None, kind="stable")
    owner = order // _STEPS
    useful = slopes.ravel()[order] > 0
    cost = np.where(useful, width[owner], 0.0)
    left = np.maximum(total - floor.sum() - (np.cumsum(cost) - cost), 0.0)
    bought = np.bincount(owner, weights=np.minimum(cost, left), minlength=len(floor))
    return floor + bought, width
