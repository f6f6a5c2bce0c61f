"""Live campaigns edited by a document, and many at once: shown first, then one proposed change for each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.core.actor import Actor
from adwright.core.database import TenantScope
from tests.factories import make_remote_account
from tests.factories_campaigns import observed_tree
from tests.web.conftest import Web
from tests.web.test_campaigns import post
from tests.web.test_documents import Bench, make_bench

CANADA = """\
      - key: canada
        name: Canada
        targeting: {{countries: [CA]}}
        ads:
          - key: hot
            name: Hot CA
            creative:
              headline: Hot chips
              primary_text: Try them.
              call_to_action: shop_now
              destination_url: https://tastychips.co/
              image: {image}
"""


@pytest.fixture
async def bench(web: Web) -> Bench:
    return await make_bench(web)


@pytest.fixture
async def live(web: Web, bench: Bench) -> str:
    """A campaign that runs already, as its document says it."""
    organization_id = UUID(bench.someone.organization_id)
    async with web.container.database.transaction(TenantScope(organization_id)) as tx:
        account = await accounts.get_ad_account(tx, UUID(bench.account["id"]))
        await campaigns.record_observed(tx, account, observed_tree())
    return str((await bench.export())["text"])


async def test_live_campaign_when_exported_and_planned_then_nothing_differs(bench: Bench, live: str) -> None:
    plan = await bench.send("plan", live)

    assert (plan["differs"], plan["applicable"]) == (False, True)
    assert "state: active" in live


async def test_live_campaign_when_the_document_edits_it_then_one_change_is_proposed(
    bench: Bench, live: str
) -> None:
    edited = (
        live.replace("budget: 40.00 USD daily", "budget: 44.00 USD daily")
        .replace("countries: [US]", "countries: [US, CA]")
        .replace("name: Hot 1", "name: Hot 2")
    )

    plan = await bench.send("plan", edited)
    applied = await bench.send("apply", edited, why="More for December", expected=plan["fingerprint"])

    [campaign] = applied["campaigns"]
    assert (campaign["action"], campaign["problem"]) == ("propose", None)
    assert [line["field"] for line in campaign["lines"]] == ["budget", "targeting.countries", "name"]
    [change] = campaign["changes"]
    found = (await bench.someone.client.get(f"/changes/{change['id']}")).json()
    assert (found["status"], found["why"]) == ("proposed", "More for December")
    assert {line["field"] for line in found["diff"]} == {"budget", "countries", "name"}
    again = await bench.send("plan", edited)
    assert not again["applicable"]


async def test_live_campaign_when_the_document_adds_and_takes_away_then_both_are_proposed(
    bench: Bench, live: str
) -> None:
    start = live.index("      - key: ", live.index("ad_groups:"))
    edited = live[:start] + CANADA.format(image=bench.image)

    applied = await bench.send("apply", edited)

    [campaign] = applied["campaigns"]
    [change] = campaign["changes"]
    found = (await bench.someone.client.get(f"/changes/{change['id']}")).json()
    titles = [operation["title"] for operation in found["operations"]]
    assert any("Archive the ad group “Snackers”" in title for title in titles)
    assert any("Canada" in title for title in titles)


async def many(bench: Bench, act: str, status: int = 200, **body: Any) -> dict[str, Any]:
    ids = [campaign["id"] for campaign in await bench.campaigns()]
    return await post(bench.someone, f"/bulk-edits{act}", {"campaign_ids": ids, **body}, status=status)


@pytest.mark.parametrize(
    ("body", "field", "after"),
    [
        ({"action": "pause"}, "state", "paused"),
        ({"action": "archive"}, "state", "archived"),
        ({"action": "set_budget", "amount": "30"}, "budget", "30.00 USD daily"),
        ({"action": "scale_budget", "percent": "-12.5"}, "budget", "35.00 USD daily"),
        ({"action": "rename", "template": "{platform}_{name}"}, "name", "meta_running-chips"),
    ],
)
async def test_many_when_edited_at_once_then_shown_first_and_one_change_for_each(
    bench: Bench, live: str, body: dict[str, str], field: str, after: str
) -> None:
    preview = await many(bench, "/preview", **body)
    before = (await bench.someone.client.get("/changes")).json()["total"]
    made = await many(bench, "", status=201, expected=preview["fingerprint"], why="Tidy up", **body)

    assert before == 0
    [campaign] = preview["campaigns"]
    assert [(line["field"], line["after"]) for line in campaign["lines"]] == [(field, after)]
    [change] = made["campaigns"][0]["changes"]
    assert change["status"] == "proposed"


async def test_many_when_duplicated_then_says_what_does_not_carry_over_and_makes_drafts(
    web: Web, bench: Bench, live: str
) -> None:
    [source] = await bench.campaigns()
    organization_id = UUID(bench.someone.organization_id)
    async with web.container.database.transaction(TenantScope(organization_id)) as tx:
        account = await accounts.get_ad_account(tx, UUID(bench.account["id"]))
        [other] = await accounts.bring_in_accounts(
            tx,
            Actor.system(organization_id, "test"),
            web.clock,
            account.connection_id or UUID(int=0),
            account.advertiser_id,
            [make_remote_account(external_id="act_2", currency="EUR")],
        )
    body = {"campaign_ids": [source["id"]], "ad_account_id": str(other.id)}

    preview = await post(bench.someone, "/bulk-edits/duplicate/preview", body, status=200)
    made = await post(bench.someone, "/bulk-edits/duplicate", body)

    [shown], [copy] = preview["items"], made["items"]
    assert (shown["campaign_id"], shown["not_carried"]) == (None, copy["not_carried"])
    assert any("in USD" in note for note in copy["not_carried"])
    draft = (await bench.someone.client.get(f"/campaigns/{copy['campaign_id']}")).json()
    assert (draft["name"], draft["status"], draft["budget"]) == ("Running chips (copy)", "draft", None)
    assert draft["ad_account_id"] == str(other.id)
    assert draft["ad_groups"][0]["targeting"]["countries"] == ["US"]
    assert draft["ad_groups"][0]["ads"][0]["content"]["headline"] == "Hot chips"
    assert len(await bench.campaigns()) == 2


async def test_many_when_one_cannot_be_edited_then_none_is(bench: Bench, live: str) -> None:
    await bench.send("apply", bench.document())

    preview = await many(bench, "/preview", action="pause")
    refused = await many(bench, "", status=422, action="pause")

    assert [bool(campaign["problem"]) for campaign in preview["campaigns"]].count(True) == 1
    assert "cannot be paused" in refused["detail"]
    assert (await bench.someone.client.get("/changes")).json()["total"] == 0


async def test_many_when_an_edit_lacks_its_value_then_says_which(bench: Bench, live: str) -> None:
    refused = await many(bench, "/preview", status=422, action="scale_budget")

    assert "scale_budget needs percent" in refused["detail"]


async def test_live_campaign_when_the_document_wants_what_is_fixed_then_says_so(
    bench: Bench, live: str
) -> None:
    plan = await bench.send("plan", live.replace("purpose: sales", "purpose: traffic"))

    assert "purpose of “Running chips” cannot be changed" in plan["campaigns"][0]["problem"]
