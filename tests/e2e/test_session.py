"""Getting in and out through the browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Demo, NewPage


def test_a_wrong_password_is_said_in_words_and_keeps_the_e_mail(new_page: NewPage, demo: Demo) -> None:
    page = new_page(logged_in=False)
    page.goto("/login")
    page.get_by_label("E-mail").fill(demo.access["email"])
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("E-mail or password is not right.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(demo.access["email"])


def test_an_address_of_the_app_asks_to_log_in_and_then_leads_there(new_page: NewPage, demo: Demo) -> None:
    page = new_page(logged_in=False)
    page.goto("/connections")
    page.wait_for_url(re.compile("/login"))
    page.get_by_label("E-mail").fill(demo.access["email"])
    page.get_by_label("Password", exact=True).fill(demo.access["password"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile("/connections"))


def test_a_new_organization_starts_with_what_to_do_next(new_page: NewPage) -> None:
    page = new_page(logged_in=False)
    page.goto("/register")
    page.get_by_label("First name").fill("Nora")
    page.get_by_label("Last name").fill("New")
    page.get_by_label("E-mail").fill("nora.new@example.com")
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.get_by_label("Organization").fill("Nora's Shop")
    page.get_by_role("button", name=re.compile("Register|Create")).click()
    page.wait_for_url(re.compile("/overview"))
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("Connect|Import")).first
    ).to_be_visible()


def test_an_expired_session_asks_again_over_the_page_and_loses_nothing(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    page.goto("/settings")
    name = page.get_by_label("First name")
    name.fill("Daniela")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save profile").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password", exact=True).fill(demo.access["password"])
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog).to_be_hidden()
    expect(name).to_have_value("Daniela")
