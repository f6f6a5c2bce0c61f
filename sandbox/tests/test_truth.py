"""Ground truth: expectations agree with simulation, the oracle with brute force, replays with history."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import requests

from adsandbox import Sandbox
from adsandbox.market.allocation import allocate
from adsandbox.market.luck import Luck
from adsandbox.market.purposes import Economics
from adsandbox.market.truth import Stretch, survey
from builders import Advertiser, cents
from markets import calm, day_rows, plan, rates_of

DAYS = range(738_000, 738_000 + 182)


def terrain_of(days: range, seed: int, budget: float = 20_000.0, economics: Economics | None = None) -> Any:
    market = plan(economics=economics)
    active, daily, unseen = np.ones(3, bool), np.array([budget]), np.zeros(3)
    stretches = [Stretch(day, 1.0, 1.0, 1.0, market, active, daily, unseen, calm(market)) for day in days]
    return survey(stretches, Luck(seed), by_campaign=True)


@pytest.mark.parametrize("budget", [3_000.0, 20_000.0, 400_000.0])
def test_expectation_when_compared_with_half_a_year_then_agrees(budget: float) -> None:
    """Spend within 1 %, clicks within 3 %, conversions within 4 %: day noise averages out over 182 days."""
    from adsandbox.market.season import day_factors

    unwearied = Economics(fatigue=0.0)
    market, luck = plan(economics=unwearied), Luck(11)
    parts = []
    for day in DAYS:
        rate = budget * day_factors(luck, market.group_ids, day)
        parts.append(day_rows(market, luck, day, rates_of(market, luck, day, float(rate[0]))))
    rows = np.concatenate(parts)
    expected = terrain_of(DAYS, 11, budget, unwearied).by_ad(np.array([np.nan]))
    sums = {name: float(values.sum()) for name, values in expected.items()}
    assert sums["spend"] == pytest.approx(rows["spend"].sum(), rel=0.01)
    assert sums["impressions"] == pytest.approx(rows["impressions"].sum(), rel=0.02)
    assert sums["link_clicks"] == pytest.approx(rows["link_clicks"].sum(), rel=0.04)
    assert sums["clicks"] == pytest.approx(rows["clicks"].sum(), rel=0.04)
    assert sums["conversions"] == pytest.approx(rows["conversions"].sum(), rel=0.05)
    assert sums["revenue"] == pytest.approx(sums["conversions"] * 65.0)


def test_curve_when_budget_grows_then_rises_and_is_concave() -> None:
    terrain = terrain_of(range(738_000, 738_007), 5)
    for objective in ("revenue", "conversions", "link_clicks", "impressions"):
        values = np.array([terrain.by_lever(np.array([b]), objective)[0] for b in np.linspace(0, 2e5, 80)])
        assert values[0] == 0
        assert np.all(np.diff(values) > 0)
        assert np.all(np.diff(values, 2) < 0)
        total = terrain.by_ad(np.array([2e5]))[objective].sum()
        assert values[-1] == pytest.approx(total)


def test_allocation_when_compared_with_brute_force_then_not_beaten() -> None:
    worth, scale = np.array([3.0, 2.0, 2.5]), np.array([10.0, 40.0, 5.0])
    low, high = np.array([0.0, 5.0, 2.0]), np.array([60.0, 60.0, 9.0])

    def returns(x: np.ndarray) -> np.ndarray:
        return worth * scale * (np.power(1 + x / scale, 0.6) - 1)

    best = allocate(returns, 70.0, low, high)
    grid = np.arange(0, 60.25, 0.25)
    brute = max(
        returns(np.array([a, b, 70.0 - a - b])).sum()
        for a, b in product(grid, grid)
        if low[1] <= b and low[2] <= 70.0 - a - b <= high[2]
    )
    assert best.sum() == pytest.approx(70.0)
    assert np.all((best >= low) & (best <= high))
    assert returns(best).sum() >= brute - 1e-9
    slopes = (returns(best + 1e-4) - returns(best - 1e-4)) / 2e-4
    assert slopes[0] == pytest.approx(slopes[1], rel=0.002)
    assert best[2] == pytest.approx(9.0)


def test_allocation_when_money_is_useless_then_left_over() -> None:
    best = allocate(lambda x: np.minimum(x, 5.0), 30.0, np.zeros(2), np.full(2, 20.0))
    assert best.sum() == pytest.approx(10.0, rel=0.01)
    with pytest.raises(ValueError, match="more than the total"):
        allocate(lambda x: x, 10.0, np.array([6.0, 6.0]), np.array([9.0, 9.0]))
    with pytest.raises(ValueError, match="above its upper"):
        allocate(lambda x: x, 10.0, np.array([6.0]), np.array([5.0]))


@pytest.fixture
def two(sandbox: Sandbox, advertiser: Advertiser) -> tuple[str, str]:
    """Two campaigns with three weeks behind them, edited on the way."""
    first, second = advertiser.running(ads=2, ad_sets=2), advertiser.running(ads=1, daily_budget=30_000)
    sandbox.advance(days=9, hours=5)
    first.api_update(params={"status": "PAUSED"})
    sandbox.advance(hours=30)
    first.api_update(params={"status": "ACTIVE"})
    second.get_ad_sets()[0].api_update(params={"daily_budget": 12_000})
    sandbox.advance(days=11)
    return first["id"], second["id"]


def test_replay_when_nothing_differs_then_history_itself(sandbox: Sandbox, two: tuple[str, str]) -> None:
    """The budgets as they were give exactly what happened; spend is what insights report."""
    answer = sandbox.truth("counterfactual", budgets={two[0]: 20_000}, since="2026-06-01", until="2026-06-22")
    assert answer["would_have"] == answer["happened"]


def test_counterfactual_when_one_budget_differs_then_the_other_is_untouched(
    sandbox: Sandbox, advertiser: Advertiser, two: tuple[str, str]
) -> None:
    days = {"since": "2026-06-13", "until": "2026-06-20"}
    answer = sandbox.truth("counterfactual", budgets={two[1]: 24_000}, **days)
    happened = {row["id"]: row for row in answer["happened"]["campaigns"]}
    would = {row["id"]: row for row in answer["would_have"]["campaigns"]}
    rows = advertiser.insights(level="account", time_range=days)
    assert sum(row["spend"] for row in happened.values()) == cents(rows)
    assert would[two[0]] == happened[two[0]]
    assert would[two[1]]["spend"] == pytest.approx(2 * happened[two[1]]["spend"], rel=0.001)
    # Twice the money also buys the way out of the learning phase, so impressions may more than double.
    for measure in ("impressions", "link_clicks"):
        assert 1.2 < would[two[1]][measure] / happened[two[1]][measure] < 2.2
    assert would[two[1]]["conversions"] > happened[two[1]]["conversions"]
    assert would[two[1]]["revenue"] > happened[two[1]]["revenue"]


def test_outcome_when_levels_are_added_up_then_equal(sandbox: Sandbox, two: tuple[str, str]) -> None:
    answer = sandbox.truth("outcome", since="2026-06-25", until="2026-07-22")
    for measure in ("spend", "conversions", "revenue"):
        sums = [sum(row[measure] for row in answer[level]) for level in ("campaigns", "ad_sets", "ads")]
        assert sums == pytest.approx([sums[0]] * 3)
    assert sum(row["spend"] for row in answer["campaigns"]) == pytest.approx(28 * 32_000 * 0.985, rel=0.01)
    assert len(answer["ads"]) == 5
    sandbox.advance(days=31)
    real = sandbox.truth("counterfactual", budgets={two[0]: 20_000}, since="2026-06-25", until="2026-07-22")
    for expected, happened in zip(answer["campaigns"], real["happened"]["campaigns"], strict=True):
        assert happened["link_clicks"] == pytest.approx(expected["link_clicks"], rel=0.15)


def test_oracle_when_asked_then_beats_every_other_split(sandbox: Sandbox, two: tuple[str, str]) -> None:
    days = {"since": "2026-06-23", "until": "2026-06-29"}
    best = sandbox.truth("oracle", total=30_000, **days)
    assert sum(best["budgets"].values()) == pytest.approx(30_000)
    for part in np.linspace(0, 30_000, 31).tolist():
        rows = sandbox.truth("outcome", budgets={two[0]: part, two[1]: 30_000 - part}, **days)["campaigns"]
        assert sum(row["revenue"] for row in rows) <= best["expected"] * (1 + 1e-6)
    bound = sandbox.truth("oracle", total=30_000, bounds={two[0]: [0, 7_000]}, **days)
    assert bound["budgets"][two[0]] == pytest.approx(7_000)
    assert bound["expected"] < best["expected"]
    assert best["present_expected"] < sandbox.truth("oracle", **days)["expected"]


def test_curve_when_asked_for_a_campaign_then_through_its_expectation(
    sandbox: Sandbox, two: tuple[str, str]
) -> None:
    days = {"since": "2026-06-23", "until": "2026-06-29"}
    answer = sandbox.truth("curve", id=two[0], **days)
    assert answer["daily_budget"] == pytest.approx(20_000)
    assert len(answer["curve"]) == 31
    present = next(row for row in sandbox.truth("outcome", **days)["campaigns"] if row["id"] == two[0])
    assert answer["curve"][10]["revenue"] == pytest.approx(present["revenue"])
    one = sandbox.truth("curve", id=two[0], budgets=[20_000], **days)["curve"][0]
    assert one["conversions"] == pytest.approx(present["conversions"])


def test_lead_when_it_has_a_value_then_counts_as_revenue(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(objective="OUTCOME_LEADS")
    promoted = {"pixel_id": advertiser.pixel_id, "custom_event_type": "LEAD"}
    advertiser.ad(advertiser.ad_set(campaign["id"], promoted_object=promoted)["id"])
    sandbox.advance(days=9)
    days = {"since": "2026-06-10", "until": "2026-06-16"}
    assert sandbox.truth("outcome", **days)["campaigns"][0]["revenue"] == 0
    row = sandbox.truth("outcome", lead_value=12.5, **days)["campaigns"][0]
    assert row["revenue"] == pytest.approx(12.5 * row["conversions"])
    budgets = {campaign["id"]: 10_000}
    past = sandbox.truth("counterfactual", lead_value=12.5, budgets=budgets, since="2026-06-02")
    happened = past["happened"]["campaigns"][0]
    assert happened["revenue"] == pytest.approx(12.5 * happened["conversions"])
    assert happened["conversions"] > 0


def test_regret_when_split_badly_then_positive(sandbox: Sandbox, two: tuple[str, str]) -> None:
    answer = sandbox.truth("regret", since="2026-06-13", until="2026-06-21")
    assert answer["regret"]["expected"] >= 0
    best = answer["oracle"]
    assert sum(best["budgets"].values()) == pytest.approx(sum(answer["done"]["budgets"].values()))
    assert answer["regret"]["realised"] == pytest.approx(best["realised"] - answer["done"]["realised"])
    again = sandbox.truth("counterfactual", budgets=best["budgets"], since="2026-06-13", until="2026-06-21")
    revenue = sum(row["revenue"] for row in again["would_have"]["campaigns"])
    assert revenue == pytest.approx(best["realised"])
    by_owner = sandbox.truth("regret", since="2026-06-13", until="2026-06-21", level="ad_set")
    assert by_owner["regret"]["expected"] >= answer["regret"]["expected"] - 1e-6
    assert len(by_owner["oracle"]["budgets"]) == 3


def test_truth_when_asked_nonsense_then_422_and_never_on_the_platforms_port(
    sandbox: Sandbox, two: tuple[str, str]
) -> None:
    headers = {"Authorization": f"Bearer {sandbox.control_token}"}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("outcome", {"since": "soon"}),
        ("outcome", {"since": "1999-01-01"}),
        ("outcome", {"budgets": {"1": 5}}),
        ("outcome", {"budgets": {two[0]: -5}}),
        ("outcome", {"account_id": "act_1"}),
        ("outcome", {"level": "planet"}),
        ("curve", {}),
        ("curve", {"id": two[0], "budgets": "many"}),
        ("oracle", {"objective": "fame"}),
        ("oracle", {"bounds": {two[0]: 5}}),
        ("oracle", {"total": 10, "bounds": {two[0]: [50, 60]}}),
        ("counterfactual", {}),
        ("counterfactual", {"budgets": {"77": 5}}),
        ("counterfactual", {"budgets": {two[0]: 5}, "until": "2027-01-01"}),
        ("regret", {"colour": "red"}),
    ]
    for what, body in wrong:
        url = f"{sandbox.control_url}/truth/{what}"
        assert requests.post(url, json=body, headers=headers, timeout=10).status_code == 422, (what, body)
    platform = requests.post(
        f"{sandbox.meta_url}/v26.0/truth/outcome", data={"access_token": sandbox.meta_access_token}, timeout=5
    )
    assert platform.json()["error"]["code"] in (803, 2500)
    tokenless = requests.post(f"{sandbox.control_url}/truth/outcome", json={}, timeout=5)
    assert tokenless.status_code == 401
