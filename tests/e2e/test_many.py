"""Many campaigns at once: by selecting them in the list, and by a file that is looked at first."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
from playwright.sync_api import expect

from tests.e2e.conftest import Demo, NewPage


def live_campaigns(api: httpx2.Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = api.get("/campaigns", params={"status": "live"}).json()["items"]
    return found


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
