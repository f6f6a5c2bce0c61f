"""Ground truth of search accounts: it agrees with what the market then does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from adsandbox.control.truth import counterfactual, expected_outcome, oracle, regret, response_curve
from adsandbox.scenario import ConversionActionSpec
from search_account import DAY, SearchAccount

MICROS = 1e6
AHEAD = {"since": "2026-06-23", "until": "2026-06-29"}


@pytest.fixture
def two() -> tuple[SearchAccount, str, str]:
    """Two campaigns with three weeks behind them, edited on the way."""
    account = SearchAccount(seed=4)
    first = account.running(daily=40.0, maximize_conversions={})
    budget = account.budget(30.0)
    second = account.campaign(budget)
    account.group(second, ("math tutor", "linen sheets", "sat prep course"), cpc=1.1)
    account.world.advance(9.2 * DAY)
    account.edit(first, status="PAUSED")
    account.world.advance(1.3 * DAY)
    account.edit(first, status="ENABLED")
    account.edit(budget, amount_micros="45000000")
    account.world.advance(11.1 * DAY)
    return account, first.id, second.id


def ask(command: Any, account: SearchAccount, **body: Any) -> dict[str, Any]:
    """The answer to a command about the account."""
    answer: dict[str, Any] = command(account.world, {"account_id": account.customer.id, **body})
    assert answer["money"] == "micros"
    return answer


def test_expectation_when_compared_with_two_months_then_agrees() -> None:
    """Over 60 days the noise of days averages out to a few percent."""
    often = ConversionActionSpec("View", category="PAGE_VIEW", value=1.0)
    account = SearchAccount(seed=6, actions=(often,))
    strategies: tuple[dict[str, Any], ...] = (
        {"manual_cpc": {}},
        {"maximize_conversions": {}},
        {"maximize_conversions": {"target_cpa_micros": "1300000"}},
    )
    ids = [account.running(daily=60.0, **strategy).id for strategy in strategies]
    account.world.advance(15 * DAY)
    days = {"since": "2026-06-17", "until": "2026-08-15"}
    expected = {row["id"]: row for row in ask(expected_outcome, account, **days)["campaigns"]}
    account.world.advance(70 * DAY)
    happened = ask(counterfactual, account, budgets={ids[0]: 60 * MICROS}, **days)["happened"]
    for row in happened["campaigns"]:
        wanted = expected[row["id"]]
        for name, tolerance in (("cost_micros", 0.09), ("impressions", 0.09), ("clicks", 0.09)):
            assert row[name] == pytest.approx(wanted[name], rel=tolerance), (name, ids.index(row["id"]))
        assert row["conversions"] == pytest.approx(wanted["conversions"], rel=0.12)


def test_outcome_when_levels_are_added_up_then_equal(two: tuple[SearchAccount, str, str]) -> None:
    answer = ask(expected_outcome, two[0], **AHEAD)
    for measure in ("cost_micros", "impressions", "clicks", "conversions", "revenue"):
        sums = [
            sum(row[measure] for row in answer[level])
            for level in ("campaigns", "ad_groups", "ads", "keywords")
        ]
        assert sums == pytest.approx([sums[0]] * 4)
        assert sums[0] > 0


def test_curve_when_budget_grows_then_rises_ever_less(two: tuple[SearchAccount, str, str]) -> None:
    account, *ids = two
    for campaign in ids:
        budgets = np.linspace(2, 300, 18) * MICROS
        curve = ask(response_curve, account, id=campaign, budgets=budgets.tolist(), **AHEAD)["curve"]
        spent, gained = (
            np.array([point[name] for point in curve]) for name in ("cost_micros", "conversions")
        )
        assert np.all(np.diff(spent) >= -1e-6)
        assert np.all(np.diff(gained) >= -1e-9)
        slopes = np.diff(gained) / np.diff(budgets)
        assert np.all(np.diff(slopes) < 0.002 * slopes.max())
    present = ask(expected_outcome, account, **AHEAD)["campaigns"]
    for row in present:
        answer = ask(response_curve, account, id=row["id"], **AHEAD)
        assert answer["curve"][10]["conversions"] == pytest.approx(row["conversions"])


def test_replay_when_nothing_differs_then_history_itself(two: tuple[SearchAccount, str, str]) -> None:
    account, first, second = two
    answer = ask(
        counterfactual, account, budgets={first: 40 * MICROS}, since="2026-06-01", until="2026-06-21"
    )
    assert answer["would_have"] == answer["happened"]
    other = ask(counterfactual, account, budgets={second: 8 * MICROS}, since="2026-06-13", until="2026-06-20")
    happened, would = (
        {row["id"]: row for row in other[name]["campaigns"]} for name in ("happened", "would_have")
    )
    assert would[first] == happened[first]
    assert would[second]["cost_micros"] < happened[second]["cost_micros"]


def test_oracle_when_asked_then_no_split_is_better(two: tuple[SearchAccount, str, str]) -> None:
    account, first, second = two
    best = ask(oracle, account, total=60 * MICROS, **AHEAD)
    assert sum(best["budgets"].values()) + best["unallocated"] == pytest.approx(60 * MICROS)
    for part in np.linspace(1, 59, 13).tolist():
        budgets = {first: part * MICROS, second: (60 - part) * MICROS}
        rows = ask(expected_outcome, account, budgets=budgets, **AHEAD)["campaigns"]
        assert sum(row["revenue"] for row in rows) <= best["expected"] * 1.01
    bound = ask(oracle, account, total=60 * MICROS, bounds={first: [0, 10 * MICROS]}, **AHEAD)
    assert bound["budgets"][first] <= 10 * MICROS * (1 + 1e-9)
    assert bound["expected"] <= best["expected"] * (1 + 1e-6)


def test_regret_when_split_badly_then_positive(two: tuple[SearchAccount, str, str]) -> None:
    account = two[0]
    answer = ask(regret, account, since="2026-06-13", until="2026-06-21")
    assert answer["regret"]["expected"] >= -0.01 * answer["done"]["expected"]
    best = answer["oracle"]
    assert sum(best["budgets"].values()) <= sum(answer["done"]["budgets"].values()) * (1 + 1e-9)
    again = ask(counterfactual, account, budgets=best["budgets"], since="2026-06-13", until="2026-06-21")
    revenue = sum(row["revenue"] for row in again["would_have"]["campaigns"])
    assert revenue == pytest.approx(best["realised"])


def test_shared_budget_when_asked_about_then_a_lever_of_its_own() -> None:
    account = SearchAccount()
    budget = account.budget(50.0, explicitly_shared=True)
    for text in ("kettle chips", "snack box"):
        account.group(account.campaign(budget), (text, f"{text} online"))
    account.world.advance(5 * DAY)
    answer = ask(oracle, account)
    assert set(answer["present_budgets"]) == {budget.id}
    assert answer["present_budgets"][budget.id] == pytest.approx(50 * MICROS)
    assert ask(response_curve, account, id=budget.id)["daily_budget"] == pytest.approx(50 * MICROS)


def test_truth_when_nothing_runs_then_empty() -> None:
    account = SearchAccount()
    account.world.advance(3 * DAY)
    assert ask(expected_outcome, account)["campaigns"] == []
    assert ask(oracle, account)["budgets"] == {}
    account.edit(account.running(), status="PAUSED")
    account.world.advance(3 * DAY)
    assert ask(expected_outcome, account)["campaigns"] == []
    assert ask(regret, account)["regret"] == {"expected": 0.0, "realised": 0.0}


def test_truth_when_asked_what_search_has_not_then_refused(two: tuple[SearchAccount, str, str]) -> None:
    account, first, _ = two
    for command, body in (
        (expected_outcome, {"level": "ad_set"}),
        (expected_outcome, {"lead_value": 3.0}),
        (expected_outcome, {"budgets": {"77": 1.0}}),
        (oracle, {"objective": "link_clicks"}),
        (counterfactual, {"budgets": {account.customer.id: 5}}),
        (response_curve, {"id": "5"}),
        (regret, {"since": "1999-01-01"}),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            ask(command, account, **body)
    assert first
