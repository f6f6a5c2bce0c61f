"""Every page: no serious complaint of axe, no sideways scroll on a phone, both themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage

AXE = Path(__file__).parents[2] / "ui/node_modules/axe-core/axe.min.js"
LOGGED_OUT = ("/login", "/register", "/forgot-password")
PAGES = (
    "/overview",
    "/campaigns",
    "/campaigns/new",
    "/changes",
    "/connections",
    "/imports",
    "/campaigns/import",
    "/settings",
    "/settings?section=guardrails",
    "/settings?section=approvals",
    "/audit",
)


def complaints(page: Page) -> list[str]:
    """Return what axe finds on the page against WCAG 2.2 A and AA."""
    # Evaluated and not added as a script: the page's own policy forbids inline scripts.
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(
        """async () => {
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
            const result = await axe.run(document, { runOnly: tags });
            return result.violations.map(
                (each) => `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target).join(" | ")}`,
            );
        }"""
    )
    return found


def settle(page: Page) -> None:
    """Wait until the page shows its heading and nothing is loading."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible_and_fits(new_page: NewPage, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address)
        settle(page)
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found[address] = complaints(page) + (["scrolls sideways"] if too_wide else [])
    assert {address: each for address, each in found.items() if each} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_before_log_in_is_accessible(new_page: NewPage, theme: str) -> None:
    page = new_page(theme=theme, logged_in=False)
    for address in LOGGED_OUT:
        page.goto(address)
        settle(page)
        assert complaints(page) == []


def test_the_main_pages_are_reached_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    settle(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("Connections")
    expect(page.get_by_role("option", name="Connections").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/connections")
    settle(page)


def test_an_unknown_address_says_so_and_leads_back(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/no-such-page")
    page.get_by_role("link", name="Go to the overview").click()
    page.wait_for_url("**/overview")
