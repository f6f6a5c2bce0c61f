"""The schedule of a live campaign: seen where it counts, edited there, and then the plan is empty."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adsandbox import Sandbox
from adwright.core.database import Database
from tests.web.market import SCENARIO, Market, market_of
from tests.web.test_campaigns import post

DOCUMENT = """\
version: 1
campaigns:
  - key: chips
    account: meta/{account}
    name: Chips
    state: active
    purpose: traffic
    budget: 25.00 USD daily
    bid_strategy: highest_volume
    end: 2026-12-20 12:00
    page: "{page}"
    ad_groups:
"""

AD_GROUP = """\
      - key: {key}
        name: {key}
        targeting: {{countries: [US]}}
        ads:
          - key: ad
            name: Ad
            creative:
              headline: Spicy chips
              primary_text: Crunch.
              call_to_action: shop_now
              destination_url: https://tastychips.co/
              image: {image}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario=SCENARIO, start="2026-11-21T12:00:00Z") as running:
        yield running


@pytest.fixture
async def market(
    sandbox: Sandbox, database: Database, application_url: str, tmp_path: Path
) -> AsyncIterator[Market]:
    async with market_of(sandbox, database, application_url, tmp_path) as running:
        yield running


async def test_meta_schedule_when_edited_live_then_is_the_campaigns_while_all_share_it(
    market: Market,
) -> None:
    account = await market.connect_meta()
    page = await market.page_of(account)
    groups = "".join(AD_GROUP.format(key=key, image=market.image) for key in ("snackers", "grazers"))
    text = DOCUMENT.format(account=account["external_id"], page=page) + groups
    await market.carry_out(text)
    live = await market.campaign()

    by_hand = {"end_local": "2026-12-24T18:00"}
    edit = await post(market.someone, f"/campaigns/{live['id']}/edits", by_hand)
    await market.approve(edit["id"])

    assert (await market.campaign())["end_local"] == "2026-12-24T18:00:00"
    edited = text.replace("2026-12-20 12:00", "2026-12-24 18:00")
    for each in (edited, (await market.export())["text"]):
        assert not (await market.send("plan", each))["differs"]

    apart = edited.replace("name: grazers\n", "name: grazers\n        end: 2026-12-26 09:00\n")
    await market.carry_out(apart)
    campaign = await market.campaign()
    assert (campaign["end_local"], [group["end_at"] for group in campaign["ad_groups"]]) == (
        None,
        ["2026-12-24T23:00:00Z", "2026-12-26T14:00:00Z"],
    )
    for each in (apart, (await market.export())["text"]):
        assert not (await market.send("plan", each))["differs"]

    together = edited.replace("name: grazers\n", "name: grazers\n        end: null\n")
    await market.carry_out(together)
    assert (await market.campaign())["end_local"] == "2026-12-24T18:00:00"
    assert not (await market.send("plan", together))["differs"]


async def test_google_schedule_when_edited_live_then_is_the_campaigns_and_its_start_stays(
    market: Market,
) -> None:
    await market.connect_google()
    live = await market.campaign()
    edits = f"/campaigns/{live['id']}/edits"

    change = await post(market.someone, edits, {"end_local": "2026-12-24T18:00"})
    await market.approve(change["id"])
    refused = await post(market.someone, edits, {"start_local": "2026-12-01T09:00"}, status=422)

    assert (await market.campaign())["end_local"] == "2026-12-24T18:00:00"
    text = (await market.export())["text"]
    assert "end: 2026-12-24 18:00" in text
    assert not (await market.send("plan", text))["differs"]
    assert "keeps its start" in refused["detail"]

    await market.carry_out(text.replace("end: 2026-12-24 18:00", "end: 2026-12-26 18:00"))
    assert (await market.campaign())["end_local"] == "2026-12-26T18:00:00"
