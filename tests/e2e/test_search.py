"""A campaign on Google Search, from the first choice to live, as a marketer builds it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage, choose
from tests.e2e.test_pages import complaints as complaints_of_axe
from tests.e2e.test_pages import settle

APPLIED_MS = 60_000
HEADLINES = ("Spicy jalapeño chips", "Crunch into the heat", "20% off this week")
DESCRIPTIONS = ("Made with organic potatoes and real jalapeños.", "Order today, eat on Friday.")


def test_search_campaign_when_built_in_the_wizard_then_is_live_on_google(
    new_page: NewPage, demo: Demo
) -> None:
    page = new_page()
    page.goto("/campaigns/new")
    page.get_by_text("Traffic", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    on_google = page.locator("label").filter(has=page.get_by_label("Google Ads"))
    on_google.filter(has_text="Tasty Chips Co.").click()
    expect(page.get_by_label("Conversions")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Spicy searches")
    page.get_by_role("button", name="Continue").click()

    choose(page, "Places", "Canada")
    page.get_by_role("combobox", name=re.compile("Places to leave out")).click()
    page.get_by_placeholder("Search").fill("Toronto")
    page.get_by_role("option", name=re.compile(r"Toronto \(Ontario, Canada\)")).click()
    expect(page.get_by_role("button", name="Remove Toronto (Ontario, Canada)")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Languages")).click()
    page.get_by_role("option", name="English").first.click()
    page.get_by_label("Keywords", exact=True).fill("[spicy chips]\n\"organic chips\nkettle chips")
    expect(page.get_by_text("Line 2: The marks do not close.")).to_be_visible()
    page.get_by_label("Keywords", exact=True).fill('[spicy chips]\n"organic chips"\nkettle chips')
    expect(page.get_by_text("1 exact, 1 phrase, 1 broad")).to_be_visible()
    page.get_by_role("textbox", name=re.compile("Negative keywords")).first.fill("recipe")
    look_over(page)
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Destination").fill("tastychips.co/spicy")
    for number, text in enumerate(HEADLINES, 1):
        page.get_by_label(f"Headline {number}", exact=True).fill(text)
    for number, text in enumerate(DESCRIPTIONS, 1):
        page.get_by_label(f"Description {number}", exact=True).fill(text)
    page.get_by_label("Path 1").fill("chips")
    preview = page.get_by_label("Preview: Google search result")
    expect(preview.get_by_text(" | ".join(HEADLINES))).to_be_visible()
    expect(preview.get_by_text("https://tastychips.co/chips")).to_be_visible()
    expect(page.get_by_label("Preview: Meta feed")).to_have_count(0)
    look_over(page)
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Daily budget").fill("15")
    page.get_by_label("Highest price of a click").fill("1.20")
    page.get_by_text("Search partners").click()
    expect(page.get_by_role("radio", name="No, not political")).to_be_checked()
    look_over(page)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("Nothing blocks the launch.")).to_be_visible()
    page.get_by_role("button", name="Propose launch").click()
    page.wait_for_url(re.compile("/changes/"))
    page.get_by_role("button", name="Approve and launch 3 objects").click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=APPLIED_MS)
    require_live_as_asked(demo)


def require_live_as_asked(demo: Demo) -> None:
    with demo.api() as api:
        accounts = api.get("/ad-accounts", params={"platform": "google"}).json()["items"]
    customer_id = next(each["external_id"] for each in accounts if each["name"] == "Tasty Chips Co.")
    of_it = "WHERE campaign.name = 'Spicy searches'"
    [row] = demo.google(
        customer_id,
        "SELECT campaign.status, campaign.bidding_strategy_type, "
        "campaign.network_settings.target_search_network, "
        f"campaign.target_spend.cpc_bid_ceiling_micros, campaign_budget.amount_micros FROM campaign {of_it}",
    )
    campaign: Any = row.campaign
    assert campaign.status.name == "ENABLED"
    assert campaign.bidding_strategy_type.name == "TARGET_SPEND"
    assert campaign.target_spend.cpc_bid_ceiling_micros == 1_200_000
    assert campaign.network_settings.target_search_network
    assert row.campaign_budget.amount_micros == 15_000_000
    keywords = demo.google(
        customer_id,
        "SELECT ad_group_criterion.keyword.text, ad_group_criterion.negative "
        f"FROM ad_group_criterion {of_it}",
    )
    found = {(each.ad_group_criterion.keyword.text, each.ad_group_criterion.negative) for each in keywords}
    assert found == {
        ("spicy chips", False), ("organic chips", False), ("kettle chips", False), ("recipe", True)
    }  # fmt: skip
    texts = "ad_group_ad.ad.responsive_search_ad.headlines"
    [ad] = demo.google(customer_id, f"SELECT ad_group_ad.status, {texts} FROM ad_group_ad {of_it}")
    assert ad.ad_group_ad.status.name == "ENABLED"
    assert tuple(text.text for text in ad.ad_group_ad.ad.responsive_search_ad.headlines) == HEADLINES


def look_over(page: Page) -> None:
    settle(page)
    assert complaints_of_axe(page) == []
