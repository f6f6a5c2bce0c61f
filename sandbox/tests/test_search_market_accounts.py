"""Search accounts in a world: what they deliver obeys every setting, however the clock moves."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adsandbox.market.search_places import LEAVES
from adsandbox.market.search_terms import term_text
from adsandbox.world.nodes import Kind
from search_account import DAY, SearchAccount, by_day

MICROS = 1e6


def test_account_when_it_runs_a_month_then_spends_its_budget_and_converts() -> None:
    account = SearchAccount()
    account.running(daily=30.0)
    account.world.advance(40 * DAY)
    rows = account.rows()
    cost = np.array(list(by_day(rows, "cost_micros").values()))[1:-1]
    assert cost.mean() == pytest.approx(30 * MICROS * 0.97, rel=0.07)
    parts = account.report()
    assert parts.measures["conversions"].sum() > 0
    assert parts.measures["clicks"].sum() < rows["clicks"].sum()


def test_money_when_added_up_then_the_same_over_every_level_segment_and_time() -> None:
    account = SearchAccount()
    for daily in (20.0, 35.0):
        account.running(daily=daily)
    account.world.advance(12 * DAY)
    rows, parts, split = account.rows(), account.report(), account.report("device", "hour")
    total = parts.measures["cost_micros"].sum()
    for level in ("ad", "criterion", "ad_group", "campaign", "budget", "day"):
        groups, index = np.unique(rows[level], return_inverse=True)
        sums = np.bincount(index.ravel()[parts.row], parts.measures["cost_micros"], minlength=len(groups))
        assert sums.sum() == total
        again = np.bincount(index.ravel()[split.row], split.measures["cost_micros"], minlength=len(groups))
        assert np.array_equal(sums, again), level
    days = account.world.search_rows(account.customer, 0, 10**7)
    halves = [
        account.world.search_rows(account.customer, since, until)
        for since, until in ((0, account.today() - 5), (account.today() - 4, 10**7))
    ]
    assert np.array_equal(np.concatenate(halves), days)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(0.01, 3.0), min_size=1, max_size=12))
def test_history_when_stepped_any_way_then_the_same(steps: list[float]) -> None:
    def history(pattern: list[float]) -> np.ndarray:
        account = SearchAccount(seed=8)
        campaign = account.running(daily=25.0)
        for step in pattern:
            account.world.advance(step * DAY)
            account.rows()
        account.world.advance(9 * DAY - (account.world.now() - account.customer.created) % (9 * DAY))
        account.edit(campaign, status="PAUSED")
        account.world.advance(2 * DAY)
        return account.rows()

    whole = history([sum(steps)])
    assert len(whole) > 10
    assert np.array_equal(whole, history(steps))


def test_today_when_looked_at_again_then_never_less() -> None:
    account = SearchAccount(seed=5)
    account.running(daily=6.0)
    account.world.advance(1.2 * DAY)
    before = account.rows()
    for _ in range(40):
        account.world.advance(0.05 * DAY)
        now = account.rows()
        for row in before:
            same = now[
                (now["day"] == row["day"]) & (now["ad"] == row["ad"]) & (now["criterion"] == row["criterion"])
            ]
            for name in ("impressions", "clicks", "cost_micros", "lost_budget", "lost_rank"):
                assert same[name][0] >= row[name], name
        before = now


def test_status_when_off_anywhere_then_nothing_is_spent() -> None:
    account = SearchAccount()
    campaign = account.running()
    group = account.world.store.nodes(Kind.AD_GROUP)[0]
    ad = account.world.store.nodes(Kind.AD_GROUP_AD)[0]
    keywords = account.world.store.nodes(Kind.CRITERION)
    account.world.advance(2 * DAY)
    for node in (campaign, group, ad):
        for status in ("PAUSED", "REMOVED"):
            account.edit(node, status=status)
            before = account.rows()["cost_micros"].sum()
            account.world.advance(1.5 * DAY)
            assert account.rows()["cost_micros"].sum() == before
            account.edit(node, status="ENABLED")
            account.world.advance(0.5 * DAY)
            assert account.rows()["cost_micros"].sum() > before
    account.edit(keywords[0], status="PAUSED")
    before = account.rows()
    account.world.advance(DAY)
    after = account.rows()
    mine, others = (
        [
            rows["impressions"][(rows["criterion"] == int(keywords[0].id)) == own].sum()
            for rows in (before, after)
        ]
        for own in (True, False)
    )
    assert mine[0] == mine[1]
    assert others[0] < others[1]
    account.edit(account.customer, status="SUSPENDED")
    before_cost = account.rows()["cost_micros"].sum()
    account.world.advance(2 * DAY)
    assert account.rows()["cost_micros"].sum() == before_cost


def test_review_when_pending_or_declined_then_not_shown() -> None:
    account = SearchAccount()
    campaign = account.campaign(account.budget())
    group = account.add(Kind.AD_GROUP, campaign, {"cpc_bid_micros": "1500000"})
    account.keyword(group, "kettle chips")
    pending = account.ad(group, review_due=account.world.now() + 2 * DAY)
    declined = account.ad(
        group, review_due=account.world.now() + DAY, review_reasons={"ALCOHOL": "PROHIBITED"}
    )
    account.world.advance(1.9 * DAY)
    assert not len(account.rows())
    account.world.advance(3 * DAY)
    assert set(account.rows()["ad"].tolist()) == {int(pending.id)}
    assert int(declined.id) not in account.rows()["ad"]


def test_dates_when_set_then_only_between_them_to_the_hour() -> None:
    account = SearchAccount()
    campaign = account.campaign(
        account.budget(), start_date_time="2026-06-03 12:00:00", end_date_time="2026-06-05 18:00:00"
    )
    account.group(campaign)
    account.world.advance(10 * DAY)
    rows = account.rows()
    assert {date.fromordinal(day).isoformat() for day in rows["day"].tolist()} == {
        "2026-06-03",
        "2026-06-04",
        "2026-06-05",
    }
    first = rows[rows["day"] == rows["day"].min()]
    last = rows[rows["day"] == rows["day"].max()]
    assert np.all(first["hours"] & ((1 << 12) - 1) == 0)
    assert np.all(last["hours"] >> 18 == 0)


def test_schedule_when_given_then_nothing_outside_it() -> None:
    account = SearchAccount()
    campaign = account.running()
    for weekday in ("MONDAY", "TUESDAY"):
        account.criterion(
            campaign,
            ad_schedule={
                "day_of_week": weekday,
                "start_hour": 9,
                "start_minute": "ZERO",
                "end_hour": 17,
                "end_minute": "THIRTY",
            },
        )
    account.world.advance(15 * DAY)
    rows, parts = account.rows(), account.report("hour")
    assert {date.fromordinal(day).weekday() for day in rows["day"].tolist()} == {0, 1}
    assert parts.labels["hour"].min() == 9
    assert parts.labels["hour"].max() == 17


def test_month_when_it_ends_then_never_above_304_days_nor_a_day_above_two() -> None:
    for daily in (4.0, 40.0):
        account = SearchAccount(seed=2, start="2026-05-01T00:00:00-04:00")
        account.running(daily=daily)
        account.world.advance(95 * DAY)
        cost = by_day(account.rows(), "cost_micros")
        assert max(cost.values()) <= 2 * daily * MICROS
        months: dict[str, float] = {}
        for day, amount in cost.items():
            month = date.fromordinal(day).isoformat()[:7]
            months[month] = months.get(month, 0.0) + amount
        for month, amount in months.items():
            days = monthrange(int(month[:4]), int(month[5:]))[1]
            assert amount <= 30.4 * daily * MICROS
            assert amount > 0.85 * daily * MICROS * days or month == max(months)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.1, 6.0), st.sampled_from((1.0, 5.0, 20.0, 60.0)), st.booleans()),
        min_size=2,
        max_size=10,
    )
)
def test_budget_when_edited_at_will_then_days_and_months_keep_to_the_highest(
    edits: list[tuple[float, float, bool]],
) -> None:
    account = SearchAccount(seed=13, start="2026-05-01T00:00:00-04:00")
    budget = account.budget(20.0)
    campaign = account.campaign(budget, {"maximize_conversions": {}})
    account.group(campaign, ("kettle chips", "organic snacks", "snack box"))
    highest = {account.today(): 20.0}
    amount = 20.0
    for days, next_amount, paused in edits:
        before = account.today()
        account.world.advance(days * DAY)
        highest |= dict.fromkeys(range(before + 1, account.today() + 1), amount)
        account.edit(budget, amount_micros=str(round(next_amount * MICROS)))
        account.edit(campaign, status="PAUSED" if paused else "ENABLED")
        amount = next_amount
        highest[account.today()] = max(highest[account.today()], amount)
    account.world.advance(DAY)
    highest[account.today()] = max(highest.get(account.today(), 0.0), amount)
    for day, cost in by_day(account.rows(), "cost_micros").items():
        assert cost <= 2 * highest[day] * MICROS
    assert account.rows()["cost_micros"].sum() <= 2 * 30.4 * max(highest.values()) * MICROS
    known = account.report().measures
    assert known["clicks"].min(initial=0) >= 0
    assert known["cost_micros"].min(initial=0) >= 0


def test_budget_when_lowered_within_a_day_then_what_was_spent_stays() -> None:
    account = SearchAccount()
    budget = account.budget(60.0)
    account.group(account.campaign(budget), ("kettle chips", "organic snacks", "snack box"))
    account.world.advance(1.2 * DAY)
    before = account.rows()
    account.edit(budget, amount_micros="1000000")
    account.world.advance(0.2 * DAY)
    after = account.rows()
    today = account.today()
    assert by_day(after, "cost_micros")[today] >= by_day(before, "cost_micros")[today]
    account.world.advance(2 * DAY)
    assert by_day(account.rows(), "cost_micros")[today + 1] <= 2 * MICROS


def test_budget_when_for_a_custom_period_then_its_total_is_never_exceeded() -> None:
    account = SearchAccount()
    budget = account.add(
        Kind.BUDGET, account.customer, {"period": "CUSTOM_PERIOD", "total_amount_micros": "200000000"}
    )
    campaign = account.campaign(budget, end_date_time="2026-06-11 23:59:59")
    account.group(campaign, ("kettle chips", "organic snacks", "snack box"))
    account.world.advance(20 * DAY)
    spent = account.rows()["cost_micros"].sum()
    assert 170 * MICROS < spent <= 200 * MICROS


def test_budget_when_shared_then_two_campaigns_live_on_it() -> None:
    account = SearchAccount()
    budget = account.budget(30.0, explicitly_shared=True)
    for text in ("kettle chips", "snack box"):
        account.group(account.campaign(budget), (text, f"{text} online"))
    account.world.advance(20 * DAY)
    rows = account.rows()
    assert len(np.unique(rows["campaign"])) == 2
    assert set(rows["budget"].tolist()) == {int(budget.id)}
    assert max(by_day(rows, "cost_micros").values()) <= 60 * MICROS
    assert rows["cost_micros"].sum() == pytest.approx(30 * MICROS * 0.97 * 20, rel=0.12)


def test_negatives_when_added_then_from_then_on_no_such_search() -> None:
    account = SearchAccount()
    campaign = account.running(daily=500.0)
    account.world.advance(4 * DAY)
    before = account.rows()["eligible"].sum() / 4
    account.criterion(campaign, negative=True, keyword={"text": "free", "match_type": "BROAD"})
    group = account.world.store.nodes(Kind.AD_GROUP)[0]
    account.keyword(group, "buy", "BROAD", negative=True)
    changed = account.today()
    account.world.advance(6 * DAY)
    rows, parts = account.rows(), account.report("term")
    late = rows["day"][parts.row] > changed
    terms = {term_text("x", term) for term in parts.labels["term"][late].tolist()}
    early = {term_text("x", term) for term in parts.labels["term"][~late].tolist()}
    assert {"free x", "buy x"} <= early
    assert not {"free x", "buy x"} & terms
    assert rows["eligible"][rows["day"] > changed].sum() / 6 < before


def test_keyword_when_added_then_the_luck_of_others_stays() -> None:
    def history(more: bool) -> np.ndarray:
        account = SearchAccount(seed=9)
        campaign = account.running(daily=100_000.0)
        group = account.world.store.nodes(Kind.AD_GROUP)[0]
        if more:
            account.keyword(group, "potato crisps")
        account.world.advance(6 * DAY)
        assert campaign.id
        return account.rows()

    few, many = history(False), history(True)
    assert np.array_equal(many[np.isin(many["criterion"], few["criterion"])], few)
    assert len(many) > len(few)


def test_keyword_when_it_is_there_twice_then_the_searches_are_shared() -> None:
    account = SearchAccount()
    campaign = account.campaign(account.budget(1e5))
    account.group(campaign)
    account.world.advance(5 * DAY)
    alone = by_day(account.rows(), "eligible")
    account.group(campaign)
    account.world.advance(5 * DAY)
    both = by_day(account.rows(), "eligible")
    assert sum(list(both.values())[6:10]) < 1.4 * sum(list(alone.values())[1:5])


def test_devices_when_excluded_then_absent_from_the_report() -> None:
    account = SearchAccount()
    campaign = account.running()
    account.criterion(campaign, device={"type": "MOBILE"}, bid_modifier=0.0)
    account.world.advance(4 * DAY)
    assert 0 not in account.report("device").labels["device"]


def test_places_when_targeted_then_the_only_ones_reported() -> None:
    account = SearchAccount()
    campaign = account.campaign(account.budget(100.0))
    for criterion in account.world.store.nodes(Kind.CAMPAIGN_CRITERION):
        account.edit(criterion, status="REMOVED")
    account.criterion(campaign, location={"geo_target_constant": "geoTargetConstants/21147"})
    account.group(campaign, ("kettle chips", "organic snacks", "snack box", "potato chips"))
    account.world.advance(8 * DAY)
    parts = account.report("place")
    assert {LEAVES[label].region_id for label in parts.labels["place"].tolist()} == {21147}
    assert {LEAVES[label].city_id for label in parts.labels["place"].tolist()} == {0, 1016367}


@pytest.mark.parametrize("place", ["Nevada,United States", "Reno,Nevada,United States", "Singapore"])
def test_place_when_the_atlas_lacks_it_then_still_shown_there(place: str) -> None:
    account = SearchAccount()
    campaign = account.campaign(account.budget(100.0))
    for criterion in account.world.store.nodes(Kind.CAMPAIGN_CRITERION):
        account.edit(criterion, status="REMOVED")
    account.criterion(
        campaign, location={"geo_target_constant": "geoTargetConstants/9999999"}, display_name=place
    )
    account.group(campaign, ("kettle chips", "organic snacks", "snack box", "potato chips"))
    account.world.advance(30 * DAY)
    assert 0 < account.rows()["impressions"].sum() < 30_000


def test_strategy_when_changed_then_learns_again() -> None:
    account = SearchAccount()
    campaign = account.running(daily=40.0, maximize_conversions={})
    account.world.advance(20 * DAY)
    tree = account.world.tree(account.customer)
    position = account.world.ledger.peek(account.customer, tree, account.world.now())
    since = position.carried["strategies"]["since"][0]
    account.edit(campaign, maximize_conversions={"target_cpa_micros": "30000000"})
    account.world.advance(2 * DAY)
    tree = account.world.tree(account.customer)
    position = account.world.ledger.peek(account.customer, tree, account.world.now())
    assert position.carried["strategies"]["since"][0] > since


def test_market_when_nothing_converts_then_strategies_still_spend() -> None:
    account = SearchAccount(actions=())
    account.running(daily=20.0, maximize_conversions={})
    account.world.advance(10 * DAY)
    assert account.rows()["cost_micros"].sum() > 100 * MICROS
    assert account.report().measures["all_conversions"].sum() == 0
