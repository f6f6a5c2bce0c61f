"""Somebody with no ad account drops in an export and sees honest numbers."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, choose

EXPORT = (
    "Campaign name,Ad set name,Ad name,Day,Amount spent (USD),Impressions,Link clicks,Clicks (all),"
    "Purchases\n"
    "Autumn,Readers,Picture A,2026-03-01,12.345678,1000,20,25,\n"
    "Autumn,Readers,Picture A,2026-03-02,7.65,500,10,12,\n"
    "Autumn,Readers,Picture B,2026-03-02,3.00,250,5,6,\n"
)


def test_an_export_is_previewed_imported_and_shown_on_the_overview(new_page: NewPage, tmp_path: Path) -> None:
    file = tmp_path / "autumn.csv"
    file.write_text(EXPORT)
    page = new_page()
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile("/imports/"))
    expect(page.get_by_text("2026-03-01").or_(page.get_by_text("Mar 1")).first).to_be_visible()
    choose(page, "Advertiser", "Tasty Chips Co.")
    page.get_by_role("button", name="Import 3 rows").click()
    page.wait_for_url(re.compile(r"/overview.*scope=account"))
    expect(
        page.get_by_text("$23.00").or_(page.get_by_title(re.compile(r"22\.99|23\.00"))).first
    ).to_be_visible()


def test_a_file_that_is_no_report_is_refused_in_words(new_page: NewPage, tmp_path: Path) -> None:
    file = tmp_path / "letter.csv"
    file.write_text("Dear all,\nthis is no report.\n")
    page = new_page()
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(re.compile("does not look like a report")).first).to_be_visible()
