"""The main job, as a marketer does it: build with true previews, launch by a change, watch it deliver, pause.

What runs is asked of the platform through Meta's SDK, never of our own tables.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage

HEADLINE = "New Spicy Jalapeño Chips | 20% Off"
TEXT = "Made with organic potatoes and real jalapeños. Crunch into the heat today!"
LAUNCHED_MS = 60_000


def test_a_campaign_is_built_launched_watched_and_paused(
    new_page: NewPage, demo: Demo, tmp_path: Path
) -> None:
    page = new_page()
    name = build(page, make_picture(tmp_path))
    page.get_by_role("button", name="Propose launch").click()
    page.wait_for_url(re.compile("/changes/"))
    page.get_by_role("button", name=re.compile("Approve and launch")).click()
    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=LAUNCHED_MS)

    campaign = on_platform(demo, name)
    assert (campaign["status"], campaign["effective_status"]) == ("ACTIVE", "ACTIVE")
    assert campaign["daily_budget"] == "5000"
    [ad] = demo.graph("GET", campaign["id"], "ads", fields="name,creative{object_story_spec}")["data"]
    link = ad["creative"]["object_story_spec"]["link_data"]
    assert (link["name"], link["message"]) == (HEADLINE, TEXT)

    demo.control("POST", "/clock/advance", days=7)
    assert_overview_equals_the_platforms_own_insights(page, demo)

    page.goto("/campaigns")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Pause").first.click()
    confirm_and_apply(page)
    assert on_platform(demo, name)["status"] == "PAUSED"


def make_picture(folder: Path) -> Path:
    file = folder / "chips.png"
    Image.new("RGB", (1200, 628), "#c8541b").save(file)
    return file


def build(page: Page, picture: Path, *, named: str | None = None) -> str:
    """Go through the builder; return the campaign's name, which is what the builder proposes unless given."""
    page.goto("/campaigns/new")
    page.get_by_text("People visit your website.").click()
    go_on(page)
    on_meta = page.get_by_role("img", name="Meta", exact=True)
    page.locator("label", has_text="USD · America/New York").filter(has=on_meta).click()
    page.wait_for_url(re.compile("/edit"))
    if named is not None:
        page.get_by_label("Name", exact=True).fill(named)
    name = page.get_by_label("Name", exact=True).input_value()
    if not page.get_by_label("Page", exact=True).get_by_text("Tasty Chips Co.").is_visible():
        page.get_by_label("Page", exact=True).click()
        page.get_by_role("option", name="Tasty Chips Co.").click()
    go_on(page)
    page.get_by_role("button", name="New audience").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Snackers of the story")
    dialog.get_by_label("Countries").click()
    page.keyboard.type("United St")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name=re.compile("audience|Save")).last.click()
    expect(dialog).to_be_hidden()
    go_on(page)
    write_the_ad(page, picture)
    go_on(page)
    page.get_by_label(re.compile("Daily budget|Amount|Budget a day|Per day")).first.fill("50")
    go_on(page)
    return name


def write_the_ad(page: Page, picture: Path) -> None:
    """Type the ad and watch both previews follow each keystroke."""
    meta = page.get_by_role("article", name="Preview: Meta feed")
    google = page.get_by_role("article", name="Preview: Google search result")
    headline = page.get_by_label("Headline", exact=True)
    headline.press_sequentially("New Spicy")
    expect(meta.get_by_text("New Spicy", exact=True)).to_be_visible()
    expect(google.get_by_text("New Spicy", exact=True)).to_be_visible()
    headline.fill(HEADLINE)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Destination", exact=True).fill("tastychips.co/spicy")
    page.get_by_label("Button", exact=True).click()
    page.get_by_role("option", name="Shop now").click()
    page.get_by_label("Image file").set_input_files(picture)
    expect(meta.locator("img").last).to_be_visible()
    for part in ("Tasty Chips Co.", "Sponsored", TEXT, HEADLINE, "Shop now"):
        expect(meta.get_by_text(part).first).to_be_visible()
    expect(meta.get_by_text(re.compile("tastychips.co", re.IGNORECASE)).first).to_be_visible()
    expect(google.get_by_text("Sponsored").first).to_be_visible()
    expect(google.get_by_text("tastychips.co").first).to_be_visible()
    expect(google.locator("img")).to_have_count(0)
    judged = page.get_by_role("region", name="Google search")
    expect(judged.get_by_text(re.compile("34 characters of 30|34 of 30|34/30")).first).to_be_visible()
    expect(page.get_by_role("region", name="Meta feed").get_by_text("Fits")).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def confirm_and_apply(page: Page) -> None:
    """Confirm a change, on whichever page it is decided, and wait until it is applied."""
    dialog = page.get_by_role("dialog")
    if dialog.is_visible():
        dialog.get_by_role("button").last.click()
    page.wait_for_url(re.compile("/changes/"))
    approve = page.get_by_role("button", name=re.compile("Approve and apply"))
    applied = page.get_by_text("Applied", exact=True).first
    expect(approve.or_(applied).first).to_be_visible()
    if approve.is_visible():
        approve.click()
    expect(applied).to_be_visible(timeout=LAUNCHED_MS)


def on_platform(demo: Demo, name: str) -> dict[str, Any]:
    """Return the one campaign of this name that the platform has."""
    account = demo_account(demo)
    fields = "name,status,effective_status,daily_budget"
    rows = demo.graph("GET", account["external_id"], "campaigns", fields=fields, limit=200)["data"]
    [found] = [row for row in rows if row["name"] == name]
    return dict(found)


def demo_account(demo: Demo) -> dict[str, Any]:
    with demo.api() as api:
        accounts = api.get("/ad-accounts", params={"platform": "meta"}).json()["items"]
    return next(each for each in accounts if each["name"] == "Tasty Chips Co.")


def sync(page: Page, demo: Demo) -> str:
    """Press "Sync now" and wait until the page says, without a reload, that it is done."""
    account = demo_account(demo)
    page.goto("/connections")
    row = page.locator("li, div").filter(has_text=account["external_id"]).last
    row.locator("xpath=ancestor-or-self::*[.//button][1]").get_by_role("button", name="Sync now").click()
    with demo.api() as api:
        page.wait_for_function("() => document.body.innerText.includes('Syncing')")
        page.wait_for_function("() => !document.body.innerText.includes('Syncing')", timeout=LAUNCHED_MS)
        [run] = api.get("/sync-runs", params={"ad_account_id": account["id"], "limit": 1}).json()["items"]
    assert run["status"] == "done"
    return str(account["id"])


def assert_overview_equals_the_platforms_own_insights(page: Page, demo: Demo) -> None:
    shown, expected = read_at_one_instant(page, demo)
    assert set(expected) <= set(shown)
    wrong = {
        label: (shown[label], value)
        for label, value in expected.items()
        if abs(number(shown[label]) - value) > rounding(shown[label])
    }
    assert wrong == {}


def read_at_one_instant(page: Page, demo: Demo) -> tuple[dict[str, str], dict[str, Decimal]]:
    """Return the page's tiles and the platform's own figures, while the platform's clock stands still."""
    demo.control("POST", "/clock/pace", clock="manual")
    try:
        account_id = sync(page, demo)
        page.goto(f"/overview?scope=account&id={account_id}")
        shown = tiles(page)
        with demo.api() as api:
            query = {"scope": "account", "id": account_id}
            period = api.get("/overview", params=query).json()["period"]
        return shown, platform_figures(demo, period)
    finally:
        demo.control("POST", "/clock/pace", clock="real")


def tiles(page: Page) -> dict[str, str]:
    """Return the exact figure of every tile by its label."""
    expect(page.get_by_text("Spend", exact=True).first).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^All \d+ measures")).click()
    expect(page.get_by_role("button", name="Fewer measures")).to_be_visible()
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[aria-label=Measures] > li")]
            .filter((tile) => tile.querySelector(".figures"))
            .map((tile) => {
                const figure = tile.querySelector(".figures");
                const label = (tile.querySelector("button") ?? tile.querySelector("span")).textContent.trim();
                return [label, figure.title || figure.textContent.trim()];
            }))"""
    )
    return found


def platform_figures(demo: Demo, period: dict[str, str]) -> dict[str, Decimal]:
    """Ask the platform for the same period and account."""
    fields = "impressions,reach,frequency,clicks,inline_link_clicks,spend,actions,action_values"
    external_id = demo_account(demo)["external_id"]
    span = {"since": period["since"], "until": period["until"]}
    [row] = demo.graph("GET", external_id, "insights", time_range=span, fields=fields)["data"]
    actions = {each["action_type"]: Decimal(each["value"]) for each in row["actions"]}
    values = {each["action_type"]: Decimal(each["value"]) for each in row["action_values"]}
    spend, impressions = Decimal(row["spend"]), Decimal(row["impressions"])
    links, clicks = Decimal(row["inline_link_clicks"]), Decimal(row["clicks"])
    purchases, leads = actions["omni_purchase"], actions["lead"]
    revenue = values["omni_purchase"]
    return {
        "Spend": spend,
        "Revenue": revenue,
        "ROAS": revenue / spend,
        "Conversions": purchases + leads,
        "CPA": spend / (purchases + leads),
        "Purchases": purchases,
        "Leads": leads,
        "Impressions": impressions,
        "Link clicks": links,
        "Clicks (all)": clicks,
        "CTR": 100 * links / impressions,
        "CTR (all)": 100 * clicks / impressions,
        "CPC": spend / links,
        "CPM": 1000 * spend / impressions,
        "Reach": Decimal(row["reach"]),
        "Frequency": Decimal(row["frequency"]),
    }


def number(shown: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.\-]", "", shown))


def rounding(shown: str) -> Decimal:
    """Half a unit of the last digit that is shown."""
    exponent = number(shown).as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)
