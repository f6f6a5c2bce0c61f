"""The mathematics of the market, by simulation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from adsandbox.market import season
from adsandbox.market.cells import cells_of
from adsandbox.market.delay import LEAD_DELAY, PURCHASE_DELAY, SETTLED_DAYS, click_age_days
from adsandbox.market.delivery import traits_of
from adsandbox.market.luck import Luck, inverse_normal, poisson_quantile
from adsandbox.market.people import Targeting, audience_size
from adsandbox.market.report import conversions_by_now, divide, split_rows
from adsandbox.market.response import impressions_per_day, joint_reach, people_reached
from markets import DAYS, pearson, plan, rates_of, year


def test_draws_when_taken_in_any_order_then_the_same() -> None:
    luck, ids = Luck(7), np.arange(1000)
    whole = luck.uniform("x", ids, np.full(1000, 5))
    assert luck.uniform("x", np.array([17]), np.array([5]))[0] == whole[17]
    assert np.all((whole > 0) & (whole < 1))
    assert not np.any(whole == Luck(8).uniform("x", ids, np.full(1000, 5)))
    assert not np.any(whole == luck.uniform("y", ids, np.full(1000, 5)))


def test_uniform_when_many_are_drawn_then_flat_and_uncorrelated() -> None:
    draws = Luck(3).uniform("flat", np.arange(400)[:, None], np.arange(500)[None, :])
    counts = np.histogram(draws, bins=20, range=(0, 1))[0]
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 45
    assert abs(np.corrcoef(draws[:, :-1].ravel(), draws[:, 1:].ravel())[0, 1]) < 0.01
    assert abs(np.corrcoef(draws[:-1].ravel(), draws[1:].ravel())[0, 1]) < 0.01


def test_inverse_normal_when_compared_with_known_quantiles_then_exact() -> None:
    known = {0.5: 0.0, 0.975: 1.959963984540054, 0.001: -3.090232306167813, 1e-10: -6.361340902404056}
    values = inverse_normal(np.array(list(known)))
    assert values == pytest.approx(list(known.values()), abs=1e-9)


@pytest.mark.parametrize("mean", [0.0, 0.3, 4.0, 39.0, 41.0, 500.0])
def test_poisson_when_drawn_then_mean_and_variance_agree(mean: float) -> None:
    counts = poisson_quantile(np.full(40_000, mean), Luck(1).uniform("p", np.arange(40_000)))
    assert counts.mean() == pytest.approx(mean, rel=0.02)
    assert counts.var() == pytest.approx(mean, rel=0.05)


def test_poisson_when_mean_grows_then_never_falls() -> None:
    unit = Luck(1).uniform("p", np.arange(200))
    counts = np.stack([poisson_quantile(np.full(200, mean), unit) for mean in np.arange(30, 60, 0.25)])
    assert np.all(np.diff(counts, axis=0) >= 0)


def test_impressions_when_spend_grows_then_concave() -> None:
    spend = np.linspace(0, 5000, 200)
    shown = impressions_per_day(spend, np.full(200, 8.0), np.full(200, 100.0))
    assert shown[0] == 0
    assert np.all(np.diff(shown) > 0)
    assert np.all(np.diff(shown, 2) < 0)
    assert shown[1] / spend[1] == pytest.approx(1000 / 8.0, rel=0.05)


def test_conversions_when_spend_grows_then_returns_diminish() -> None:
    per_dollar = [year(11, spend)["conversions"].sum() / spend for spend in (5e3, 2e4, 4e5)]
    assert per_dollar == sorted(per_dollar, reverse=True)
    assert per_dollar[0] > 1.5 * per_dollar[-1]


def test_clicks_when_a_year_is_simulated_then_overdispersed_like_real_ads() -> None:
    """Day-level variation of 20 to 30 % within ads; real series have a median phi of about 3 to 5."""
    rows = year(11)
    phis, variations = [], []
    for ad in np.unique(rows["ad"]):
        mine = rows[rows["ad"] == ad]
        phis.append(pearson(mine["link_clicks"], mine["impressions"]))
        rate = mine["link_clicks"] / mine["impressions"]
        noise = 1 / mine["link_clicks"].mean()
        variations.append(np.sqrt(rate.var() / rate.mean() ** 2 - noise))
    assert 2.5 < np.median(phis) < 9
    assert 0.18 < np.median(variations) < 0.32


def test_conversions_when_simulated_at_scale_then_overdispersed() -> None:
    rows = year(11, 4e5)
    counts = np.random.default_rng(0).poisson(rows["conversions"])
    assert 1.5 < pearson(counts, rows["link_clicks"].astype(float)) < 9


def test_weekdays_when_a_year_is_averaged_then_a_season_shows() -> None:
    rows = year(11)
    weekday = (rows["day"] + 6) % 7
    rate = [
        rows["conversions"][weekday == d].sum() / rows["link_clicks"][weekday == d].sum() for d in range(7)
    ]
    assert np.argmax(rate) in (6, 0, 1)
    assert np.argmin(rate) in (4, 5)
    assert 1.1 < max(rate) / min(rate) < 1.35


def test_pacing_when_weeks_are_drawn_then_within_the_legal_limits() -> None:
    luck, owners = Luck(9), np.arange(2000)
    first = 738_003 - 738_003 % 7
    factors = np.stack([season.day_factors(luck, owners, first + day) for day in range(7)])
    assert factors.max() <= season.MAX_DAY_FACTOR
    assert factors.sum(axis=0).max() <= 7.0
    assert factors.sum(axis=0).mean() > 6.8
    assert 0.08 < factors.std() < 0.2


def test_hours_when_added_then_a_whole_day() -> None:
    assert season.share_of_day_until(0.0) == 0.0
    assert season.share_of_day_until(1.0) == pytest.approx(1.0)
    assert 0.3 < season.share_of_day_until(0.5) < 0.45


@pytest.mark.parametrize("law", [PURCHASE_DELAY, LEAD_DELAY])
def test_delay_when_time_passes_then_grows_to_one(law: object) -> None:
    ages = np.linspace(0, 40, 200)
    share = law.reported_share(ages)  # type: ignore[attr-defined]
    assert share[0] == 0
    assert np.all(np.diff(share) >= 0)
    assert share[ages >= SETTLED_DAYS] == pytest.approx(1.0)
    assert 0.4 < float(law.reported_share(np.array(1.0))) < 0.95  # type: ignore[attr-defined]
    assert np.all(np.diff(click_age_days(ages)) >= 0)


def test_conversions_when_read_later_then_contain_the_earlier() -> None:
    luck, rows = Luck(11), year(11)[:300]
    earlier = conversions_by_now(rows, luck, np.full(300, 1.5), 100.0)
    later = conversions_by_now(rows, luck, np.full(300, 9.0), 100.0)
    before = set(
        zip(earlier.row.tolist(), earlier.number.tolist(), earlier.value_minor.tolist(), strict=True)
    )
    after = set(zip(later.row.tolist(), later.number.tolist(), later.value_minor.tolist(), strict=True))
    assert before < after
    final = conversions_by_now(rows, luck, np.full(300, 60.0), 100.0)
    assert len(final.row) == pytest.approx(rows["conversions"].sum(), rel=0.1)
    assert final.value_minor.mean() == pytest.approx(6500, rel=0.05)


def test_reach_when_impressions_add_up_then_people_do_not() -> None:
    audience = np.full(1, 200_000.0)
    one = people_reached(np.array([50_000.0]), audience)[0]
    two = people_reached(np.array([100_000.0]), audience)[0]
    assert one < two < 2 * one
    assert two < 100_000
    assert people_reached(np.array([1e9]), audience)[0] < 200_000
    group = np.array([0, 0, 0])
    parts = np.array([1000.0, 400.0, 50.0])
    assert 1000 < joint_reach(parts, group, 1)[0] < 1450


def test_divide_when_weights_are_uneven_then_whole_parts_sum_up() -> None:
    luck = Luck(1)
    totals = luck.poisson("t", np.full(500, 12.0), np.arange(500))
    parts = divide(totals, luck.uniform("w", np.arange(500)[:, None], np.arange(9)[None, :]))
    assert np.array_equal(parts.sum(axis=1), totals)
    assert parts.min() >= 0


def test_cells_when_targeting_narrows_then_only_what_is_targeted() -> None:
    luck = Luck(1)
    young_women = Targeting(
        ("US", "CA"), age_from=18, age_to=34, genders=("female",), publishers=("instagram",)
    )
    rows = year(11)[:50]
    ads, ad = np.unique(rows["ad"], return_inverse=True)
    cells = cells_of(young_women, ("age", "gender"), luck, ads, 0.2)
    assert cells.labels == (("18-24", "female"), ("25-34", "female"))
    assert cells.share.sum(axis=1) == pytest.approx(np.ones(len(ads)))
    places = cells_of(young_women, ("platform_position", "publisher_platform"), luck, ads, 0.2)
    assert {label[0] for label in places.labels} == {"instagram"}
    assert {label[0] for label in cells_of(young_women, ("country",), luck, ads, 0.2).labels} == {"US", "CA"}
    split, _ = split_rows(rows, cells, ad, luck)
    for measure in ("spend", "impressions", "clicks", "link_clicks", "landing_views"):
        assert split[measure].sum() == rows[measure].sum()


def test_audience_when_described_then_sensible() -> None:
    everyone = audience_size(Targeting(("US",), age_from=13))
    assert everyone == pytest.approx(190e6)
    assert audience_size(Targeting(("US",), genders=("male",))) < everyone / 2
    assert audience_size(Targeting(("US",), interest_groups=(0.1, 0.1))) < everyone / 90
    assert audience_size(Targeting((), local_people=100.0)) == 1000.0


def test_budget_when_shared_then_the_better_ad_gets_more() -> None:
    luck, market = Luck(21), plan(ads=6)
    spend = np.zeros(6)
    for day in list(DAYS)[:60]:
        spend += rates_of(market, luck, day, 10_000.0).spend
    assert spend.sum() == pytest.approx(600_000)
    assert np.corrcoef(spend, traits_of(market, luck).strength)[0, 1] > 0.8


def test_cost_cap_when_too_low_then_spends_less() -> None:
    luck, market = Luck(1), plan()
    free = rates_of(market, luck, 738_000, 10_000.0).spend.sum()
    capped = replace(market, set_bid_cap=np.array([500.0]))
    assert 0 < rates_of(capped, luck, 738_000, 10_000.0).spend.sum() < free / 2
