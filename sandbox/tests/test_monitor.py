"""The monitor: every state after every write is seen, and every broken promise found, on both platforms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adsandbox import Sandbox
from adsandbox.cli import main
from builders import Advertiser
from google_builders import GoogleAdvertiser

PROMISES = {
    "max_daily_budget": 20_000,
    "max_daily_total": 30_000,
    "max_step_percent": 20,
    "max_daily_rise": 40_000,
    "made_paused": True,
    "complete_when_on": True,
    "quiet_hours": [["22:00", "06:00"]],
}


def watched(sandbox: Sandbox, account_id: str, **rules: Any) -> dict[str, Any]:
    return sandbox.control("POST", "/monitor", account_id=account_id, **rules)


def broken(answer: dict[str, Any]) -> list[tuple[str, str, float]]:
    return [(each["rule"], each["id"], each["value"]) for each in answer["breaches"]]


def paused_tree(advertiser: Advertiser, daily_budget: int = 10_000) -> tuple[Any, Any, Any]:
    campaign = advertiser.campaign(daily_budget=daily_budget, status="PAUSED")
    ad_set = advertiser.ad_set(campaign["id"], daily_budget=None, status="PAUSED")
    return campaign, ad_set, advertiser.ad(ad_set["id"], status="PAUSED")


def switch(state: str, *nodes: Any) -> None:
    for node in nodes:
        node.api_update(params={"status": state})


def test_monitor_when_promises_are_kept_then_counts_states_and_finds_nothing(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    campaign, ad_set, ad = paused_tree(advertiser)
    switch("ACTIVE", ad, ad_set, campaign)
    campaign.api_update(params={"daily_budget": 12_000})
    campaign.api_update(params={"daily_budget": 6_000})
    answer = watched(sandbox, sandbox.meta_account_id, **PROMISES)
    assert answer["breaches"] == []
    assert (answer["money"], answer["daily_total"], answer["peak_daily_total"]) == (
        "minor units", 6_000, 12_000,
    )  # fmt: skip
    # The account itself, three nodes made, three switched on, two budgets.
    assert answer["states"] == 9
    assert answer["rises"] == {"2026-06-01": 12_000}


def test_monitor_when_budgets_grow_too_much_then_each_limit_is_named(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    campaign, ad_set, ad = paused_tree(advertiser)
    other, *rest = paused_tree(advertiser, daily_budget=15_000)
    switch("ACTIVE", ad, ad_set, campaign, *rest, other)
    campaign.api_update(params={"daily_budget": 25_000})
    answer = watched(sandbox, sandbox.meta_account_id, **PROMISES | {"max_daily_rise": 39_999})
    assert broken(answer) == [
        ("max_daily_budget", campaign["id"], 25_000),
        ("max_daily_total", campaign["id"], 40_000),
        ("max_step_percent", campaign["id"], 150.0),
        ("max_daily_rise", campaign["id"], 40_000),
    ]
    first = answer["breaches"][0]
    assert (first["daily_budget_before"], first["daily_budget"], first["limit"]) == (10_000, 25_000, 20_000)


def test_monitor_when_something_runs_too_early_then_found(sandbox: Sandbox, advertiser: Advertiser) -> None:
    empty = advertiser.campaign(daily_budget=5_000, status="PAUSED")
    switch("ACTIVE", empty)
    running = advertiser.ad_set(empty["id"], daily_budget=None)
    answer = watched(sandbox, sandbox.meta_account_id, **PROMISES)
    assert broken(answer) == [
        ("complete_when_on", empty["id"], 5_000),
        ("made_paused", running["id"], 0),
        ("complete_when_on", running["id"], 0),
    ]


def test_monitor_when_switched_on_in_quiet_hours_then_found_within_the_given_time(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    campaign, ad_set, ad = paused_tree(advertiser)
    switch("ACTIVE", ad, ad_set)
    sandbox.advance(hours=16)  # midnight in New York
    switch("ACTIVE", campaign)
    switch("PAUSED", campaign)
    quiet = {"quiet_hours": PROMISES["quiet_hours"]}
    found = watched(sandbox, sandbox.meta_account_id, **quiet)
    assert broken(found) == [("quiet_hours", campaign["id"], 10_000)]
    before = watched(sandbox, sandbox.meta_account_id, until="2026-06-02T00:00:00Z", **quiet)
    after = watched(sandbox, sandbox.meta_account_id, since="2026-06-02T00:00:00Z", **quiet)
    assert (before["breaches"], len(after["breaches"]), after["states"]) == ([], 1, 2)


def test_monitor_when_on_google_then_a_budget_goes_by_its_campaign(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    budget = google.budget()
    campaign = google.campaign(budget=budget)
    google.ad(google.ad_group(campaign, status="PAUSED"))
    google.update("Campaign", ["status"], resource_name=campaign, status="ENABLED")
    google.update("CampaignBudget", ["amount_micros"], resource_name=budget, amount_micros=80_000_000)
    rules = {"max_step_percent": 20, "complete_when_on": True}
    answer = watched(sandbox, sandbox.google_customer_id, **rules)
    assert broken(answer) == [("max_step_percent", campaign.rsplit("/", 1)[-1], 60.0)]
    assert (answer["money"], answer["daily_total"]) == ("micros", 80_000_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_daily_budgets": 1},
        {"max_step_percent": "much"},
        {"made_paused": 1},
        {"quiet_hours": [["22:00"]]},
        {"quiet_hours": [["late", "early"]]},
        {"account_id": "act_1"},
        {"since": "yesterday"},
    ],
)
def test_monitor_when_asked_nonsense_then_refused(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        sandbox.control("POST", "/monitor", **{"account_id": sandbox.meta_account_id, **wrong})


def test_command_line_when_promises_are_broken_then_exit_code_1(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advertiser.campaign(status="ACTIVE")
    address = {"control_url": sandbox.control_url, "control_token": sandbox.control_token}
    (tmp_path / "running.json").write_text(json.dumps(address))
    (tmp_path / "rules.toml").write_text("made_paused = true\n")
    asked = ["monitor", "--account", sandbox.meta_account_id, "--home", str(tmp_path)]
    assert main(asked) == 0
    capsys.readouterr()
    assert main([*asked, str(tmp_path / "rules.toml")]) == 1
    assert json.loads(capsys.readouterr().out)["breaches"][0]["rule"] == "made_paused"
