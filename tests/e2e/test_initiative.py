"""One draft → both platforms: built together, launched in one act, and each platform has its campaign."""

from __future__ import annotations

import os
import re
from typing import Any

from google.ads.googleads.client import GoogleAdsClient
from google.oauth2.credentials import Credentials
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage
from tests.e2e.test_builder import Draft, make_draft, on_platform

NAME = "Chips on both"
HEADLINE = "Crunch into the heat"
TEXT = "Made with organic potatoes and real jalapeños."
APPLIED_MS = 60_000


def test_one_draft_is_built_for_both_platforms_and_launched_on_both(new_page: NewPage, demo: Demo) -> None:
    draft = make_draft(demo, "Chips on Meta")
    page = new_page()
    begin_on_google(page, draft)
    write_for_both(page)
    review(page)
    page.get_by_role("button", name="Propose both launches").click()
    page.wait_for_url(re.compile(r"/initiatives/[0-9a-f-]+$"))

    for platform in ("Meta", "Google"):
        card = page.get_by_role("region", name=platform)
        card.get_by_role("link", name=re.compile("Launch the campaign")).click()
        page.get_by_role("button", name=re.compile("Approve and launch")).click()
        expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=APPLIED_MS)
        page.go_back()
        expect(card.get_by_text("Live", exact=True)).to_be_visible()

    launched = Draft(draft.id, NAME, draft.account_id, draft.account_external_id)
    [meta] = on_platform(demo, launched)
    assert meta["status"] == "ACTIVE"
    [ad_set] = demo.graph("GET", meta["id"], "adsets", fields="targeting")["data"]
    assert "CA" in ad_set["targeting"]["geo_locations"]["countries"]
    [ad] = demo.graph("GET", meta["id"], "ads", fields="creative{object_story_spec}")["data"]
    link = ad["creative"]["object_story_spec"]["link_data"]
    assert (link["name"], link["message"]) == (HEADLINE, TEXT)
    [google] = on_google(
        demo,
        "SELECT campaign.status, ad_group_ad.ad.responsive_search_ad.headlines, "
        f"ad_group_ad.ad.responsive_search_ad.descriptions FROM ad_group_ad WHERE campaign.name = '{NAME}'",
    )
    words = google.ad_group_ad.ad.responsive_search_ad
    assert google.campaign.status.name == "ENABLED"
    assert (words.headlines[0].text, words.descriptions[0].text) == (HEADLINE, TEXT)
    [budget] = on_google(
        demo, f"SELECT campaign_budget.amount_micros FROM campaign WHERE campaign.name = '{NAME}'"
    )
    assert (meta["status"], budget.campaign_budget.amount_micros) == ("ACTIVE", 15_000_000)


def begin_on_google(page: Page, draft: Draft) -> None:
    """Choose an account on the other platform: a second draft stands beside the first."""
    page.goto(f"/campaigns/{draft.id}/edit?step=account")
    beside = page.get_by_role("group", name="Also on Google")
    beside.get_by_text("Tasty Chips Co.").click()
    page.wait_for_url(re.compile("/initiatives/.*/edit"))
    expect(page.get_by_text("This does not carry over")).to_be_visible()


def write_for_both(page: Page) -> None:
    """Write name, headline and text once, then what each platform needs besides."""
    google = page.get_by_role("region", name="On Google")
    page.get_by_role("region", name="For both platforms: the name").get_by_label("Name").fill(NAME)
    go_to(page, "Audience")
    places = page.get_by_role("region", name="For both platforms: places")
    places.get_by_role("combobox", name="Countries").click()
    page.get_by_role("option", name="Canada").click()
    google.get_by_label("Keywords", exact=True).fill("[spicy chips]\nkettle chips")
    go_to(page, "Creative")
    shared = page.get_by_role("region", name="For both platforms: headline and text")
    shared.get_by_label("Headline", exact=True).fill(HEADLINE)
    shared.get_by_label("Text", exact=True).fill(TEXT)
    google.get_by_label("Headline 2", exact=True).fill("Spicy chips")
    google.get_by_label("Headline 3", exact=True).fill("20% off this week")
    google.get_by_label("Description 2", exact=True).fill("Order today, eat on Friday.")
    expect(page.get_by_role("article", name="Preview: Meta feed").get_by_text(HEADLINE)).to_be_visible()
    search = page.get_by_role("article", name="Preview: Google search result")
    expect(search.get_by_text(re.compile("20% off this week"))).to_be_visible()


def review(page: Page) -> None:
    """See that one budget is missing, enter it, and see that nothing stands in the way any more."""
    google = page.get_by_role("region", name="On Google")
    propose = page.get_by_role("button", name="Propose both launches")
    go_to(page, "Review")
    expect(google.get_by_text("The budget is missing.")).to_be_visible()
    expect(page.get_by_role("region", name="On Meta").get_by_text("Nothing blocks")).to_be_visible()
    expect(propose).to_be_disabled()
    google.get_by_role("button", name="Budget and schedule").click()
    google.get_by_label("Daily budget").fill("15")
    expect(page.get_by_text("$35.00 a day together")).to_be_visible()
    go_to(page, "Review")
    expect(propose).to_be_enabled()


def go_to(page: Page, station: str) -> None:
    page.get_by_role("navigation", name="Steps of the campaign").get_by_text(station).click()


def on_google(demo: Demo, query: str) -> list[Any]:
    """Ask the simulated platform through Google's SDK, past our own tables."""
    access = demo.access
    os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = access["ca_file"]
    credentials = Credentials(
        None,
        refresh_token=access["google_refresh_token"],
        client_id=access["google_client_id"],
        client_secret=access["google_client_secret"],
        token_uri=access["google_token_uri"],
    )
    client = GoogleAdsClient(
        credentials,
        endpoint=access["google_endpoint"],
        version="v26",
        login_customer_id=access["google_manager_id"],
        use_proto_plus=True,
    )
    with demo.api() as api:
        accounts = api.get("/ad-accounts").json()["items"]
    [customer] = [
        each["external_id"]
        for each in accounts
        if each["platform"] == "google" and each["name"] == "Tasty Chips Co."
    ]
    return list(client.get_service("GoogleAdsService").search(customer_id=customer, query=query))
