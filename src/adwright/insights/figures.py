"""From sums to figures: ratios derived, nothing divided by zero, nothing invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from adwright.insights.metrics import MICROS, MONEY_BASES, RATIOS, SUMS, Base, Metric, Unit, words
from adwright.insights.model import Figure

Sums = Mapping[str, Decimal | None]

_PLACES = Decimal("0.000001")
_SHARE_PLACES = Decimal("0.00000001")


def above(metric: Metric) -> str:
    """Name the sum above a ratio's line: only of rows that give what is below it."""
    return f"{metric.key}.above"


def below(metric: Metric) -> str:
    """Name the sum below a ratio's line: only of rows that give what is above it."""
    return f"{metric.key}.below"


def missing(metric: Metric) -> str:
    """Name the count of rows that do not give a base."""
    return f"{metric.key}.missing"


def add(rows: Iterable[Sums]) -> Sums:
    """Add up days; a sum is None only where every day has None."""
    totals: dict[str, Decimal | None] = {}
    for row in rows:
        for key, value in row.items():
            before = totals.get(key)
            totals[key] = value if before is None else before if value is None else before + value
    return totals


def figure(metric: Metric, sums: Sums) -> Figure:
    """Make one figure of a sum or a ratio; money comes out in major units."""
    if metric.denominator is None:
        return _sum(metric, sums)
    return _ratio(metric, sums)


def figures(sums: Sums) -> dict[str, Figure]:
    """Make every figure that sums can give."""
    return {metric.key: figure(metric, sums) for metric in (*SUMS, *RATIOS)}


def relative_change(value: Decimal | None, before: Decimal | None) -> float | None:
    """Return (value − before) ÷ before; None where that says nothing."""
    if value is None or before is None or before <= 0:
        return None
    return float((value - before) / before)


def _sum(metric: Metric, sums: Sums) -> Figure:
    base = _numerator(metric)
    value = sums.get(metric.key)
    if value is None:
        return Figure(None, f"The source does not give {words(base)}.")
    caveat = f"Days or accounts without {words(base)} are not in it." if sums.get(missing(metric)) else None
    return Figure(_major(base, value), caveat)


def _ratio(metric: Metric, sums: Sums) -> Figure:
    numerator, denominator = _numerator(metric), metric.denominator
    if denominator is None:
        raise ValueError(f"{metric.key} is not a ratio")
    for base in (numerator, denominator):
        if sums.get(base.value) is None:
            return Figure(None, f"The source does not give {words(base)}.")
    top, bottom = sums.get(above(metric)), sums.get(below(metric))
    if top is None or bottom is None:
        return Figure(None, f"No day gives both {words(numerator)} and {words(denominator)}.")
    if bottom == 0:
        no_words = f"There were no {words(denominator)}."
        return Figure(None, "Nothing was spent." if denominator is Base.SPEND else no_words)
    value = _major(numerator, top) * metric.factor / _major(denominator, bottom)
    places = _SHARE_PLACES if metric.unit is Unit.PERCENT else _PLACES
    partial = top != sums[numerator.value] or bottom != sums[denominator.value]
    caveat = f"Made from what gives both {words(numerator)} and {words(denominator)}." if partial else None
    return Figure(value.quantize(places), caveat)


def _major(base: Base, value: Decimal) -> Decimal:
    return value / MICROS if base in MONEY_BASES else value


def _numerator(metric: Metric) -> Base:
    if metric.numerator is None:
        raise ValueError(f"{metric.key} is not made from sums")
    return metric.numerator
