"""The pages about the sandbox say what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from adsandbox import Sandbox
from adsandbox.cli import main
from adsandbox.scenario import load_scenario
from adsandbox.scenario.loader import ScenarioError, available_scenarios, read_scenario

HOUSE = Path(__file__).parent.parent


def test_compatibility_when_printed_then_equals_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatibility"]) == 0
    assert capsys.readouterr().out == (HOUSE / "docs/compatibility.md").read_text(encoding="utf-8")


def test_edges_when_named_in_the_page_then_they_answer(sandbox: Sandbox) -> None:
    """Every GET edge of the account is answered, with no other error than a missing value."""
    page = (HOUSE / "docs/compatibility.md").read_text(encoding="utf-8")
    edges = re.findall(r"^\| AdAccount \| [^|]*GET[^|]* \| `(\w+)` \|", page, re.MULTILINE)
    assert len(edges) > 15
    for edge in edges:
        url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/{edge}"
        answer = requests.get(url, params={"access_token": sandbox.meta_access_token}, timeout=5).json()
        assert "data" in answer or "is required" in answer["error"]["message"], edge


def test_scenarios_when_ready_then_read_and_named_in_the_page() -> None:
    page = (HOUSE / "docs/scenarios.md").read_text(encoding="utf-8")
    ready = "agency app drifting empty hostile leadgen shop stationary"
    assert available_scenarios() == ready.split()
    for name in available_scenarios():
        assert load_scenario(name).name == name
        assert f"`{name}`" in page


def test_scenario_page_when_read_then_names_every_field() -> None:
    import dataclasses

    from adsandbox.scenario import model

    page = (HOUSE / "docs/scenarios.md").read_text(encoding="utf-8")
    for kind in vars(model).values():
        if dataclasses.is_dataclass(kind):
            for field in dataclasses.fields(kind):
                assert f"`{field.name}`" in page, f"{kind.__name__}.{field.name}"


def test_troubles_page_when_read_then_names_every_kind_and_event() -> None:
    from adsandbox.world.events import EVENTS
    from adsandbox.world.faults import KINDS

    page = (HOUSE / "docs/troubles.md").read_text(encoding="utf-8")
    for kind, meaning in KINDS.items():
        assert f"| `{kind}` | {meaning} |" in page
    for name, fields in EVENTS.items():
        assert f"| `{name}` |" in page
        assert all(f"`{field}`" in page for field in fields)


@pytest.mark.parametrize(("text", "complaint"), [
    ('name = "x"', "'description' is missing"),
    ('name = "x"\ndescription = "y"\nadvertisers = 1', "a list is wanted"),
    ('name = "x"\ndescription = "y"\nadvertisers = []\ncolour = 1', "unknown field 'colour'"),
    ('name = 1\ndescription = "y"\nadvertisers = []', "type str is wanted"),
    ('name = "x"\ndescription = "y"\nadvertisers = [{name = "a"}]', "'page' is missing"),
    ("name = ", "not TOML"),
])  # fmt: skip
def test_scenario_when_wrong_then_says_where(text: str, complaint: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(complaint)):
        read_scenario(text, "mine.toml")


def test_scenario_when_from_a_file_then_played(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("""
name = "mine"
description = "One shop in euros."
[[advertisers]]
name = "Alpenglow"
page = { name = "Alpenglow", colors = ["#112233", "#445566"] }
account = { name = "Alpenglow", currency = "EUR", timezone = "Europe/Vienna" }
[[advertisers.campaigns]]
name = "Jackets"
objective = "OUTCOME_TRAFFIC"
begin_days_ago = 5
[[advertisers.campaigns.ad_sets]]
name = "All"
daily_budget = 20
ads = [{ name = "One", headline = "Warm", text = "Down jackets" }]
""")
    with Sandbox(str(file)) as sandbox:
        account = sandbox.control("GET", "/state")["accounts"][0]
    assert (account["currency"], account["ads"]) == ("EUR", 1)
    assert 7_000 < account["spent_minor"] < 12_000


def test_source_when_counted_then_files_and_functions_stay_short() -> None:
    import ast

    for file in (HOUSE / "src").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{file}: {node.name}"
