"""A client without an account approves a launch by link, in a browser that is not logged in."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo, NewPage
from tests.e2e.test_pages import complaints
from tests.e2e.test_story import HEADLINE, LAUNCHED_MS, TEXT, build, make_picture, on_platform


def test_a_client_approves_by_link_in_another_browser(new_page: NewPage, demo: Demo, tmp_path: Path) -> None:
    page = new_page()
    name = build(page, make_picture(tmp_path), named="Approved by link")
    page.get_by_role("button", name="Propose launch").click()
    page.wait_for_url(re.compile("/changes/"))
    link = share(page, "Ana Client")

    client = new_page(logged_in=False, width=360)
    client.goto(link)
    expect(client.get_by_role("heading", level=1)).to_contain_text(name)
    meta = client.get_by_role("article", name="Preview: Meta feed")
    for part in (HEADLINE, TEXT, "Shop now"):
        expect(meta.get_by_text(part).first).to_be_visible()
    expect(meta.locator("img").last).to_have_js_property("complete", True)
    expect(client.get_by_text("50.00").first).to_be_visible()
    assert complaints(client) == []
    client.get_by_label("Comment").fill("Lovely")
    client.get_by_role("button", name="Approve").click()
    expect(client.get_by_text("You have approved it.")).to_be_visible()

    client.reload()
    expect(client.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    expect(client.get_by_text(re.compile("Ana Client has approved this"))).to_be_visible()
    client.goto(link[:-6] + "AAAAAA")
    expect(client.get_by_text(re.compile("This link is not valid"))).to_be_visible()

    expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=LAUNCHED_MS)
    expect(page.get_by_text("Ana Client (by link)").first).to_be_visible()
    assert on_platform(demo, name)["status"] == "ACTIVE"


def share(page: Page, recipient: str) -> str:
    """Make a link and return its address."""
    page.get_by_role("button", name="Share by link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("For whom").fill(recipient)
    dialog.get_by_role("button", name="Make link").click()
    made = dialog.get_by_label(f"Link for {recipient}")
    expect(made).to_be_visible()
    address = made.input_value()
    dialog.get_by_role("button", name="Close").first.click()
    return address
