"""The mathematics of search auctions, by simulation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adsandbox.market.luck import Luck, poisson_quantile
from adsandbox.market.purposes import Economics
from adsandbox.market.search import DAY_LIMIT, MONTH_LIMIT_DAYS, demand_of_day, month_limit, whims_of_day
from adsandbox.market.search_auction import bid_for_share, compete
from adsandbox.market.search_bids import BUDGET_USE, offers_of_day
from adsandbox.market.search_clicks import arrival_means, click_prices, numbered
from adsandbox.market.search_demand import HOUR_SHARE, hours_between, weekday_searches
from adsandbox.market.search_page import buy, cost_of, pacing_multipliers
from adsandbox.market.search_places import (
    LEAVES,
    PLACES,
    leaf_bits,
    outside,
    people_in,
    places_named,
    speakers_in,
)
from adsandbox.market.search_plan import Strategy, lasting
from adsandbox.market.search_terms import (
    ALL_TERMS,
    MATCH_TYPES,
    TERMS,
    Negative,
    allowed_terms,
    term_shares,
    term_text,
    terms_left,
    text_key,
)
from search_builders import delivered, search_plan
from test_market import pearson

LUCK = Luck(11)


@cache
def quarter() -> np.ndarray:
    """Ninety days at fixed bids with all the budget one could want."""
    return delivered(search_plan(), LUCK, 90)


# --- the auction
def test_clicks_when_spend_grows_then_concave_with_slope_one_over_bid() -> None:
    bids = np.geomspace(0.05, 20, 400)
    won = compete(bids, np.full(400, 1.3))
    slope = np.diff(won.clicks) / np.diff(won.cost)
    assert np.all(np.diff(slope) < 0)
    assert slope == pytest.approx(1 / np.sqrt(bids[1:] * bids[:-1]), rel=0.01)
    assert np.all(won.cost < bids * won.clicks)
    assert np.all((won.absolute_top <= won.top) & (won.top <= won.shown) & (won.shown < 1))


def test_bid_for_share_when_bid_then_wins_that_share() -> None:
    share = np.array([0.1, 0.5, 0.9])
    for tier, name in enumerate(("absolute_top", "top", "shown")):
        bid = bid_for_share(share, np.full(3, 1.7), np.full(3, tier))
        assert getattr(compete(bid, np.full(3, 1.7)), name) == pytest.approx(share)


# --- terms and places
def test_negatives_when_given_then_exclude_what_the_platform_excludes() -> None:
    def left(*negatives: Negative) -> set[str]:
        bits = allowed_terms("kettle chips", negatives)
        return {term_text("kettle chips", term) for term in range(TERMS) if bits >> term & 1}

    assert len(left()) == TERMS
    assert left() - left(Negative("free", "BROAD")) == {"free kettle chips"}
    assert left() - left(Negative("chips kettle", "PHRASE")) == set()
    assert left() - left(Negative("best kettle", "PHRASE")) == {"best kettle chips"}
    assert left() - left(Negative("Kettle  Chips", "EXACT")) == {"kettle chips"}
    assert "kettle chip" in left(Negative("chips", "BROAD"))
    assert "buy kettle chips" not in left(Negative("chips kettle", "BROAD"))


def test_terms_when_a_worthless_one_is_excluded_then_fewer_searches_worth_more() -> None:
    shares = term_shares(LUCK, np.array([text_key("math tutor")]), np.array([MATCH_TYPES.index("BROAD")]))
    assert shares.sum() == pytest.approx(1.0)
    bits = allowed_terms("math tutor", [Negative("jobs", "BROAD"), Negative("free", "BROAD")])
    before, after = (terms_left(np.array([b]), shares) for b in (ALL_TERMS, bits))
    assert after[0] < before[0] == pytest.approx(1.0)
    assert after[1] > before[1]


def test_places_when_targeted_then_hold_their_people() -> None:
    assert len(LEAVES) < 63
    whole, chicago, without = (
        leaf_bits([2840]),
        leaf_bits([1016367]),
        leaf_bits([2840], [21147]),
    )
    people = people_in(np.array([whole, chicago, without, leaf_bits([])]))
    assert people[0] == pytest.approx(190e6)
    assert 0 < people[1] < people[0] - people[2] < people[0] / 10
    assert people[3] > 5 * people[0]
    assert PLACES[1016367].canonical_name == "Chicago,Illinois,United States"
    assert speakers_in(whole, [1000]) > 0.8 > 0.2 > speakers_in(whole, [1003]) > 0.1
    assert speakers_in(whole, []) == 1.0


def test_places_when_the_atlas_lacks_them_then_part_of_what_it_has() -> None:
    reno, people = outside("Reno,Nevada,United States")
    assert LEAVES[reno.bit_length() - 1].country_id == 2840
    assert people < people_in(np.array([reno]))[0]
    dallas, _ = outside("Dallas,Texas,United States")
    assert LEAVES[dallas.bit_length() - 1].region_id == 21176
    assert LEAVES[outside("Kenya")[0].bit_length() - 1].country_id == 0
    assert places_named("best tutor chicago") == leaf_bits([1016367])
    assert places_named("kettle chips") == 0


def test_hours_when_cut_then_add_up() -> None:
    assert hours_between(0.0, 0.37) + hours_between(0.37, 1.0) == pytest.approx(HOUR_SHARE)
    keys = np.arange(50)
    assert sum(weekday_searches(LUCK, keys, day) for day in range(7)) == pytest.approx(np.full(50, 7.0))


# --- delivery
def test_rows_when_made_then_shares_add_up_and_prices_keep_to_bids() -> None:
    rows = quarter()
    assert np.array_equal(rows["impressions"] + rows["lost_budget"] + rows["lost_rank"], rows["eligible"])
    assert np.all(rows["absolute_top"] <= rows["top"])
    assert np.all(rows["top"] <= rows["impressions"])
    assert np.all(rows["clicks"] <= rows["impressions"])
    prices = click_prices(rows, numbered(rows), LUCK)
    assert prices.max() <= 1.5e6
    assert prices.sum() == rows["cost_micros"].sum()
    assert 0.3e6 < rows["cost_micros"].sum() / rows["clicks"].sum() < 1.3e6


def test_click_rates_when_a_quarter_is_simulated_then_overdispersed_like_real_ads() -> None:
    """Real series have a median phi of about 3 to 5; here by keyword with 30 to 100 clicks a day."""
    phis = []
    for seed in range(1, 9):
        rows = delivered(search_plan(keywords=4, ads=1, daily=120e6), Luck(seed), 90)
        for criterion in np.unique(rows["criterion"]):
            mine = rows[rows["criterion"] == criterion]
            if 30 < mine["clicks"].mean() < 100:
                phis.append(pearson(mine["clicks"], mine["impressions"]))
    assert len(phis) >= 5
    assert 2.5 < np.median(phis) < 5.5
    rows = delivered(search_plan(keywords=4, ads=1, daily=120e6), LUCK, 120)
    days = np.unique(rows["day"], return_inverse=True)[1]
    clicks, shown = np.bincount(days, rows["clicks"]), np.bincount(days, rows["impressions"])
    assert 3.0 < pearson(clicks, shown) < 8.0


def test_conversions_when_a_quarter_is_simulated_then_overdispersed_about_five() -> None:
    plan = search_plan(keywords=5, ads=1, economics=Economics(conversion_level=12.0))
    rows = delivered(plan, LUCK, 180)
    counts = np.random.default_rng(0).poisson(rows["conversions"])
    days = np.unique(rows["day"], return_inverse=True)[1]
    conversions, clicks = np.bincount(days, counts), np.bincount(days, rows["clicks"])
    assert 20 < conversions.mean() < 60
    assert 2.5 < pearson(conversions, clicks) < 8.0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.02, 0.98), max_size=4, unique=True))
def test_day_when_cut_anywhere_then_the_same_rows(cuts: list[float]) -> None:
    plan = search_plan(keywords=3, daily=60e6)
    whole, cut = delivered(plan, LUCK, 2), delivered(plan, LUCK, 2, tuple(sorted(cuts)))
    for name in ("ad", "criterion", "impressions", "clicks", "cost_micros", "eligible", "hours"):
        assert np.array_equal(whole[name], cut[name]), name


def test_keyword_when_added_then_leaves_the_others_luck_alone() -> None:
    few, many = delivered(search_plan(keywords=3), LUCK, 10), delivered(search_plan(keywords=5), LUCK, 10)
    kept = many[np.isin(many["criterion"], few["criterion"])]
    assert len(kept) == len(few) < len(many)
    assert np.array_equal(kept, few)


def test_budget_when_small_then_shared_out_and_never_above_the_day_limit() -> None:
    daily = 3e6
    rows = delivered(search_plan(daily=daily), LUCK, 300)
    cost = np.bincount(rows["day"] - rows["day"].min(), rows["cost_micros"])
    assert cost.max() <= DAY_LIMIT * daily
    assert np.any(cost > 1.8 * daily)
    assert cost.mean() == pytest.approx(BUDGET_USE * daily, rel=0.06)
    assert rows["lost_budget"].sum() > 0.8 * rows["eligible"].sum()


def test_month_limit_when_the_budget_stays_then_304_days_of_it() -> None:
    first = FIRST_OF_A_MONTH
    for day in range(first, first + 31):
        limit = month_limit(np.array([5e6]), np.array([5e6 * (day - first)]), day)
        assert limit[0] == pytest.approx(MONTH_LIMIT_DAYS * 5e6)


FIRST_OF_A_MONTH = 738_156  # 2022-01-01


@pytest.mark.parametrize(
    ("strategy", "target", "low", "high"),
    [
        (Strategy.MAXIMIZE_CONVERSIONS, 20e6, 17.0, 21.5),
        (Strategy.MAXIMIZE_CONVERSIONS, 10e6, 8.5, 11.5),
    ],
)
def test_target_cpa_when_bid_for_then_met_on_average(
    strategy: Strategy, target: float, low: float, high: float
) -> None:
    rows = delivered(search_plan(strategy=strategy, target=target, daily=1e11), LUCK, 60)
    assert low < rows["cost_micros"].sum() / rows["conversions"].sum() / 1e6 < high


def test_target_roas_when_bid_for_then_met_on_average() -> None:
    plan = search_plan(strategy=Strategy.MAXIMIZE_CONVERSION_VALUE, target=5.0, daily=1e11)
    rows = delivered(plan, LUCK, 60)
    value = (rows["conversions"] * rows["order_value"]).sum()
    assert value / (rows["cost_micros"].sum() / 1e6) == pytest.approx(5.0, rel=0.15)


def test_impression_share_when_targeted_then_reached() -> None:
    plan = search_plan(strategy=Strategy.TARGET_IMPRESSION_SHARE, target=0.7, daily=1e11)
    rows = delivered(plan, LUCK, 30)
    assert rows["impressions"].sum() / rows["eligible"].sum() == pytest.approx(0.7, abs=0.03)


def test_ceiling_when_set_then_no_bid_or_click_above() -> None:
    plan = search_plan(strategy=Strategy.TARGET_SPEND, daily=1e9, campaign_ceiling=np.array([0.4e6]))
    rows = delivered(plan, LUCK, 10)
    assert rows["bid_micros"].max() <= 0.4e6
    assert click_prices(rows, numbered(rows), LUCK).max() <= 0.4e6


def test_strategies_when_they_have_the_same_budget_then_each_is_best_at_its_own() -> None:
    def sums(strategy: Strategy) -> tuple[float, float]:
        rows = delivered(search_plan(strategy=strategy, keywords=10, ads=1, daily=80e6), LUCK, 60)
        cost = rows["cost_micros"].sum()
        return rows["clicks"].sum() / cost, rows["conversions"].sum() / cost

    clicks, conversions = sums(Strategy.TARGET_SPEND), sums(Strategy.MAXIMIZE_CONVERSIONS)
    assert clicks[0] > conversions[0]
    assert conversions[1] > clicks[1]


def test_bids_when_a_days_budget_grows_then_used_up_and_concave_returns() -> None:
    plan = search_plan(strategy=Strategy.MAXIMIZE_CONVERSIONS, keywords=8)
    day, traits, on = 738_000, lasting(plan, LUCK), np.ones(len(plan.pair_ad_index), bool)
    demand = demand_of_day(plan, traits, whims_of_day(plan, traits, LUCK, day, LUCK), on, day)
    offers = offers_of_day(plan, LUCK, day, on, np.zeros(1, bool), LUCK)
    budgets, spent, gained = np.linspace(5e6, 600e6, 40), [], []
    for budget in budgets:
        bids = offers.bids(pacing_multipliers(demand, offers, np.array([budget])))
        spent.append(cost_of(demand, bids).sum())
        gained.append((buy(demand, bids).clicks * traits.forecast).sum())
    assert np.all(np.array(spent) <= budgets * (1 + 1e-9))
    assert np.array(spent[:8]) == pytest.approx(budgets[:8], rel=0.005)
    slopes = np.diff(gained) / np.diff(budgets)
    assert np.all(np.diff(slopes) < 1e-3 * slopes[0])


def test_learning_when_a_strategy_is_new_then_conversions_cost_more() -> None:
    plan = search_plan(campaigns=20, strategy=Strategy.MAXIMIZE_CONVERSIONS, daily=15e6)
    calm, gropes = (delivered(plan, LUCK, 7, learning=learning) for learning in (False, True))
    per_cost = [rows["conversions"].sum() / rows["cost_micros"].sum() for rows in (calm, gropes)]
    assert 0.75 * per_cost[0] < per_cost[1] < 0.97 * per_cost[0]


def test_device_when_bid_away_then_never_shown_there() -> None:
    away = np.array([[0.0, 1.0, 1.0]])
    rows = delivered(search_plan(campaign_device_bid=away), LUCK, 5)
    assert rows["mobile"].max() == 0
    assert rows["eligible"].sum() < 0.6 * delivered(search_plan(), LUCK, 5)["eligible"].sum()
    dearer = delivered(search_plan(campaign_device_bid=np.array([[2.0, 1.0, 1.0]])), LUCK, 5)
    assert dearer["mobile"].mean() > delivered(search_plan(), LUCK, 5)["mobile"].mean()


def test_schedule_when_set_then_only_these_hours() -> None:
    hours = np.zeros((1, 7, 24))
    hours[:, :5, 9:17] = 1.0
    rows = delivered(search_plan(campaign_hours=hours), LUCK, 14)
    assert np.all((rows["day"] + 6) % 7 < 5)
    assert np.bitwise_or.reduce(rows["hours"]) == sum(1 << hour for hour in range(9, 17))
    morning = delivered(search_plan(campaign_hours=hours), LUCK, 7, cuts=(9 / 24,))
    assert np.array_equal(morning, rows[rows["day"] < rows["day"].min() + 7])


def test_quality_when_ads_fit_better_then_cheaper_and_more_often_shown() -> None:
    usual = search_plan(ads=1)
    better = replace(usual, pair_relevance=usual.pair_relevance * 1.3)
    before, after = delivered(usual, LUCK, 20), delivered(better, LUCK, 20)
    assert after["impressions"].sum() > before["impressions"].sum()
    assert (
        after["clicks"].sum() / after["impressions"].sum()
        > before["clicks"].sum() / before["impressions"].sum()
    )


def test_arrivals_when_the_mean_grows_then_each_click_comes_once() -> None:
    unit = LUCK.uniform("u", np.arange(300))
    mean = np.full(300, 60.0)
    counts = poisson_quantile(mean, unit)
    number = (counts * LUCK.uniform("v", np.arange(300))).astype(np.int64)
    when = arrival_means(unit, number)
    assert np.all(when <= mean)
    assert np.all(poisson_quantile(when * (1 + 1e-9), unit) > number)
    assert np.all(poisson_quantile(when * (1 - 1e-9), unit) <= number)
