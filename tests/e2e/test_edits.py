"""What is live is edited, undone, and put right after somebody edited it outside, as a marketer does it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage

APPLIED_MS = 60_000
SEEN_MS = 60_000


def test_live_campaign_when_edited_then_undone_then_moved_on_then_the_conflict_is_shown(
    new_page: NewPage, demo: Demo
) -> None:
    campaign = live_campaign(demo, 0)
    page = new_page()
    page.goto(f"/campaigns/{campaign['id']}")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Renamed in the builder")
    page.get_by_role("tab", name="Budget and schedule").click()
    budget = page.get_by_label("Daily budget").first
    budget.fill(str(round(float(campaign["budget"]["amount"]) * 1.1)))
    page.get_by_role("button", name="Review the edits").click()
    page.get_by_role("button", name="Propose 2 edits").click()
    page.wait_for_url(re.compile("/changes/"))
    page.get_by_role("button", name="Approve and apply 2 edits").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=APPLIED_MS)
    there = demo.graph("GET", campaign["external_id"], fields="name,daily_budget")
    assert there["name"] == "Renamed in the builder"

    edit_outside(new_page(), demo, campaign, daily_budget=str(int(there["daily_budget"]) + 500))
    page.get_by_role("button", name="Undo", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The world has moved on since.")).to_be_visible()
    expect(dialog.get_by_text(re.compile("Budget of the campaign .* was set to"))).to_be_visible()
    dialog.get_by_role("button", name="Propose to undo the other 1 edit").click()
    expect(page.get_by_text("Waits for approval").first).to_be_visible()
    page.get_by_role("button", name="Approve and apply 1 edit").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=APPLIED_MS)
    assert demo.graph("GET", campaign["external_id"], fields="name")["name"] == campaign["name"]


def test_edit_made_outside_then_is_seen_and_adopted(new_page: NewPage, demo: Demo) -> None:
    campaign = live_campaign(demo, 1)
    page = new_page()
    edit_outside(page, demo, campaign, name="Renamed in Ads Manager")
    page.goto("/drift")
    expect(page.get_by_text("Renamed in Ads Manager")).to_be_visible()
    page.goto(f"/campaigns/{campaign['id']}")
    banner = page.get_by_label("Edited outside")
    expect(banner.get_by_text("By Jordan Colleague")).to_be_visible()
    banner.get_by_role("button", name="Adopt").click()
    expect(banner).to_be_hidden()
    expect(page.get_by_role("heading", name="Renamed in Ads Manager")).to_be_visible()


def live_campaign(demo: Demo, which: int) -> dict[str, Any]:
    """Return a live campaign with a daily budget of its own on the simulated Meta."""
    with demo.api() as api:
        accounts = api.get("/ad-accounts", params={"platform": "meta"}).json()["items"]
        on_meta = {account["id"] for account in accounts}
        listed = api.get("/campaigns", params={"status": "live", "limit": 50, "sort": "name"}).json()["items"]
        found = [api.get(f"/campaigns/{each['id']}").json() for each in listed]
    fitting = [
        each
        for each in found
        if each["ad_account_id"] in on_meta
        and each["budget"]
        and each["budget"]["period"] == "daily"
        and not each["open_change"]
    ]
    return fitting[which]


def edit_outside(page: Page, demo: Demo, campaign: dict[str, Any], **values: str) -> None:
    """Edit past Adwright, and let the account be read; return when the open page shows it by itself."""
    page.goto(f"/campaigns/{campaign['id']}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    demo.control("POST", "/events", do="outsider_edit", node_id=campaign["external_id"], values=values)
    with demo.api() as api:
        answer = api.post(f"/ad-accounts/{campaign['ad_account_id']}/sync", json={"days": 1})
    assert answer.status_code in (200, 201, 202, 409), answer.text
    expect(page.get_by_label("Edited outside")).to_be_visible(timeout=SEEN_MS)
