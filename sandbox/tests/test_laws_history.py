"""Laws of history: one seed, one past; money is conserved; the platform's limits hold; the late comes in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adsandbox.market.cells import BREAKDOWNS, cells_of
from adsandbox.market.people import Targeting
from adsandbox.market.report import MEASURES, Window, conversions_by_now, split_rows
from adsandbox.market.season import MAX_DAY_FACTOR
from adsandbox.world.nodes import Node
from adsandbox.world.platforms import load_tree
from adsandbox.world.store import Store
from adsandbox.world.tree import Tree
from feed_account import DAY, HOUR, FeedAccount, fresh_world

STEPS = st.lists(st.integers(1_800, 90 * 3_600), min_size=1, max_size=5)


def played(steps: list[int]) -> FeedAccount:
    """An account to which something happens at fixed moments, the clock moved in these steps (seconds)."""
    account = FeedAccount(fresh_world(5))
    rival = FeedAccount(account.world, zone="Asia/Tokyo")
    shared = account.campaign(daily_budget=12_000)
    sets = [account.ad_set(shared), account.ad_set(shared, Targeting(age_to=34))]
    for ad_set in sets:
        account.ad(ad_set, review_hours=0.4)
    own = account.running(daily_budget=4_000)
    lifetime = account.running(lifetime_budget=30_000, end_time=account.world.now() + 200 * HOUR)
    rival.running(daily_budget=900_000)
    moments = [
        (145_080, lambda: account.edit(shared, daily_budget=20_000)),
        (222_120, lambda: account.ad(sets[0], review_hours=3.0)),
        (324_000, lambda: account.edit(own, name="renamed")),
        (324_000, lambda: account.edit(own, status="PAUSED")),
        (363_960, lambda: account.edit(lifetime, targeting={"age": 30})),
        (541_800, lambda: account.edit(own, status="ACTIVE")),
    ]
    passed, turn = 0, 0
    for moment, act in [*moments, (828_000, lambda: None)]:
        while passed < moment:
            step = min(steps[turn % len(steps)], moment - passed)
            account.world.advance(float(step))
            passed, turn = passed + step, turn + 1
        act()
    return account


ONE_STEP = played([10**7])


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_history_when_the_clock_steps_anyhow_then_the_same(steps: list[int]) -> None:
    account = played(steps)
    assert np.array_equal(account.rows(), ONE_STEP.rows())


def test_history_when_delivered_again_then_exactly_what_happened() -> None:
    assert np.array_equal(ONE_STEP.replayed(), ONE_STEP.rows())


def test_history_when_another_ad_is_added_elsewhere_then_no_others_luck_changes() -> None:
    plain, richer = (FeedAccount(fresh_world(3)) for _ in range(2))
    for account in (plain, richer):
        account.running()
    mine = richer.running(ads=3)
    for account in (plain, richer):
        account.world.advance(20 * DAY)
    others = richer.rows()
    others = others[others["ad_set"] != int(mine.id)]
    assert np.array_equal(others, plain.rows())


@pytest.mark.parametrize(
    "breakdowns",
    [(name,) for name in BREAKDOWNS] + [("age", "gender"), ("publisher_platform", "platform_position")],
)
def test_money_when_split_by_a_breakdown_then_conserved(breakdowns: tuple[str, ...]) -> None:
    rows, luck = ONE_STEP.rows(), ONE_STEP.world.luck
    ads, ad = np.unique(rows["ad"], return_inverse=True)
    cells = cells_of(Targeting(), breakdowns, luck, ads, 0.2)
    parts, _ = split_rows(rows, cells, ad, luck)
    for measure in MEASURES:
        whole = parts[measure].reshape(len(rows), -1).sum(axis=1)
        assert np.array_equal(whole, rows[measure]), measure
        assert parts[measure].min() >= 0


def test_money_when_added_up_then_the_same_at_every_level_and_over_any_split_of_time() -> None:
    account = ONE_STEP
    rows = account.rows()
    for level in ("ad", "ad_set", "campaign"):
        sums = [rows["spend"][rows[level] == one].sum() for one in np.unique(rows[level])]
        assert sum(sums) == rows["spend"].sum()
    by_day = [account.rows(ago, ago)["spend"].sum() for ago in range(12)]
    assert sum(by_day) == rows["spend"].sum() == account.world.spent(account.node)["spend"].sum()


def test_conversions_when_read_ever_later_then_grow_to_the_final_ones() -> None:
    rows, luck = ONE_STEP.rows(), ONE_STEP.world.luck
    final = conversions_by_now(rows, luck, np.full(len(rows), 60.0), 100.0)
    before = np.zeros(len(rows), np.int64)
    for age in (0.3, 1.0, 2.0, 7.0, 14.0, 28.6, 40.0):
        counts = np.bincount(
            conversions_by_now(rows, luck, np.full(len(rows), age), 100.0).row, minlength=len(rows)
        )
        assert np.all(counts >= before)
        before = counts
    assert np.array_equal(before, np.bincount(final.row, minlength=len(rows)))
    late = final.window == Window.CLICK_28_DAYS
    assert 0.0 < late.mean() < 0.2
    within_a_week = conversions_by_now(rows, luck, np.full(len(rows), 7.6), 100.0)
    assert len(within_a_week.row) == (~late).sum() or late.sum() > 0


def test_spend_when_paused_or_outside_the_schedule_then_none() -> None:
    account = FeedAccount(fresh_world(8))
    begin = account.world.now() + 3 * DAY
    scheduled = account.running(start_time=begin, end_time=begin + 2 * DAY)
    account.world.advance(3 * DAY)
    assert not len(account.rows())
    account.world.advance(5 * DAY)
    spent = account.rows()
    assert spent["spend"].sum() > 0
    assert spent["day"].max() - spent["day"].min() <= 2
    account.edit(scheduled, end_time=begin + 60 * DAY)
    account.world.advance(1 * DAY)
    account.edit(scheduled, status="PAUSED")
    paused_with = account.rows()["spend"].sum()
    account.world.advance(9 * DAY)
    assert account.rows()["spend"].sum() == paused_with > spent["spend"].sum()


def test_spend_when_days_and_weeks_are_counted_then_never_beyond_the_legal_overdelivery() -> None:
    account = FeedAccount(fresh_world(4))
    sets = [account.running(daily_budget=10_000) for _ in range(40)]
    account.world.advance(35 * DAY)
    rows = account.rows()
    for ad_set in sets:
        mine = rows[rows["ad_set"] == int(ad_set.id)]
        by_day = np.bincount(mine["day"] - rows["day"].min(), weights=mine["spend"])
        assert by_day.max() <= MAX_DAY_FACTOR * 10_000
        weeks = (mine["day"] - mine["day"] % 7) // 7
        for week in np.unique(weeks):
            assert mine["spend"][weeks == week].sum() <= 7 * 10_000


def test_spend_when_lifetime_budget_or_caps_end_then_stops_there() -> None:
    account = FeedAccount(fresh_world(4))
    account.running(lifetime_budget=50_000, end_time=account.world.now() + 10 * DAY)
    capped = account.campaign(spend_cap=33_000)
    account.ad(account.ad_set(capped))
    account.world.advance(30 * DAY)
    by_campaign = {
        int(one): int(account.rows()["spend"][account.rows()["campaign"] == one].sum())
        for one in np.unique(account.rows()["campaign"])
    }
    assert by_campaign[int(capped.id)] == pytest.approx(33_000, abs=2)
    assert 0.93 * 50_000 < sum(by_campaign.values()) - by_campaign[int(capped.id)] <= 50_000


def test_ads_when_many_are_made_while_time_passes_then_the_account_is_not_read_again_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = FeedAccount(fresh_world(4))
    ad_set = account.running(ads=1)
    account.world.advance(2 * HOUR)
    builds: list[str] = []

    def counted(store: Store, node: Node) -> Tree:
        builds.append(node.id)
        return load_tree(store, node)

    monkeypatch.setattr("adsandbox.world.world.load_tree", counted)
    for _ in range(50):
        account.ad(ad_set, review_hours=2.0)
        account.world.advance(60.0)
    assert len(builds) <= 1
    account.world.advance(3 * DAY)
    assert len(np.unique(account.rows()["ad"])) == 51
    assert np.array_equal(account.replayed(), account.rows())
