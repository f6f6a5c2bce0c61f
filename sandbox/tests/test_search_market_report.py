"""Search rows as they are reported: restated, split, and always adding up."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from adsandbox.market.luck import Luck
from adsandbox.market.search_clicks import click_prices, numbered
from adsandbox.market.search_conversions import Action, delay_days
from adsandbox.market.search_demand import HOUR_SHARE
from adsandbox.market.search_plan import DEVICES
from adsandbox.market.search_report import (
    CONVERTED,
    INVALID_KNOWN_DAYS,
    MEASURES,
    Knowledge,
    Parts,
    report,
)
from adsandbox.market.search_split import CELLS, apportion
from adsandbox.market.search_terms import Negative, allowed_terms
from adsandbox.market.season import DAY_SECONDS
from search_builders import FIRST_DAY, TEXTS, delivered, search_plan, texts_of

LUCK = Luck(5)
ACTIONS = (
    Action(901),
    Action(902, "SUBMIT_LEAD_FORM", value=40.0, one_per_click=True),
    Action(903, "ADD_TO_CART", primary=False, window_days=1.0),
)
PLAN = search_plan(campaigns=2, keywords=4, ads=2, campaign_partners=np.array([0.0, 1.0]))


@cache
def rows() -> np.ndarray:
    """Three weeks of two campaigns."""
    return delivered(PLAN, LUCK, 21)


def seen(days_later: float, *segments: str, actions: tuple[Action, ...] = ACTIONS) -> Parts:
    """The report so many days after the last row's day began."""
    begins = (rows()["day"] - FIRST_DAY) * DAY_SECONDS
    now = begins.max() + days_later * DAY_SECONDS
    return report(rows(), LUCK, Knowledge(now, begins, texts_of(PLAN), actions), segments)


def test_report_when_nothing_is_asked_for_then_one_part_per_row() -> None:
    parts = seen(60)
    assert np.array_equal(parts.row, np.arange(len(rows())))
    for name in ("impressions", "eligible", "lost_budget", "lost_rank", "top", "absolute_top"):
        assert np.array_equal(parts.measures[name], rows()[name])
    charged = parts.measures["clicks"] + parts.measures["invalid_clicks"]
    assert np.array_equal(charged, rows()["clicks"])


@pytest.mark.parametrize("segment", sorted(CELLS))
def test_split_when_added_up_then_the_whole_row_by_row(segment: str) -> None:
    whole, parts = seen(9), seen(9, segment)
    for name in MEASURES:
        sums = np.bincount(parts.row, parts.measures[name], minlength=len(rows()))
        assert sums == pytest.approx(whole.measures[name]), name
        assert parts.measures[name].min() >= 0
    assert np.all(parts.measures["clicks"] <= parts.measures["impressions"])
    assert np.all(parts.measures["top"] <= parts.measures["impressions"])
    assert np.all(parts.measures["absolute_top"] <= parts.measures["top"])


@pytest.mark.parametrize("segments", list(combinations(("device", "network", "hour"), 2)))
def test_clicks_when_split_in_combination_then_agree_with_each_split(segments: tuple[str, ...]) -> None:
    both = seen(9, *segments)
    for segment in segments:
        alone = seen(9, segment)
        for name in ("clicks", "cost_micros", "invalid_clicks", *CONVERTED):
            sums = [
                np.bincount(parts.labels[segment], parts.measures[name], minlength=CELLS[segment])
                for parts in (both, alone)
            ]
            assert sums[0] == pytest.approx(sums[1])


def test_rows_when_reported_one_by_one_then_the_same() -> None:
    whole = seen(4, "device")
    begins = (rows()["day"] - FIRST_DAY) * DAY_SECONDS
    now = begins.max() + 4 * DAY_SECONDS
    for index in (0, 17, len(rows()) - 1):
        known = Knowledge(now, begins[index : index + 1], texts_of(PLAN), ACTIONS)
        one = report(rows()[index : index + 1], LUCK, known, ("device",))
        mine = whole.row == index
        for name in MEASURES:
            assert one.measures[name] == pytest.approx(whole.measures[name][mine])


def test_actions_when_segmented_then_add_up_and_nothing_else_is_counted() -> None:
    whole, parts = seen(60), seen(60, "conversion_action")
    for name in CONVERTED:
        assert parts.measures[name].sum() == pytest.approx(whole.measures[name].sum())
    assert not parts.measures["clicks"].any()
    assert not parts.measures["impressions"].any()
    assert set(parts.labels["conversion_action"].tolist()) == {901, 902, 903}
    secondary = parts.labels["conversion_action"] == 903
    assert not parts.measures["conversions"][secondary].any()
    assert parts.measures["all_conversions"][secondary].sum() > 0
    leads = parts.labels["conversion_action"] == 902
    assert parts.measures["conversions_value"][leads] == pytest.approx(
        40.0 * parts.measures["conversions"][leads]
    )


def test_action_when_added_then_the_others_are_untouched() -> None:
    one, three = seen(60, actions=ACTIONS[:1]), seen(60, "conversion_action")
    mine = three.labels["conversion_action"] == 901
    assert one.measures["conversions"].sum() == three.measures["conversions"][mine].sum()
    assert one.measures["conversions_value"].sum() == pytest.approx(
        three.measures["conversions_value"][mine].sum()
    )
    assert seen(60, actions=()).measures["all_conversions"].sum() == 0


def test_conversions_when_time_passes_then_only_grow_to_what_is_expected() -> None:
    sums = [seen(days).measures["conversions"] for days in (1, 3, 8, 15, 29, 60, 90)]
    for earlier, later in pairwise(sums):
        assert np.all(later >= earlier)
    assert sums[0].sum() < 0.97 * sums[-1].sum()
    assert np.array_equal(sums[-1], sums[-2])
    expected = (
        rows()["conversions"].sum()
        * 0.98
        * sum(action.expected(np.ones(1))[0] for action in ACTIONS if action.primary)
    )
    assert sums[-1].sum() == pytest.approx(expected, rel=0.12)


def test_conversions_when_the_window_is_short_then_late_ones_are_lost() -> None:
    long, short = (
        seen(60, actions=(Action(901, window_days=days),)).measures["conversions"].sum()
        for days in (30.0, 1.0)
    )
    assert 0.5 * long < short < 0.85 * long


def test_conversions_when_the_action_is_younger_than_the_click_then_none() -> None:
    middle = 10 * DAY_SECONDS
    parts = seen(60, actions=(Action(901, since=middle),))
    days = rows()["day"][parts.row] - FIRST_DAY
    assert parts.measures["conversions"][days < 10].sum() == 0
    before = seen(60, actions=(Action(901, until=middle),)).measures["conversions"].sum()
    assert (
        before + parts.measures["conversions"].sum()
        == seen(60, actions=ACTIONS[:1]).measures["conversions"].sum()
    )


def test_invalid_clicks_when_time_passes_then_taken_back_once_and_for_all() -> None:
    looks = [seen(days).measures for days in (0.9, 2, 5, INVALID_KNOWN_DAYS + 1, 60)]
    for earlier, later in pairwise(looks):
        assert np.all(later["clicks"] <= earlier["clicks"])
        assert np.all(later["cost_micros"] <= earlier["cost_micros"])
    assert np.array_equal(looks[-1]["cost_micros"], looks[-2]["cost_micros"])
    assert looks[-1]["clicks"].min() >= 0
    taken = looks[-1]["invalid_clicks"].sum() / rows()["clicks"].sum()
    assert 0.005 < taken < 0.05
    today = rows()["day"] == rows()["day"].max()
    assert looks[0]["invalid_clicks"][today].sum() == 0
    prices = click_prices(rows(), numbered(rows()), LUCK).sum()
    assert looks[-1]["cost_micros"].sum() < prices == rows()["cost_micros"].sum()


def test_shares_when_split_then_near_what_the_market_is_like() -> None:
    hours = seen(60, "hour")
    share = np.bincount(hours.labels["hour"], hours.measures["impressions"]) / rows()["impressions"].sum()
    assert share == pytest.approx(HOUR_SHARE, abs=0.006)
    devices = seen(60, "device")
    by = {
        name: np.bincount(devices.labels["device"], devices.measures[name])
        for name in ("impressions", "clicks", "conversions")
    }
    assert by["impressions"][0] / by["impressions"].sum() == pytest.approx(0.58, abs=0.05)
    rate = by["conversions"] / by["clicks"]
    assert rate[DEVICES.index("DESKTOP")] > 1.2 * rate[DEVICES.index("MOBILE")]
    networks = seen(60, "network")
    alone = rows()["campaign"][networks.row] == PLAN.campaign_ids[0]
    assert networks.labels["network"][alone].max() == 0
    assert networks.labels["network"][~alone].max() == 1


def test_terms_when_excluded_then_never_reported() -> None:
    bits = np.array([allowed_terms(text, [Negative("buy", "BROAD")]) for text in TEXTS[:4]])
    plan = search_plan(keywords=4, keyword_terms=bits)
    some = delivered(plan, LUCK, 10)
    known = Knowledge(1e9, some["day"] * 0.0, texts_of(plan), ACTIONS)
    parts = report(some, LUCK, known, ("term",))
    assert np.all((bits[parts_criterion(parts, some)] >> parts.labels["term"]) & 1 == 1)
    assert parts.measures["clicks"].sum() > 0


def parts_criterion(parts: Parts, some: np.ndarray) -> np.ndarray:
    """The index of the keyword of each part."""
    return some["criterion"][parts.row] - 540_000_000_001


def test_apportion_when_repeated_then_exact_in_sum_and_on_average() -> None:
    weight = np.tile(np.array([0.5, 0.0, 1.5, 3.0]), (4000, 1))
    total = np.full(4000, 7)
    parts = apportion(total, weight, LUCK.uniform("u", np.arange(4000)))
    assert np.all(parts.sum(axis=1) == 7)
    assert parts.min() >= 0
    assert not parts[:, 1].any()
    assert parts.mean(axis=0) == pytest.approx(7 * weight[0] / 5.0, abs=0.03)
    assert np.all(np.abs(parts - 7 * weight / 5.0) < 1)


def test_delay_when_drawn_then_follows_the_law() -> None:
    keys = np.arange(20_000)
    law = ACTIONS[0].delay
    days = delay_days(law, LUCK.uniform("a", keys), LUCK.uniform("b", keys))
    for age in (0.5, 2.0, 7.0, 20.0):
        assert np.mean(days <= age) == pytest.approx(float(law.reported_share(np.array(age))), abs=0.01)


def test_segment_when_unknown_then_refused() -> None:
    with pytest.raises(ValueError, match="Unknown segment 'weather'"):
        seen(1, "weather")


def test_report_when_there_are_no_rows_then_empty() -> None:
    known = Knowledge(1e9, np.zeros(0), texts_of(PLAN), ACTIONS)
    for segments in ((), ("term",), ("place", "hour"), ("conversion_action",)):
        parts = report(rows()[:0], LUCK, known, segments)
        assert not len(parts.row)
        assert set(parts.labels) == set(segments)
        assert all(not len(column) for column in parts.measures.values())
