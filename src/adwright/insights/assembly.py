"""An overview is put together from sums: pure, so that every rule of honesty can be read and tested here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adwright.insights.figures import Sums, above, add, below, figure, missing, relative_change
from adwright.insights.metrics import METRICS, RATIOS, SUMS, Metric
from adwright.insights.model import (
    DaySums,
    Fetched,
    Figure,
    Measure,
    Overview,
    OverviewAccount,
    OverviewDay,
    Period,
    PeriodFigure,
    Settled,
)

_FROM_DAYS = (*SUMS, *RATIOS)
_NOTHING_HAPPENED: Sums = {
    **{key: Decimal(0) for metric in SUMS for key in (metric.key, missing(metric))},
    **{key: Decimal(0) for metric in RATIOS for key in (above(metric), below(metric))},
}


@dataclass(frozen=True, slots=True)
class Given:
    """All that an overview is made of.

    Attributes:
        days: sums of the period's days that have rows.
        days_before: the same of the period before.
        before_complete: whether every account was fetched for the whole period before.
        fetched: first and last day fetched of the accounts shown; None when there are none.
        fetched_by_all: which days every account has.
        silence_is_zero: whether a fetched period without any row means that nothing ran (a platform's
            accounts), or that the source does not say (files).
        unavailable: why there is no figure at all; None when there are figures.
        settled_until: last day whose figures no longer move, of all accounts shown.
        period_figures: reach, frequency, budget use.
    """

    period: Period
    before: Period
    today: date
    currency: str | None
    other_currencies: Sequence[str]
    accounts: Sequence[OverviewAccount]
    attributions: Sequence[str]
    days: Sequence[DaySums]
    days_before: Sequence[DaySums]
    before_complete: bool
    fetched: tuple[date, date] | None
    fetched_by_all: Fetched
    silence_is_zero: bool
    unavailable: str | None
    settled_until: date | None
    period_figures: Mapping[str, PeriodFigure]


def assemble(given: Given) -> Overview:
    """Return the overview of what is given."""
    totals = _totals(given, given.days)
    before = _totals(given, given.days_before) if given.before_complete else {}
    by_day = _by_day(given, totals)
    settled = _settled(given, totals)
    return Overview(
        period=given.period,
        before=given.before,
        before_complete=given.before_complete,
        fetched=given.fetched_by_all,
        today=given.today,
        currency=given.currency,
        other_currencies=given.other_currencies,
        zones=sorted({account.zone for account in given.accounts}),
        attributions=given.attributions,
        accounts=given.accounts,
        settled=settled,
        measures=[_measure(given, metric, totals, before, by_day, settled) for metric in METRICS],
        daily=by_day,
    )


def _totals(given: Given, days: Sequence[DaySums]) -> Sums:
    if given.unavailable is not None:
        return {}
    if not days:
        return _NOTHING_HAPPENED if given.silence_is_zero else {}
    return add(day.sums for day in days)


def _by_day(given: Given, totals: Sums) -> list[OverviewDay]:
    rows = {day.date: day.sums for day in given.days}
    silent = {key: None if totals.get(key) is None else Decimal(0) for key in _NOTHING_HAPPENED}
    days = []
    for day in given.period.dates():
        fetched = given.fetched is not None and given.fetched[0] <= day <= given.fetched[1]
        sums = rows.get(day, silent if fetched else {})
        settled = given.settled_until is not None and day <= given.settled_until
        days.append(
            OverviewDay(day, settled, {metric.key: figure(metric, sums).value for metric in _FROM_DAYS})
        )
    return days


def _settled(given: Given, totals: Sums) -> Settled:
    """Weigh days by what was spent on them; by themselves where nothing was."""
    until = given.settled_until
    if until is None:
        return Settled(0.0, None)
    spent = totals.get("spend") or Decimal(0)
    if spent == 0:
        days = sum(1 for day in given.period.dates() if day <= until)
        return Settled(days / given.period.days, until)
    old = [day.sums.get("spend") or Decimal(0) for day in given.days if day.date <= until]
    return Settled(float(sum(old, Decimal(0)) / spent), until)


def _measure(
    given: Given,
    metric: Metric,
    totals: Sums,
    before: Sums,
    by_day: Sequence[OverviewDay],
    settled: Settled,
) -> Measure:
    series: Sequence[Decimal | None] = ()
    if metric.key in given.period_figures:
        whole = given.period_figures[metric.key]
        now, then = Figure(whole.value, whole.reason), whole.before
    else:
        now, then = figure(metric, totals), figure(metric, before).value
        series = [day.values[metric.key] for day in by_day]
    reason = now.reason if given.unavailable is None else given.unavailable
    return Measure(
        metric=metric,
        value=now.value,
        before=then,
        delta=relative_change(now.value, then),
        reason=reason,
        settled=settled.until is not None and given.period.until <= settled.until,
        series=series,
    )
