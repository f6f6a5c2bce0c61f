"""Many campaigns at once: by selecting them in the list, and by a file that is looked at first."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx2
from playwright.sync_api import expect

from tests.e2e.conftest import Demo, NewPage


def live_campaigns(api: httpx2.Client) -> list[dict[str, str]]:
    """Return the live campaigns that are alone with their name, as the two of an initiative are not."""
    found: list[dict[str, str]] = api.get("/campaigns", params={"status": "live"}).json()["items"]
    named = Counter(campaign["name"] for campaign in found)
    return [campaign for campaign in found if named[campaign["name"]] == 1]


def test_selected_campaigns_are_shown_before_and_after_and_proposed_together(
    new_page: NewPage, demo: Demo
) -> None:
    with demo.api() as api:
        names = [campaign["name"] for campaign in live_campaigns(api)][:2]
        before = api.get("/changes").json()["total"]
    page = new_page()
    page.goto("/campaigns?status=live&sort=name")
    for name in names:
        page.get_by_role("checkbox", name=re.compile(re.escape(name))).first.check()
    page.get_by_role("button", name="Pause 2").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Show what changes").click()
    for name in names:
        expect(dialog.get_by_role("heading", name=name)).to_be_visible()
    expect(dialog.get_by_text("paused").first).to_be_visible()
    dialog.get_by_role("button", name="Propose 2 changes").click()
    expect(page.get_by_text("2 changes proposed").first).to_be_visible()
    with demo.api() as api:
        changes = api.get("/changes").json()
        assert changes["total"] == before + 2
        for change in changes["items"][:2]:
            assert (change["status"], change["kind"]) == ("proposed", "edit")
            api.post(f"/changes/{change['id']}/reject", json={"reason": "Only looked at"}).raise_for_status()


def test_selected_campaigns_are_duplicated_as_drafts(new_page: NewPage, demo: Demo) -> None:
    with demo.api() as api:
        name = live_campaigns(api)[0]["name"]
    page = new_page()
    page.goto("/campaigns?status=live")
    page.get_by_role("checkbox", name=re.compile(re.escape(name))).first.check()
    page.get_by_role("button", name="Duplicate 1").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"{name} (copy)")).to_be_visible()
    dialog.get_by_role("button", name="Make 1 draft").click()
    expect(page.get_by_text("1 draft made").first).to_be_visible()
    with demo.api() as api:
        drafts = api.get("/campaigns", params={"status": "draft", "search": f"{name} (copy)"}).json()
        [draft] = [each for each in drafts["items"] if each["name"] == f"{name} (copy)"]
        api.delete(f"/campaigns/{draft['id']}").raise_for_status()


def test_a_bulk_sheet_is_shown_as_a_difference_and_then_becomes_a_draft(
    new_page: NewPage, demo: Demo, tmp_path: Path
) -> None:
    with demo.api() as api:
        account = api.get("/ad-accounts", params={"platform": "meta"}).json()["items"][0]
    file = tmp_path / "november.csv"
    file.write_text(
        "Campaign Name,Campaign Objective,Campaign Daily Budget,Ad Set Name,Countries,Labels\n"
        "Sheet chips,OUTCOME_TRAFFIC,25.00,Snackers,US,mine\n",
        encoding="utf-16",
    )
    page = new_page()
    page.goto("/campaigns/import")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("combobox", name="Ad account that the file is about").click()
    page.get_by_role("option", name=re.compile(re.escape(account["name"]))).first.click()
    expect(page.get_by_text("Line 2: The column “Labels” is not modelled here")).to_be_visible()
    expect(page.get_by_text("new draft")).to_be_visible()
    page.get_by_role("button", name="Take over 1 campaign").click()
    expect(page.get_by_text("Only drafts were written.")).to_be_visible()
    with demo.api() as api:
        [draft] = api.get("/campaigns", params={"search": "Sheet chips"}).json()["items"]
        assert draft["status"] == "draft"
        api.delete(f"/campaigns/{draft['id']}").raise_for_status()


def test_campaigns_go_out_as_a_document_that_differs_in_nothing(
    new_page: NewPage, demo: Demo, tmp_path: Path
) -> None:
    page = new_page()
    page.goto("/campaigns")
    page.get_by_role("button", name="Files").click()
    with page.expect_download() as downloading:
        page.get_by_role("menuitem", name="Campaigns document (YAML)").click()
    file = tmp_path / "campaigns.yaml"
    downloading.value.save_as(file)
    page.goto("/campaigns/import")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Nothing differs")).to_be_visible()


def test_templates_show_what_they_make_while_they_are_written(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/settings?section=naming")
    page.get_by_label("Campaigns").fill("{platform}_{name}")
    expect(page.get_by_text("google_spicy-chips")).to_be_visible()
    page.get_by_label("Campaigns").fill("{brand}")
    expect(page.get_by_text("{brand} is not known.")).to_be_visible()
    expect(page.get_by_role("button", name="Save templates")).to_be_disabled()


def adwright(demo: Demo, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command, as somebody at the demo's machine does."""
    return subprocess.run(
        [sys.executable, "-m", "adwright.cli.main", *words],
        env=os.environ | {"ADWRIGHT_HOME": str(demo.home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_commands_export_plan_and_apply_a_document(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    with demo.api() as api:
        campaign = live_campaigns(api)[0]
    exported = adwright(demo, "export", str(file), "--campaign", campaign["id"])
    assert exported.returncode == 0, exported.stderr
    assert adwright(demo, "plan", str(file)).returncode == 0

    text = file.read_text()
    file.write_text("# kept\n" + re.sub(r"name: .*", "name: Named by file", text, count=1))
    plan = adwright(demo, "plan", str(file))
    told = json.loads(adwright(demo, "plan", str(file), "--json").stdout)
    applied = adwright(demo, "apply", str(file), "--yes", "--why", "A better name")
    again = adwright(demo, "plan", str(file))

    assert plan.returncode == 2, plan.stdout + plan.stderr
    assert f"name {campaign['name']} → Named by file" in plan.stdout
    assert (told["format"], told["differs"], told["campaigns"][0]["action"]) == (1, True, "propose")
    assert applied.returncode == 0, applied.stderr
    assert "waits for approval" in applied.stdout
    assert again.returncode == 1, "the same is proposed already"
    refreshed = adwright(demo, "export", str(file))
    assert refreshed.returncode == 0, refreshed.stderr
    assert file.read_text() == "# kept\n" + text
    with demo.api() as api:
        change = api.get("/changes", params={"status": "proposed"}).json()["items"][0]
        assert change["why"] == "A better name"
        api.post(f"/changes/{change['id']}/reject", json={"reason": "Only tried"}).raise_for_status()


def test_a_command_says_line_and_column_and_ends_with_an_error(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("version: 1\ncampaigns:\n  - key: a\n    account: meta/1\n    budget: 1e9\n")
    bad = adwright(demo, "plan", str(file))
    gone = adwright(demo, "plan", str(tmp_path / "none.yaml"))

    assert bad.returncode == gone.returncode == 1
    assert "line 5, column 5: campaigns.0.budget" in bad.stderr
    assert "none.yaml cannot be read" in gone.stderr
