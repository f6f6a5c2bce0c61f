"""Metrics from sums. Averages, rates and shares are made anew from the sums of every row, never summed.

A metric that this market has nothing of (video views, phone calls) is 0 if it is a count, and without value
otherwise. Definitions are those of Google's reference of metrics.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsandbox.google.gaql.catalogue import DataType, Field

Sums = dict[str, NDArray[Any]]
Values = list[Any]

# Sums of rows: each metric that is one, by the sum it is.
_PLAIN = {
    "impressions": "impressions",
    "clicks": "clicks",
    "interactions": "clicks",
    "cost_micros": "cost_micros",
    "conversions": "conversions",
    "conversions_value": "conversions_value",
    "all_conversions": "all_conversions",
    "all_conversions_value": "all_conversions_value",
    "invalid_clicks": "invalid_clicks",
}
# Ratios: numerator, denominator, factor.
_RATIOS = {
    "ctr": ("clicks", "impressions", 1.0),
    "interaction_rate": ("clicks", "impressions", 1.0),
    "average_cpc": ("cost_micros", "clicks", 1.0),
    "average_cost": ("cost_micros", "clicks", 1.0),
    "average_cpm": ("cost_micros", "impressions", 1000.0),
    "cost_per_conversion": ("cost_micros", "conversions", 1.0),
    "cost_per_all_conversions": ("cost_micros", "all_conversions", 1.0),
    "conversions_from_interactions_rate": ("conversions", "clicks", 1.0),
    "all_conversions_from_interactions_rate": ("all_conversions", "clicks", 1.0),
    "value_per_conversion": ("conversions_value", "conversions", 1.0),
    "value_per_all_conversions": ("all_conversions_value", "all_conversions", 1.0),
    "conversions_value_per_cost": ("conversions_value", "cost_micros", 1e6),
    "all_conversions_value_per_cost": ("all_conversions_value", "cost_micros", 1e6),
    "all_conversions_from_interactions_value_per_interaction": ("all_conversions_value", "clicks", 1.0),
    "conversions_from_interactions_value_per_interaction": ("conversions_value", "clicks", 1.0),
    "invalid_click_rate": ("invalid_clicks", "all_clicks", 1.0),
    "top_impression_percentage": ("top", "impressions", 1.0),
    "absolute_top_impression_percentage": ("absolute_top", "impressions", 1.0),
}
# Shares of the impressions that could have been had.
_SHARES = {
    "search_impression_share": "impressions",
    "search_top_impression_share": "top",
    "search_absolute_top_impression_share": "absolute_top",
}
_LOST_SHARES = {
    "search_budget_lost_impression_share": "lost_budget",
    "search_rank_lost_impression_share": "lost_rank",
}
LEAST_SHARE, BELOW_LEAST = 0.1, 0.0999
MOST_LOST, ABOVE_MOST = 0.9, 0.9001
_RATES_OF_NOTHING = frozenset({"ctr", "interaction_rate"})


def covered_metrics() -> list[str]:
    """Names of the metrics that this market fills."""
    return sorted({*_PLAIN, *_RATIOS, *_SHARES, *_LOST_SHARES})


def values_of(field: Field, sums: Sums, rows: int) -> Values:
    """A metric of every row, None where it has no value."""
    name = field.path[-1]
    if name in _PLAIN:
        return _typed(field, sums[_PLAIN[name]])
    if name in _RATIOS:
        above, below, factor = _RATIOS[name]
        nothing = 0.0 if name in _RATES_OF_NOTHING else None
        return _quotients(_sum(sums, above) * factor, _sum(sums, below), nothing)
    if name in _SHARES:
        shares = _quotients(sums[_SHARES[name]], sums["eligible"], None)
        return [BELOW_LEAST if share is not None and share < LEAST_SHARE else share for share in shares]
    if name in _LOST_SHARES:
        shares = _quotients(sums[_LOST_SHARES[name]], sums["eligible"], None)
        return [ABOVE_MOST if share is not None and share > MOST_LOST else share for share in shares]
    return [None if field.data_type is DataType.DOUBLE else 0] * rows


def _sum(sums: Sums, name: str) -> NDArray[Any]:
    """Clicks as they came in are those that count and those that were taken back."""
    return sums["clicks"] + sums["invalid_clicks"] if name == "all_clicks" else sums[name]


def _typed(field: Field, column: NDArray[Any]) -> Values:
    if field.data_type is DataType.DOUBLE:
        return list(column.astype(np.float64).tolist())
    return list(np.rint(column).astype(np.int64).tolist())


def _quotients(above: NDArray[Any], below: NDArray[Any], nothing: float | None) -> Values:
    some = below > 0
    values = (above / np.where(some, below, 1)).tolist()
    return [value if there else nothing for value, there in zip(values, some.tolist(), strict=True)]
