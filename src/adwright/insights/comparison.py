"""Figures of two campaigns side by side: what may be added up, and what only looks alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from adwright.insights.metrics import (
    ATTRIBUTED_BASES,
    RATIOS,
    SUMS,
    Metric,
    Unit,
    differences,
)
from adwright.insights.model import Overview


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric of both campaigns.

    Attributes:
        values: one for each campaign, money in major units of its own currency; None where it gives none.
        total: both together; None where they may not be added up.
        no_total: why a sum is not added up; None for ratios, which never are.
        differences: what is not the same in the platforms' definitions; empty where they mean the same.
    """

    metric: Metric
    values: tuple[Decimal | None, ...]
    total: Decimal | None
    no_total: str | None
    differences: tuple[str, ...]


def compare(overviews: Sequence[Overview]) -> tuple[Compared, ...]:
    """Return every sum and ratio that one of the campaigns gives.

    Args:
        overviews: of the same days, each in its account's zone and currency.
    """
    by_key = [{each.metric.key: each.value for each in overview.measures} for overview in overviews]
    found = []
    for metric in (*SUMS, *RATIOS):
        values = tuple(values[metric.key] for values in by_key)
        if any(value is not None for value in values):
            found.append(_compared(metric, values, overviews))
    return tuple(found)


def _compared(metric: Metric, values: tuple[Decimal | None, ...], overviews: Sequence[Overview]) -> Compared:
    is_sum = metric.denominator is None
    no_total = _why_not_added(metric, values, overviews) if is_sum else None
    given = [value for value in values if value is not None]
    total = sum(given, Decimal(0)) if is_sum and no_total is None else None
    return Compared(metric, values, total, no_total, differences(metric))


def _why_not_added(
    metric: Metric, values: tuple[Decimal | None, ...], overviews: Sequence[Overview]
) -> str | None:
    if None in values:
        return "Only one of the campaigns gives this figure."
    currencies = sorted({overview.currency for overview in overviews if overview.currency})
    if metric.unit is Unit.MONEY and len(currencies) > 1:
        return f"In {' and '.join(currencies)}: amounts in different currencies are not added up."
    definitions = {tuple(overview.attributions) for overview in overviews}
    if metric.numerator in ATTRIBUTED_BASES and len(definitions) > 1:
        return "The platforms attribute this by different definitions, so it is not added up."
    return None
