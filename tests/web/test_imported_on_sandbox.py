"""What was made in Ads Manager, imported, copied and edited: nothing of it is lost without a word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from adsandbox import Sandbox
from adwright.core.database import Database
from tests.adapters.meta.by_hand import get_from_graph, post_to_graph, run_ad
from tests.web.market import SCENARIO, Market, market_of
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


async def imported(market: Market, account: dict[str, Any], external_id: str) -> dict[str, Any]:
    """Import an account's tree, and return one of its campaigns."""
    await post(market.someone, f"/ad-accounts/{account['id']}/sync", {}, status=202)
    await market.work()
    rows = (await market.someone.client.get("/campaigns", params={"search": "By hand"})).json()["items"]
    [row] = [each for each in rows if each["external_id"] == external_id]
    return await market.campaign(row["id"])


async def test_imported_ad_set_when_copied_then_says_what_of_its_targeting_stays_behind(
    market: Market, sandbox: Sandbox
) -> None:
    _, campaign_id = await market.launch("spectators")
    campaign = await market.campaign(campaign_id)
    [group], account = campaign["ad_groups"], {"id": campaign["ad_account_id"]}
    behaviours = [{"id": "6002700000001", "name": "Travel"}]
    by_hand = {
        "geo_locations": {"countries": ["US"], "location_types": ["home", "recent"]},
        "excluded_geo_locations": {"countries": ["CA"]},
        "publisher_platforms": ["facebook"],
        "device_platforms": ["mobile"],
        "flexible_spec": [{"behaviors": behaviours}],
        "targeting_automation": {"advantage_audience": 0},
    }
    targeting = {"targeting": by_hand}
    post_to_graph(sandbox, sandbox.meta_access_token, group["external_id"], targeting)
    before = await market.copy(campaign_id, account)
    await post(market.someone, f"/ad-accounts/{account['id']}/sync", {}, status=202)
    await market.work()

    after = await market.copy(campaign_id, account)

    assert set(after["not_carried"]) - set(before["not_carried"]) == {
        f"“{group['name']}” on Meta also has behaviours, placements, places left out. "
        "The copy is without, and reaches other people."
    }


async def test_imported_ad_when_edited_or_copied_then_keeps_the_image_that_only_meta_has(
    market: Market, sandbox: Sandbox
) -> None:
    token = sandbox.meta_access_token
    account = await market.connect_meta()
    page = await market.page_of(account)
    _, launched = await market.launch("snackers")
    [first] = (await market.campaign(launched))["ad_groups"]
    shown = get_from_graph(sandbox, token, first["ads"][0]["external_id"], "creative{image_hash}")
    image_hash = shown["creative"]["image_hash"]
    by_hand = run_ad(sandbox, token, account["external_id"], page, image_hash)
    campaign = await imported(market, account, by_hand)
    [group] = campaign["ad_groups"]
    [ad] = group["ads"]
    texts = {
        "headline": "Double crunch",
        "primary_text": "Crunch.",
        "call_to_action": "shop_now",
        "destination_url": "https://tastychips.co/",
    }
    creative = await post(market.someone, "/creatives", {"advertiser_id": market.advertiser_id, **texts})
    edit = {"id": ad["id"], "creative_version_id": creative["latest"]["id"]}
    copied = {"name": "Copy", "creative_version_id": creative["latest"]["id"], "like_ad_id": ad["id"]}
    edits = {"ad_groups": [{"id": group["id"], "ads": [edit, copied]}]}

    change = await post(market.someone, f"/campaigns/{campaign['id']}/edits", edits)
    previews = (await market.someone.client.get(f"/changes/{change['id']}/previews")).json()
    await market.approve(change["id"])

    lines = [(line["node"], line["field"]) for line in change["diff"]]
    assert lines == [("Chips", "headline"), ("Copy", "node")]
    assert [(each["headline"], each["image"]["url"]) for each in previews["ads"]] == [
        ("Double crunch", ad["content"]["image_url"])
    ] * 2
    there = get_from_graph(sandbox, token, by_hand, "ads{name,creative{image_hash,object_story_spec}}")
    for each in there["ads"]["data"]:
        assert each["creative"]["object_story_spec"]["link_data"]["name"] == "Double crunch"
        assert each["creative"]["image_hash"] == image_hash
    assert len(there["ads"]["data"]) == 2

    again = {"advertiser_id": market.advertiser_id, **texts, "headline": "Triple crunch"}
    version = (await post(market.someone, "/creatives", again))["latest"]["id"]
    once_more = {"id": ad["id"], "creative_version_id": version}
    edits = {"ad_groups": [{"id": group["id"], "ads": [once_more]}]}
    change = await post(market.someone, f"/campaigns/{campaign['id']}/edits", edits)
    await market.approve(change["id"])

    now = get_from_graph(sandbox, token, ad["external_id"], "creative{image_hash,object_story_spec}")
    story = now["creative"]["object_story_spec"]
    assert (story["page_id"], story["link_data"]["name"]) == (page, "Triple crunch")
    assert now["creative"]["image_hash"] == image_hash
    [shown, _] = (await market.campaign(campaign["id"]))["ad_groups"][0]["ads"]
    assert (shown["content"]["page_external_id"], shown["content"]["image_url"]) == (
        page,
        ad["content"]["image_url"],
    )


async def test_imported_ad_when_more_than_a_picture_then_gets_no_other_texts_without_an_image(
    market: Market, sandbox: Sandbox
) -> None:
    token = sandbox.meta_access_token
    account = await market.connect_meta()
    page = await market.page_of(account)
    by_hand = run_ad(sandbox, token, account["external_id"], page, None)
    campaign = await imported(market, account, by_hand)
    [group] = campaign["ad_groups"]
    texts = {"headline": "Double crunch", "primary_text": "Crunch.", "call_to_action": "shop_now"}
    leads = {"advertiser_id": market.advertiser_id, "destination_url": "https://tastychips.co/"}
    edits = f"/campaigns/{campaign['id']}/edits"

    async def edited(status: int, **image: str) -> dict[str, Any]:
        creative = await post(market.someone, "/creatives", texts | leads | image)
        ad = {"id": group["ads"][0]["id"], "creative_version_id": creative["latest"]["id"]}
        body = {"ad_groups": [{"id": group["id"], "ads": [ad]}]}
        return await post(market.someone, edits, body, status=status)

    refused = await edited(422)
    assert "more than a picture with texts" in refused["detail"]
    change = await edited(201, asset_id=market.image)
    assert {line["field"] for line in change["diff"]} == {"headline", "image"}
