"""The pytest plugin as its users load it, and the export."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from adsandbox import Sandbox
from adsandbox.cli import main
from builders import Advertiser, cents
from test_process import Process, processes  # noqa: F401 - a fixture

HOUSE = Path(__file__).parent.parent
USERS_TEST = """
import pytest
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.api import FacebookAdsApi, FacebookSession

seen = []

@pytest.fixture
def account(adsandbox, monkeypatch):
    monkeypatch.setattr(FacebookSession, "GRAPH", adsandbox.meta_url)
    session = FacebookSession(adsandbox.meta_app_id, adsandbox.meta_app_secret, adsandbox.meta_access_token)
    yield AdAccount(adsandbox.meta_account_id, api=FacebookAdsApi(session))
    session.requests.close()

@pytest.mark.parametrize("turn", [1, 2])
def test_each_turn_has_a_market_of_its_own(account, adsandbox, turn):
    assert list(account.get_campaigns()) == []
    account.create_ad_label(params={"name": "mine"})
    assert len(account.get_ad_labels()) == 1
    assert adsandbox.meta_url not in seen
    seen.append(adsandbox.meta_url)

@pytest.mark.adsandbox(seed=5, start="2026-01-02T00:00:00Z")
def test_marker_says_which_market(adsandbox):
    state = adsandbox.control("GET", "/state")
    assert (state["seed"], state["now"]) == (5, "2026-01-02T00:00:00Z")

@pytest.mark.adsandbox(colour="red")
def test_marker_is_wrong(adsandbox):
    pass
"""


def test_plugin_when_used_by_others_then_a_market_per_test(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(USERS_TEST)
    name, module = next(
        iter(
            tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]["entry-points"][
                "pytest11"
            ].items()
        )
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "--strict-markers",
        "-p",
        "no:cacheprovider",
    ]
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [*command, "-p", module, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert name == "adsandbox"
    assert "3 passed, 1 error" in done.stdout, done.stdout + done.stderr
    assert "The marker adsandbox takes only: scenario, seed, clock, start" in done.stdout


def test_export_when_taken_then_agrees_with_insights(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.running(ads=2)
    sandbox.advance(days=4)
    before = sandbox.control("GET", "/export")
    account = before["accounts"][0]
    windows = ["28d_click", "1d_view", "1d_ev"]
    rows = advertiser.insights(level="account", date_preset="maximum", action_attribution_windows=windows)
    assert sum(row["spend_minor"] for row in account["delivery"]) == cents(rows)
    purchases = next(item for item in rows[0]["actions"] if item["action_type"] == "purchase")
    in_any_window = sum(int(purchases.get(window, 0)) for window in windows)
    assert sum(row["conversions"] for row in account["delivery"]) == in_any_window > 0
    assert [node["id"] for node in account["campaigns"]] == [campaign["id"]]
    assert {row["campaign"] for row in account["delivery"]} == {campaign["id"]}
    assert len(account["ads"]) == len({row["ad"] for row in account["delivery"]}) == 2
    assert account["activities"][-1]["event_type"] == "create_campaign_group"
    assert account["business"]["name"] == "Empty Shelf"
    text = json.dumps(before)
    for secret in (sandbox.meta_access_token, sandbox.meta_app_secret, sandbox.control_token):
        assert secret not in text
    sandbox.advance(days=40)
    after = sandbox.control("GET", "/export")["accounts"][0]["delivery"]
    for early, late in zip(account["delivery"][:-2], after, strict=False):
        assert early["conversions"] <= late["conversions"] == early["conversions_final"]


def test_export_when_asked_on_the_command_line_then_a_file(
    tmp_path: Path,
    processes: list[Process],  # noqa: F811 - the fixture
    capsys: pytest.CaptureFixture[str],
) -> None:
    process = Process(tmp_path / "home", "--clock", "manual")
    processes.append(process)
    out = tmp_path / "market.json"
    assert main(["export", "--home", str(tmp_path / "home"), "--out", str(out)]) == 0
    assert json.loads(out.read_text())["accounts"][0]["name"] == "Empty Shelf"
    assert main(["export", "--home", str(tmp_path / "home")]) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == "empty"
