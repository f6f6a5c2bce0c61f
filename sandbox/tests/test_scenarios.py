"""The ready scenarios: each makes a believable past; a hostile one brings its troubles with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adsandbox import Sandbox
from adsandbox.scenario import ScenarioError
from adsandbox.scenario.loader import read_scenario
from adsandbox.server.market import MarketError

HISTORIES = ("shop", "leadgen", "app", "stationary", "drifting", "hostile")
_HEAD = """
name = "bad"
description = "Bad troubles."
[[advertisers]]
name = "One"
page = { name = "One" }
account = { name = "One" }
"""


def delivery(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What the first account has delivered, by ad and day."""
    found: list[dict[str, Any]] = sandbox.control("GET", "/export")["accounts"][0]["delivery"]
    return found


@pytest.mark.parametrize("name", HISTORIES)
def test_scenario_when_made_then_its_past_is_believable(name: str) -> None:
    with Sandbox(name) as sandbox:
        rows = delivery(sandbox)
    sums = {
        measure: sum(row[measure] for row in rows)
        for measure in ("spend_minor", "impressions", "clicks", "conversions_final")
    }
    assert len({row["date"] for row in rows}) >= 60
    assert 5.0 < 10 * sums["spend_minor"] / sums["impressions"] < 20.0
    assert 0.008 < sums["clicks"] / sums["impressions"] < 0.04
    assert 3.0 < sums["spend_minor"] / 100 / sums["conversions_final"] < 60.0


def test_hostile_scenario_when_opened_again_then_its_troubles_go_on_and_past_events_do_not_come_back(
    tmp_path: Path,
) -> None:
    with Sandbox("hostile", home=tmp_path) as sandbox:
        planned = sandbox.control("GET", "/faults")
        assert {"drop_after_effect", "stale_read", "report_failed"} <= {
            fault["kind"] for fault in planned["faults"]
        }
        assert [event["do"] for event in planned["events"]] == [
            "outsider_edit", "platform_setting", "outsider_edit",
        ]  # fmt: skip
        sandbox.advance(days=3)
        assert len(sandbox.control("GET", "/faults/log")["log"]) == 2
    with Sandbox("hostile", home=tmp_path) as sandbox:
        again = sandbox.control("GET", "/faults")
        assert len(again["faults"]) == len(planned["faults"])
        assert [event["do"] for event in again["events"]] == ["outsider_edit"]
        sandbox.advance(days=3)
        assert len(sandbox.control("GET", "/faults/log")["log"]) == 1
        sandbox.reset()
        assert len(sandbox.control("GET", "/faults")["events"]) == 3


def test_troubles_when_they_mean_nothing_then_refused_before_anything_is_made(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(_HEAD + '[[faults]]\nkind = "earthquake"\n')
    with pytest.raises(MarketError, match="kind must be one of"):
        Sandbox(str(file))
    file.write_text(_HEAD + '[limits]\ntier = "platinum"\n')
    with pytest.raises(MarketError, match="tier is one of"):
        Sandbox(str(file))
    with pytest.raises(ScenarioError, match=r"faults\[0\]: a table is wanted"):
        read_scenario('faults = ["earthquake"]\n' + _HEAD, "bad")
