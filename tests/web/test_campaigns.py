"""The builder's way over HTTP: from an empty draft to one that can be launched, and every refusal on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from adwright.accounts import service as accounts
from adwright.accounts.ports import RemotePage, RemotePixel
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.database import TenantScope
from adwright.core.ids import new_id
from adwright.platforms.model import Provider
from tests.factories import make_grant, make_remote_account
from tests.factories_campaigns import picture
from tests.web.conftest import Someone, Web

CHIPS = {
    "headline": "New Spicy Jalapeño Chips | 20% Off",
    "primary_text": "Made with organic potatoes and real jalapeños. Crunch into the heat today!",
    "call_to_action": "shop_now",
    "destination_url": "tastychips.co/spicy",
}


async def make_advertiser(someone: Someone) -> str:
    answer = await someone.client.post("/advertisers", json={"name": "Tasty Chips Co."})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def make_account(web: Web, someone: Someone, advertiser_id: str) -> str:
    """Bring an ad account in with page 9001 and pixel 7001, as a finished connection would have."""
    organization_id = UUID(someone.organization_id)
    actor = Actor(organization_id, ActorKind.PERSON, "Olive", new_id(), Role.OWNER)
    async with web.container.database.transaction(TenantScope(organization_id)) as tx:
        connection = await accounts.keep_grant(
            tx,
            actor,
            web.clock,
            web.container.keyring,
            Provider.META_SANDBOX,
            make_grant(),
            connection_id=None,
        )
        [account] = await accounts.bring_in_accounts(
            tx, actor, web.clock, connection.id, UUID(advertiser_id), [make_remote_account()]
        )
        await accounts.record_pages(tx, account.id, [RemotePage("9001", "Tasty Chips Co.", None)])
        await accounts.record_pixels(tx, account.id, [RemotePixel("7001", "tastychips.co")])
    return str(account.id)


async def post(someone: Someone, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    answer = await someone.client.post(path, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def patch(someone: Someone, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = await someone.client.patch(path, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def upload(someone: Someone, advertiser_id: str, content: bytes | None = None) -> dict[str, Any]:
    answer = await someone.client.post(
        "/assets",
        files={"file": ("chips.png", content or picture(), "image/png")},
        data={"advertiser_id": advertiser_id},
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_builder_when_every_step_is_saved_then_the_draft_can_be_launched(web: Web) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    account_id = await make_account(web, someone, advertiser_id)

    draft = await post(someone, "/campaigns", {"advertiser_id": advertiser_id, "purpose": "sales"})
    path = f"/campaigns/{draft['id']}"
    assert (draft["status"], draft["editable"], draft["launchable"]) == ("draft", True, False)
    draft = await patch(someone, path, {"ad_account_id": account_id, "page_external_id": "9001"})
    assert "pixel_external_id" in {problem["field"] for problem in draft["problems"]}
    audience = await post(
        someone,
        "/audiences",
        {"advertiser_id": advertiser_id, "name": "Snackers", "targeting": {"countries": ["US"]}},
    )
    asset = await upload(someone, advertiser_id)
    creative = await post(
        someone, "/creatives", {"advertiser_id": advertiser_id, "asset_id": asset["id"], **CHIPS}
    )
    ad = {"name": "Jalapeño", "creative_version_id": creative["latest"]["id"]}
    group = {"name": "Snackers US", "audience_id": audience["id"], "ads": [ad]}
    await patch(someone, path, {"pixel_external_id": "7001", "ad_groups": [group]})
    draft = await patch(
        someone,
        path,
        {
            "name": "Spicy chips",
            "budget": {"period": "daily", "amount": "25.00"},
            "bid_strategy": "highest_volume",
            "start_local": "2026-11-23T09:00",
            "end_local": "2026-12-23T09:00",
        },
    )

    assert draft["problems"] == []
    assert draft["launchable"] is True
    assert draft["budget"] == {"period": "daily", "amount": "25.00", "currency": "USD"}
    assert draft["start_local"] == "2026-11-23T09:00:00"
    content = draft["ad_groups"][0]["ads"][0]["content"]
    assert content["headline"] == CHIPS["headline"]
    assert content["destination_url"] == "https://tastychips.co/spicy"
    assert content["asset_id"] == asset["id"]
    copy = await post(someone, f"{path}/duplicate", {})
    assert copy["name"] == "Spicy chips (copy)"
    listed = (await someone.client.get("/campaigns", params={"search": "spicy", "sort": "name"})).json()
    assert [row["name"] for row in listed["items"]] == ["Spicy chips (copy)", "Spicy chips"]
    assert (listed["since"], listed["until"]) == ("2026-10-25", "2026-11-21")
    assert (await someone.client.delete(path)).status_code == 204
    assert (await someone.client.get(path)).status_code == 404


async def test_builder_when_account_has_no_currency_yet_then_amounts_are_kept_as_entered(web: Web) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)

    draft = await post(
        someone,
        "/campaigns",
        {"advertiser_id": advertiser_id, "budget": {"period": "daily", "amount": "12.5"}},
    )

    assert draft["budget"] == {"period": "daily", "amount": "12.5", "currency": None}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"budget": {"period": "daily", "amount": "10.005"}}, 422, "budget.amount"),
        ({"budget": {"period": "weekly", "amount": "10"}}, 422, "budget.period"),
        ({"budget": {"period": "daily", "amount": "-1"}}, 422, "budget.amount"),
        ({"budget": {"period": "daily", "amount": "ten"}}, 422, "budget.amount"),
        ({"start_local": "2026-02-30T09:00"}, 422, "start_local"),
        ({"start_local": "2026-11-23T09:00+01:00"}, 422, "start_local"),
        ({"purpose": "world_peace"}, 422, "purpose"),
        ({"colour": "red"}, 422, "colour"),
        ({"ad_groups": [{"ads": [{"name": "A", "headline": "x"}]}]}, 422, "ad_groups.0.ads.0.headline"),
    ],
)
async def test_edit_when_input_cannot_be_right_then_the_field_is_named(
    web: Web, body: dict[str, Any], status: int, field: str
) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    account_id = await make_account(web, someone, advertiser_id)
    draft = await post(
        someone, "/campaigns", {"advertiser_id": advertiser_id, "ad_account_id": account_id}
    )

    problem = await patch(someone, f"/campaigns/{draft['id']}", body, status)

    assert [each["field"] for each in problem["fields"]] == [field]
    assert problem["detail"]


async def test_draft_when_dates_and_budget_are_impossible_then_problems_say_so(web: Web) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    account_id = await make_account(web, someone, advertiser_id)

    draft = await post(
        someone,
        "/campaigns",
        {
            "advertiser_id": advertiser_id,
            "ad_account_id": account_id,
            "purpose": "app_installs",
            "budget": {"period": "daily", "amount": "0.50"},
            "start_local": "2026-11-20T09:00",
            "end_local": "2026-11-19T09:00",
        },
    )

    said = {problem["field"]: problem["message"] for problem in draft["problems"]}
    assert said["purpose"] == "Meta needs an app registered with it; Adwright cannot choose one yet."
    assert said["budget.amount"] == "0.50 USD is less than Meta takes: at least 1.00 USD a day."
    assert "in the past" in said["start_local"]
    assert said["end_local"] == "The end is before the start."


async def test_campaigns_when_id_is_malformed_or_unknown_then_400_or_404(web: Web) -> None:
    someone = await web.register()

    assert (await someone.client.get("/campaigns/chips")).status_code == 400
    assert (await someone.client.get(f"/campaigns/{new_id()}")).status_code == 404
    assert (await someone.client.get("/campaigns", params={"sort": "luck"})).status_code == 400
    reversed_period = {"since": "2026-11-20", "until": "2026-11-01"}
    answer = await someone.client.get("/campaigns", params=reversed_period)
    assert (answer.status_code, answer.json()["code"]) == (422, "period_reversed")


async def test_campaigns_when_stranger_asks_then_404_everywhere(web: Web) -> None:
    someone, stranger = await web.register(), await web.register()
    advertiser_id = await make_advertiser(someone)
    audience = await post(
        someone, "/audiences", {"advertiser_id": advertiser_id, "name": "A", "targeting": {}}
    )
    asset = await upload(someone, advertiser_id)
    creative = await post(someone, "/creatives", {"advertiser_id": advertiser_id, **CHIPS})
    draft = await post(someone, "/campaigns", {"advertiser_id": advertiser_id})

    client = stranger.client
    answers = [
        await client.get(f"/audiences/{audience['id']}"),
        await client.patch(f"/audiences/{audience['id']}", json={"name": "Mine"}),
        await client.delete(f"/audiences/{audience['id']}"),
        await client.get(f"/assets/{asset['id']}"),
        await client.get(f"/assets/{asset['id']}/content"),
        await client.get(f"/assets/{asset['id']}/thumbnail"),
        await client.delete(f"/assets/{asset['id']}"),
        await client.get(f"/creatives/{creative['id']}"),
        await client.post(f"/creatives/{creative['id']}/versions", json=CHIPS),
        await client.get(f"/campaigns/{draft['id']}"),
        await client.patch(f"/campaigns/{draft['id']}", json={"name": "Mine"}),
        await client.delete(f"/campaigns/{draft['id']}"),
        await client.post(f"/campaigns/{draft['id']}/duplicate"),
        await client.post("/campaigns", json={"advertiser_id": advertiser_id}),
        await client.post("/creatives", json={"advertiser_id": advertiser_id}),
        await client.post(
            "/assets",
            files={"file": ("a.png", picture(), "image/png")},
            data={"advertiser_id": advertiser_id},
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert all(advertiser_id not in answer.text for answer in answers)


async def test_texts_when_the_chips_are_checked_then_google_objects_and_meta_does_not(web: Web) -> None:
    someone = await web.register()
    texts = {name: text for name, text in CHIPS.items() if name != "call_to_action"}

    checked = await post(someone, "/texts/check", {**texts, "has_image": True}, 200)

    meta, google = checked["platforms"]
    assert (meta["platform"], meta["ok"], meta["problems"]) == ("meta", True, [])
    assert (google["platform"], google["ok"]) == ("google", False)
    headline, image = google["problems"]
    assert (headline["field"], headline["severity"]) == ("headline", "error")
    assert (headline["length"], headline["limit"]) == (34, 30)
    assert "34 characters of 30" in headline["message"]
    assert (image["field"], image["severity"]) == ("image", "note")
    assert google["lengths"] == {"headline": 34, "primary_text": 74, "description": 0}


async def test_platforms_when_asked_then_every_purpose_is_offered_or_says_why(web: Web) -> None:
    someone = await web.register()

    found = (await someone.client.get("/platforms")).json()

    assert [platform["platform"] for platform in found["platforms"]] == ["meta", "google"]
    for platform in found["platforms"]:
        assert len(platform["purposes"]) == 8
        assert all(each["offered"] is (each["reason"] is None) for each in platform["purposes"])
    offered = {each["purpose"] for each in found["platforms"][0]["purposes"] if each["offered"]}
    assert offered == {"lead_generation", "sales", "brand_awareness", "traffic", "event_promotion"}
    assert {"code": "HUF", "name": "Hungarian forint", "decimals": 2, "budget_decimals": 0} in found[
        "currencies"
    ]
