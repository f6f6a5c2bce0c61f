"""Live campaigns on both simulated platforms, by the API: schedules, files, copies, what is gone there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.core.database import Database
from adwright.journeys.search_catalogues import SearchCatalogues
from adwright.journeys.show_by_link import ShowByLink
from tests.adapters.meta.by_hand import make_lead_form, post_to_graph
from tests.web.market import AD_GROUP, DOCUMENT, SCENARIO, Market, market_of
from tests.web.test_campaigns import post


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario=SCENARIO, start="2026-11-21T12:00:00Z") as running:
        yield running


@pytest.fixture
async def market(
    app: FastAPI, sandbox: Sandbox, database: Database, application_url: str, tmp_path: Path
) -> AsyncIterator[Market]:
    async with market_of(app, sandbox, database, application_url, tmp_path) as running:
        yield running


async def test_meta_schedule_when_edited_live_then_is_the_campaigns_while_all_share_it(
    market: Market,
) -> None:
    text, campaign_id = await market.launch("snackers", "grazers")

    by_hand = {"end_local": "2026-12-24T18:00"}
    edit = await post(market.someone, f"/campaigns/{campaign_id}/edits", by_hand)
    await market.approve(edit["id"])

    assert (await market.campaign(campaign_id))["end_local"] == "2026-12-24T18:00:00"
    edited = text.replace("2026-12-20 12:00", "2026-12-24 18:00")
    for each in (edited, (await market.export(campaign_id=campaign_id))["text"]):
        assert not (await market.send("plan", each))["differs"]

    apart = edited.replace("name: grazers\n", "name: grazers\n        end: 2026-12-26 09:00\n")
    await market.carry_out(apart)
    campaign = await market.campaign(campaign_id)
    assert (await market.listed(campaign_id))["end_local"] is None
    assert (campaign["end_local"], [group["end_at"] for group in campaign["ad_groups"]]) == (
        None,
        ["2026-12-24T23:00:00Z", "2026-12-26T14:00:00Z"],
    )
    for each in (apart, (await market.export(campaign_id=campaign_id))["text"]):
        assert not (await market.send("plan", each))["differs"]

    together = edited.replace("name: grazers\n", "name: grazers\n        end: null\n")
    await market.carry_out(together)
    assert (await market.campaign(campaign_id))["end_local"] == "2026-12-24T18:00:00"
    assert (await market.listed(campaign_id))["end_local"] == "2026-12-24T18:00:00"
    assert not (await market.send("plan", together))["differs"]


async def test_google_schedule_when_edited_live_then_is_the_campaigns_and_its_start_stays(
    market: Market,
) -> None:
    await market.connect_google()
    live = await market.on_search()
    edits = f"/campaigns/{live['id']}/edits"

    change = await post(market.someone, edits, {"end_local": "2026-12-24T18:00"})
    await market.approve(change["id"])
    refused = await post(market.someone, edits, {"start_local": "2026-12-01T09:00"}, status=422)

    assert (await market.on_search())["end_local"] == "2026-12-24T18:00:00"
    listed = await market.listed(live["id"])
    assert (listed["start_local"], listed["end_local"]) == (live["start_local"], "2026-12-24T18:00:00")
    text = (await market.export())["text"]
    assert "end: 2026-12-24 18:00" in text
    assert not (await market.send("plan", text))["differs"]
    assert "keeps its start" in refused["detail"]

    await market.carry_out(text.replace("end: 2026-12-24 18:00", "end: 2026-12-26 18:00"))
    assert (await market.on_search())["end_local"] == "2026-12-26T18:00:00"


async def test_google_editor_file_when_exported_then_comes_back_without_a_difference_and_edits(
    market: Market,
) -> None:
    account = await market.connect_google()
    of_account = {"ad_account_id": account["id"]}
    exported = await market.export(format="google_editor", **of_account)

    same = await market.send("plan", exported["text"], name="editor.csv", **of_account)
    edited = exported["text"].replace(",25.00,Daily,", ",30.00,Daily,")
    await market.carry_out(edited, name="editor.csv", **of_account)

    assert (same["file_format"], same["differs"], same["remarks"]) == ("google_editor", False, [])
    assert (await market.on_search())["budget"]["amount"] == "30.00"
    again = await market.send("plan", edited, name="editor.csv", **of_account)
    assert not again["differs"]


async def test_campaigns_when_copied_to_the_other_platform_then_what_stays_behind_is_named(
    market: Market,
) -> None:
    google = await market.connect_google()
    on_search = await market.on_search()
    meta = await market.connect_meta()

    to_meta = await market.copy(on_search["id"], meta)
    back = await market.copy(to_meta["campaign_id"], google)

    assert to_meta["not_carried"] == [
        "Ads on Search have no image, and ads on Meta need one. Add it.",
        "Of several headlines and descriptions the first are taken; a path is for Search.",
        "Keywords are for Search.",
        "The purpose is not known here, and so the bid strategy is left open. Choose both.",
        "Networks, ad hours and what Search leaves out have no place on Meta.",
        "The schedule stays empty. Choose when the copy runs.",
    ]
    assert back["not_carried"] == []


async def test_change_when_its_campaign_was_deleted_there_before_its_approval_then_stops_and_says_so(
    market: Market,
) -> None:
    text, campaign_id = await market.launch("snackers")
    external_id = (await market.campaign(campaign_id))["external_id"]
    applied = await market.send("apply", text.replace("25.00 USD", "26.00 USD"))
    [change] = applied["campaigns"][0]["changes"]
    market.sandbox.control(
        "POST", "/events", do="outsider_edit", node_id=external_id, values={"status": "DELETED"}
    )
    writes_before = market.sandbox.requests(method="POST")

    await post(market.someone, f"/changes/{change['id']}/approve", {}, status=202)
    await market.work()

    stopped = (await market.someone.client.get(f"/changes/{change['id']}")).json()
    assert stopped["status"] == "failed"
    assert stopped["failure"]["message"] == (
        "The campaign “Chips” was archived or deleted on the platform, which cannot bring it back. "
        "What is gone there cannot be edited: give this change up."
    )
    assert market.sandbox.requests(method="POST") == writes_before


async def test_meta_sources_of_ads_when_edited_live_then_new_creatives_show_them_and_undo_brings_them_back(
    market: Market, sandbox: Sandbox
) -> None:
    account = await market.connect_meta()
    page = await market.page_of(account)
    token = sandbox.meta_access_token
    first, second = (make_lead_form(sandbox, token, page, name) for name in ("One", "Two"))
    await post(market.someone, f"/ad-accounts/{account['id']}/sync", {}, status=202)
    await market.work()
    listed = await market.someone.client.get(f"/ad-accounts/{account['id']}/instagram-accounts")
    [(instagram, name)] = [(each["external_id"], f"@{each['name']}") for each in listed.json()["items"]]
    text = DOCUMENT.format(account=account["external_id"], page=page).replace("traffic", "lead_generation")
    meta = f'    meta: {{instagram: "{instagram}", lead_form: "{first}"}}\n    ad_groups:\n'
    text = text.replace("    ad_groups:\n", meta) + AD_GROUP.format(key="snackers", image=market.image)
    launched = await market.carry_out(text)
    path = f"/campaigns/{launched['campaign_id']}"

    change = await market.carry_out(text.replace(first, second).replace(f'"{instagram}"', "null"))
    assert [(line["field"], line["before"], line["after"]) for line in change["diff"]] == [
        ("Instagram account", name, "none"),
        ("lead form", "One", "Two"),
    ]
    assert [each["action"] for each in change["operations"]] == ["label", "image", "creative", "swap"]
    assert change["can_be_undone"] is True
    now = (await market.campaign(launched["campaign_id"]))["meta"]
    assert (now["instagram_external_id"], now["lead_form_external_id"]) == (None, second)
    exported = (await market.export(campaign_id=launched["campaign_id"]))["text"]
    assert not (await market.send("plan", exported))["differs"]
    copy = await post(market.someone, f"{path}/duplicate", {})
    assert copy["meta"] == now

    undone = await post(market.someone, f"/changes/{change['id']}/undo", {})
    await market.approve(undone["id"])
    now = (await market.campaign(launched["campaign_id"]))["meta"]
    assert (now["instagram_external_id"], now["lead_form_external_id"]) == (instagram, first)

    refused = await post(market.someone, f"{path}/edits", {"lead_form_external_id": None}, status=422)
    assert "Duplicate the campaign" in refused["detail"]
    [group] = (await market.campaign(launched["campaign_id"]))["ad_groups"]
    button = {"type": "SHOP_NOW", "value": {"lead_gen_form_id": first}}
    link = {"link": "https://tastychips.co/", "message": "Crunch.", "name": "Spicy chips"}
    story = {"page_id": page, "link_data": {**link, "call_to_action": button}}
    outside = {"creative": {"object_story_spec": story}}
    post_to_graph(sandbox, token, group["ads"][0]["external_id"], outside)
    await post(market.someone, f"/ad-accounts/{account['id']}/sync", {}, status=202)
    await market.work()
    [drift] = (await market.someone.client.get("/drift", params={"status": "open"})).json()["items"]
    assert ("Instagram account", name, "none") in [
        (part["field"], part["wanted"], part["found"]) for part in drift["parts"]
    ]
    adopted = await market.someone.client.post(f"/drift/{drift['id']}/adopt")
    assert adopted.status_code == 204, adopted.text
    now = (await market.campaign(launched["campaign_id"]))["meta"]
    assert now["instagram_external_id"] is None


async def test_google_city_when_found_by_name_and_chosen_live_then_is_called_so_and_kept_in_files(
    market: Market,
) -> None:
    account = await market.connect_google()
    places = f"/ad-accounts/{account['id']}/places"
    [chicago] = (await market.someone.client.get(places, params={"q": "Chicago"})).json()["items"]
    live = await market.on_search()
    [group] = live["ad_groups"]
    targeting = {**group["targeting"], "countries": ["CA", chicago["code"]], "languages": []}

    edit = {
        "search": {"excluded_places": ["google:1002451"]},
        "ad_groups": [{"id": group["id"], "targeting": targeting, "bid_amount": "0.05"}],
    }
    change = await post(market.someone, f"/campaigns/{live['id']}/edits", edit)
    await market.approve(change["id"])

    named = f"/ad-accounts/{account['id']}/place-names"
    called = await market.someone.client.get(named, params={"code": ["CA", chicago["code"]]})
    assert [place["name"] for place in called.json()["items"]] == ["Canada", chicago["name"]]
    assert (chicago["kind"], chicago["reach"] > 0) == ("City", True)
    now = await market.on_search()
    assert now["ad_groups"][0]["targeting"]["countries"] == ["CA", chicago["code"]]
    assert now["search"]["excluded_places"] == ["google:1002451"]
    assert now["ad_groups"][0]["bid_amount"]["amount"] == "0.05"
    assert (group["targeting"]["languages"], now["ad_groups"][0]["targeting"]["languages"]) == (["en"], [])
    yaml = (await market.export())["text"]
    assert not (await market.send("plan", yaml))["differs"]
    of_account = {"ad_account_id": account["id"]}
    sheet = await market.export(format="google_editor", **of_account)
    same = await market.send("plan", sheet["text"], name="editor.csv", **of_account)
    assert (same["differs"], same["remarks"]) == (False, [])
    assert any("places that are left out" in remark for remark in sheet["remarks"])
    both = {"search": {"excluded_places": ["CA"]}}
    refused = await post(market.someone, f"/campaigns/{live['id']}/edits", both, status=422)
    assert "shown in Canada and leaves it out" in refused["detail"]
    unread = await market.someone.client.get(named, params={"code": "google:1' OR '1"})
    assert unread.status_code == 400


async def test_approval_by_link_when_places_have_numbers_then_their_names_come_with_it(
    market: Market,
) -> None:
    account = await market.connect_google()
    live = await market.on_search()
    edit = {"search": {"excluded_places": ["google:1002451", "DE"]}}
    change = await post(market.someone, f"/campaigns/{live['id']}/edits", edit)
    link = await post(market.someone, f"/changes/{change['id']}/links", {"recipient": "Ana"})
    token = link["url"].rpartition("/")[2]
    stranger = market.web.client()

    shared = (await stranger.get(f"/approvals/{token}")).json()

    places = f"/ad-accounts/{account['id']}/place-names"
    named = await market.someone.client.get(places, params={"code": "google:1002451"})
    assert shared["places"] == named.json()["items"] != []
    assert [line["after"] for line in shared["diff"]] == ["Germany, google:1002451"]
    assert (await stranger.get(places, params={"code": "google:1002451"})).status_code == 401
    here = market.web.container
    cut_off = SearchCatalogues(here.database, here.platforms, KeyRing([b"?" * 32]))
    nameless = await ShowByLink(here.database, here.clock, cut_off)(here.link_signer.read(token))
    assert (nameless.change.id, nameless.places) == (UUID(change["id"]), ())


AGED = """\
version: 1
campaigns:
  - key: aged
    account: google/{account}
    name: Aged
    state: active
    purpose: traffic
    budget: 25.00 USD daily
    bid_strategy: maximize_clicks
    ad_groups:
      - key: women
        name: Women
        targeting: {{countries: [US], age_min: 25, genders: [female], keywords: ["[chips]"]}}
        ads:
          - key: ad
            creative:
              headline: Spicy chips
              more_headlines: [Hot chips, Red chips]
              primary_text: Crunch.
              description: Order today.
              destination_url: https://tastychips.co/
"""


async def test_google_ages_when_a_file_launches_them_then_are_left_out_and_said_so_before(
    market: Market,
) -> None:
    account = await market.connect_google()
    text = AGED.format(account=account["external_id"])
    said = "“Women”: Google Search goes by what people look for: ages and genders of the audience"

    planned = await market.send("plan", text)
    change = await market.carry_out(text)

    [campaign] = planned["campaigns"]
    assert [note.startswith(said) for note in campaign["notes"]] == [True]
    assert {line["field"]: line["after"] for line in campaign["lines"]}["targeting.age_min"] == "18"
    women = (await market.campaign(change["campaign_id"]))["ad_groups"][0]["targeting"]
    assert (women["age_min"], women["genders"], women["keywords"]) == (18, [], ["[chips]"])
    for each in (text, text.replace("age_min: 25", "age_min: 30")):
        again = await market.send("plan", each)
        assert (again["differs"], again["applicable"]) == (False, True)
        assert again["campaigns"][0]["notes"] == campaign["notes"]
