"""Figures from sums: exact, never divided by zero, None only where nothing is known."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.insights import figures
from adwright.insights.metrics import BY_KEY, METRICS, RATIOS, SUMS, Aggregation, Metric
from adwright.insights.model import CampaignSpend, Figure
from adwright.insights.period_figures import budget_use

sums_of_one_day = st.dictionaries(
    st.sampled_from([metric.key for metric in SUMS]),
    st.none() | st.integers(min_value=0, max_value=10**12).map(Decimal),
)


def ratio_sums(key: str, top: int | None, bottom: int | None) -> dict[str, Decimal | None]:
    metric = BY_KEY[key]
    assert metric.numerator is not None
    assert metric.denominator is not None
    numerator = None if top is None else Decimal(top)
    denominator = None if bottom is None else Decimal(bottom)
    return {
        metric.numerator.value: numerator,
        metric.denominator.value: denominator,
        figures.above(metric): numerator if denominator is not None else None,
        figures.below(metric): denominator if numerator is not None else None,
    }


@pytest.mark.parametrize(
    ("key", "top", "bottom", "value"),
    [
        ("roas", 50_000_000, 10_000_000, "5"),
        ("cpa", 10_000_000, 4, "2.5"),
        ("cpm", 10_000_000, 2000, "5"),
        ("ctr", 2, 3000, "0.00066667"),
        ("cpc", 10_000_000, 3, "3.333333"),
        ("conversion_rate", 1, 8, "0.125"),
    ],
)
def test_ratio_when_both_sums_are_known_then_is_exact_to_its_places(
    key: str, top: int, bottom: int, value: str
) -> None:
    assert figures.figure(BY_KEY[key], ratio_sums(key, top, bottom)) == Figure(Decimal(value))


@pytest.mark.parametrize("metric", RATIOS, ids=lambda metric: metric.key)
def test_ratio_when_below_the_line_is_zero_or_unknown_then_says_why(metric: Metric) -> None:
    key = metric.key
    for top, bottom in ((1, 0), (0, 0), (None, 1), (1, None)):
        made = figures.figure(BY_KEY[key], ratio_sums(key, top, bottom))
        assert made.value is None
        assert made.reason


@given(st.lists(sums_of_one_day, max_size=6))
def test_sum_when_added_then_is_none_only_if_every_day_is(days: list[dict[str, Decimal | None]]) -> None:
    totals = figures.add(days)

    for metric in SUMS:
        known = [day[metric.key] for day in days if day.get(metric.key) is not None]
        expected = sum((value for value in known if value is not None), Decimal(0)) if known else None
        assert totals.get(metric.key) == expected


@pytest.mark.parametrize(
    ("value", "before", "change"),
    [(15, 10, 0.5), (5, 10, -0.5), (5, 0, None), (None, 10, None), (10, None, None), (0, 10, -1.0)],
)
def test_change_when_there_is_nothing_to_compare_with_then_is_none(
    value: int | None, before: int | None, change: float | None
) -> None:
    now = None if value is None else Decimal(value)
    then = None if before is None else Decimal(before)
    assert figures.relative_change(now, then) == change


def test_budget_use_when_some_campaigns_have_no_daily_budget_then_they_are_left_out() -> None:
    account = uuid4()
    spend = [
        CampaignSpend(account, "c1", 70_000_000, 7),
        CampaignSpend(account, "c2", 10_000_000, 2),
        CampaignSpend(account, "c3", 99_000_000, 9),
    ]
    budgets = {(account, "c1"): 20_000_000, (account, "c2"): 10_000_000}

    use = budget_use(spend, budgets)

    assert use.value == Decimal("0.5")
    assert "left out" in str(use.reason)
    assert budget_use(spend, {}).value is None


def test_metrics_when_listed_then_each_is_defined_once_and_whole() -> None:
    assert len(BY_KEY) == len(METRICS)
    for metric in METRICS:
        assert metric.label
        assert metric.formula
        assert metric.sources
        assert (metric.denominator is not None) == (metric.aggregation is Aggregation.RATIO_OF_SUMS)
