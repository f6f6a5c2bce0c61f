"""Building, deciding and one campaign where things go wrong: bad input, refusals, reloads, ended sessions."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage
from tests.e2e.test_pages import complaints as complaints_of_axe
from tests.e2e.test_pages import settle

DECIDED_MS = 60_000


@dataclass(frozen=True)
class Draft:
    """A campaign that was made ready through the API."""

    id: str
    name: str
    account_id: str
    account_external_id: str


def make_draft(demo: Demo, name: str) -> Draft:
    """Make a whole draft of one ad group and one ad, ready to be launched."""
    with demo.api() as api:

        def post(path: str, **body: Any) -> dict[str, Any]:
            answer = api.post(path, json=body)
            assert answer.status_code == 201, answer.text
            return dict(answer.json())

        accounts = api.get("/ad-accounts", params={"platform": "meta"}).json()["items"]
        account = next(each for each in accounts if each["name"] == "Tasty Chips Co.")
        advertiser_id = account["advertiser_id"]
        [page] = api.get(f"/ad-accounts/{account['id']}/pages").json()["items"]
        picture = ("chips.png", make_picture(), "image/png")
        upload = api.post("/assets", data={"advertiser_id": advertiser_id}, files={"file": picture})
        targeting = {"countries": ["US"]}
        audience = post("/audiences", advertiser_id=advertiser_id, name=f"For {name}", targeting=targeting)
        creative = post(
            "/creatives",
            advertiser_id=advertiser_id,
            headline="Spicy chips",
            primary_text="Crunch into the heat today!",
            call_to_action="shop_now",
            destination_url="tastychips.co/spicy",
            asset_id=upload.json()["id"],
        )
        ads = [{"name": "Ad 1", "creative_version_id": creative["latest"]["id"]}]
        campaign = post(
            "/campaigns",
            advertiser_id=advertiser_id,
            ad_account_id=account["id"],
            purpose="traffic",
            name=name,
            bid_strategy="highest_volume",
            page_external_id=page["external_id"],
            budget={"period": "daily", "amount": "20"},
            ad_groups=[{"name": "Ad group 1", "audience_id": audience["id"], "ads": ads}],
        )
    assert campaign["problems"] == []
    return Draft(str(campaign["id"]), name, str(account["id"]), str(account["external_id"]))


def make_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1080, 1080), "#c8541b").save(out, "PNG")
    return out.getvalue()


def propose_launch(page: Page, draft: Draft) -> None:
    page.goto(f"/campaigns/{draft.id}/edit?step=review")
    page.get_by_role("button", name="Propose launch").click()
    page.wait_for_url(re.compile("/changes/"))


def approve_launch(page: Page) -> None:
    page.get_by_role("button", name="Approve and launch 3 objects").click()


def on_platform(demo: Demo, draft: Draft) -> list[dict[str, Any]]:
    """Return every campaign of this name that the platform has."""
    path = (draft.account_external_id, "campaigns")
    rows = demo.graph("GET", *path, fields="name,status", limit=500)["data"]
    return [row for row in rows if row["name"] == draft.name]


def test_a_launch_that_the_platform_refuses_says_why_and_goes_on_where_it_stopped(
    new_page: NewPage, demo: Demo
) -> None:
    draft = make_draft(demo, "Refused at first")
    page = new_page()
    demo.control(
        "POST",
        "/faults",
        kind="error",
        match={"method": "POST", "path_regex": "/ads/?$"},
        code=100,
        message="The link does not open.",
    )
    propose_launch(page, draft)
    approve_launch(page)
    stopped = page.get_by_role("alert", name="Why it stopped")
    expect(stopped).to_be_visible(timeout=DECIDED_MS)
    expect(stopped.get_by_text("Ad 1").first).to_be_visible()
    expect(stopped.get_by_text("The link does not open.").first).to_be_visible()
    assert [row["status"] for row in on_platform(demo, draft)] == ["PAUSED"]

    stopped.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=DECIDED_MS)
    assert [row["status"] for row in on_platform(demo, draft)] == ["ACTIVE"]


def test_a_launch_waits_while_the_platform_is_away_and_makes_nothing_twice(
    new_page: NewPage, demo: Demo
) -> None:
    draft = make_draft(demo, "Launched through trouble")
    page = new_page()
    match = {"method": "POST", "path_regex": "/campaigns/?$"}
    demo.control("POST", "/faults", kind="drop_after_effect", match=match)
    propose_launch(page, draft)
    approve_launch(page)
    page.get_by_role("region", name="Progress").get_by_role("button", name="Go on now").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=DECIDED_MS)
    assert [row["status"] for row in on_platform(demo, draft)] == ["ACTIVE"]


def test_a_rejected_launch_gives_its_reason_and_can_be_edited_again(new_page: NewPage, demo: Demo) -> None:
    draft = make_draft(demo, "Rejected")
    page = new_page()
    propose_launch(page, draft)
    change = page.url
    page.goto(f"/campaigns/{draft.id}/edit")
    expect(page.get_by_text("Its launch is proposed")).to_be_visible()
    page.goto(change)
    page.get_by_role("button", name="Reject").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog.get_by_text("Say why, so that its author can do better.")).to_be_visible()
    dialog.get_by_label("Reason").fill("The offer ends before it starts.")
    dialog.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Rejected", exact=True).first).to_be_visible()
    expect(page.get_by_text("“The offer ends before it starts.”").first).to_be_visible()
    page.goto(f"/campaigns/{draft.id}/edit?step=review")
    expect(page.get_by_role("button", name="Propose launch")).to_be_enabled()
    assert on_platform(demo, draft) == []


def test_what_is_typed_outlives_a_reload_and_an_ended_session(new_page: NewPage, demo: Demo) -> None:
    draft = make_draft(demo, "Never lost")
    page = new_page()
    page.goto(f"/campaigns/{draft.id}/edit?step=creative")
    headline = page.get_by_label("Headline", exact=True)
    headline.fill("Typed just before the reload")
    page.reload()
    expect(headline).to_have_value("Typed just before the reload")
    expect(page.get_by_label("Draft: Saved")).to_be_visible()

    page.context.clear_cookies()
    headline.fill("Typed after the session ended")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password", exact=True).fill(demo.access["password"])
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog).to_be_hidden()
    expect(headline).to_have_value("Typed after the session ended")
    expect(page.get_by_label("Draft: Saved")).to_be_visible()
    with demo.api() as api:
        campaign = api.get(f"/campaigns/{draft.id}").json()
    [ad] = campaign["ad_groups"][0]["ads"]
    assert ad["content"]["headline"] == "Typed after the session ended"
    assert ad["creative_version"] > 1


def test_bad_input_is_said_in_words_and_blocks_the_launch(
    new_page: NewPage, demo: Demo, tmp_path: Path
) -> None:
    draft = make_draft(demo, "Full of mistakes")
    page = new_page()
    page.goto(f"/campaigns/{draft.id}/edit?step=creative")
    no_image = tmp_path / "picture.png"
    no_image.write_text("This is no picture.")
    page.get_by_label("Image file").set_input_files(no_image)
    expect(page.get_by_role("alert").filter(has_text=re.compile("image|picture", re.I))).to_be_visible()
    page.get_by_label("Destination", exact=True).fill("not an address")
    expect(page.get_by_text("This is not the address of a web page").first).to_be_visible()
    page.get_by_role("button", name="Continue").click()

    budget = page.get_by_label("Daily budget")
    budget.fill("12.345")
    expect(page.get_by_text("USD allows at most 2 decimals.")).to_be_visible()
    budget.fill("0.10")
    expect(page.get_by_text(re.compile("this is less a day"))).to_be_visible()
    page.get_by_text("for the whole time").click()
    expect(page.get_by_text("A lifetime budget needs an end. Choose when the campaign ends.")).to_be_visible()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text(re.compile("things? blocks? the launch"))).to_be_visible()
    expect(page.get_by_role("button", name="Propose launch")).to_be_disabled()
    page.get_by_role("button", name="Creative").last.click()
    expect(page.get_by_label("Destination", exact=True)).to_have_value("not an address")


def test_several_ad_groups_and_ads_are_launched_as_one_change(new_page: NewPage, demo: Demo) -> None:
    draft = make_draft(demo, "One by three by three")
    page = new_page()
    page.goto(f"/campaigns/{draft.id}/edit?step=audience")
    page.get_by_role("button", name="Copy Ad group 1 with its ads").click()
    page.get_by_role("button", name="Copy Ad group 1 with its ads").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Copy Ad 1").first.click()
    page.get_by_role("button", name="Copy Ad 1").first.click()
    page.get_by_role("button", name="Copy these ads to all other ad groups").first.click()
    expect(page.get_by_label("Draft: Saved")).to_be_visible()
    propose_launch(page, draft)
    page.get_by_role("button", name="Approve and launch 13 objects").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=DECIDED_MS)
    [campaign] = on_platform(demo, draft)
    ads = demo.graph("GET", campaign["id"], "ads", fields="name,status,adset_id", limit=100)["data"]
    assert [ad["status"] for ad in ads] == ["ACTIVE"] * 9
    assert len({ad["adset_id"] for ad in ads}) == 3


def test_a_new_budget_reaches_the_platform_and_a_wrong_one_does_not(new_page: NewPage, demo: Demo) -> None:
    draft = make_draft(demo, "Another budget")
    page = new_page()
    propose_launch(page, draft)
    approve_launch(page)
    page.get_by_role("link", name="See the campaign").click(timeout=DECIDED_MS)
    page.get_by_role("button", name="Edit budget").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Set now").click()
    expect(dialog.get_by_text("This is the budget it has already.")).to_be_visible()
    dialog.get_by_label("Daily budget").fill("0.05")
    expect(dialog.get_by_text(re.compile("this is less a day"))).to_be_visible()
    dialog.get_by_label("Daily budget").fill("23.50")
    dialog.get_by_role("button", name="Set now").click()
    page.wait_for_url(re.compile("/changes/"))
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=DECIDED_MS)
    [campaign] = on_platform(demo, draft)
    assert demo.graph("GET", campaign["id"], fields="daily_budget")["daily_budget"] == "2350"


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
def test_every_page_of_building_and_deciding_is_accessible(
    new_page: NewPage, demo: Demo, theme: str, width: int
) -> None:
    draft = make_draft(demo, f"Accessible {theme}")
    page = new_page(theme=theme, width=width)
    with demo.api() as api:
        live = api.get("/campaigns", params={"status": "live", "sort": "spend"}).json()["items"][0]
        change = api.get("/changes", params={"limit": 1}).json()["items"]
    steps = ("purpose", "account", "audience", "creative", "budget", "review")
    tabs = ("performance", "tree", "previews", "changes", "log")
    addresses = [
        "/campaigns/new?purpose=traffic&step=account",
        *(f"/campaigns/{draft.id}/edit?step={step}" for step in steps),
        *(f"/campaigns/{live['id']}?tab={tab}" for tab in tabs),
        "/changes?status=done",
        *(f"/changes/{each['id']}" for each in change),
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        settle(page)
        if complaints := complaints_of_axe(page):
            found[address] = complaints
        sideways = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if sideways > 0:
            found[f"{address} sideways"] = [str(sideways)]
    assert found == {}
