"""Campaigns as code over HTTP: out as a document, planned, and taken over whole or not at all."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.unit.campaigns.interchange.test_sheets import BULK
from tests.web.conftest import Someone, Web
from tests.web.documents import Documents
from tests.web.test_campaigns import make_account, make_advertiser, post, upload

DOCUMENT = """\
version: 1
campaigns:
  - key: spicy-november
    account: meta/{account}
    name: Spicy chips, November
    state: {state}
    purpose: traffic
    budget: {budget}
    bid_strategy: highest_volume
    page: "9001"
    ad_groups:
      - key: snackers
        name: Snackers
        targeting: {{countries: [US, CA], age_max: 44}}
        ads:
          - key: jalapeno
            name: Jalapeño 1
            creative:
              headline: New Spicy Jalapeño Chips
              primary_text: Crunch into the heat.
              call_to_action: shop_now
              destination_url: tastychips.co/spicy
              image: {image}
"""


class Bench(Documents):
    """Somebody with an ad account and a document for it."""

    def __init__(self, someone: Someone, account: dict[str, Any], image: str) -> None:
        self.someone, self.account, self.image = someone, account, image

    def document(self, *, state: str = "draft", budget: str = "25.00 USD daily") -> str:
        return DOCUMENT.format(
            account=self.account["external_id"], state=state, budget=budget, image=self.image
        )

    async def client_refresh(self, text: str) -> httpx2.Response:
        files = {"file": ("campaigns.yaml", text)}
        return await self.someone.client.post("/campaign-documents/refresh", files=files)

    async def campaigns(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.someone.client.get("/campaigns")).json()["items"]
        return found


async def make_bench(web: Web) -> Bench:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    account_id = await make_account(web, someone, advertiser_id)
    asset = await upload(someone, advertiser_id)
    account = (await someone.client.get(f"/ad-accounts/{account_id}")).json()
    return Bench(someone, account, asset["id"])


@pytest.fixture
async def bench(web: Web) -> Bench:
    return await make_bench(web)


async def test_document_when_planned_then_says_what_it_leads_to_and_changes_nothing(bench: Bench) -> None:
    plan = await bench.send("plan", bench.document(state="active"))

    [campaign] = plan["campaigns"]
    assert (plan["differs"], plan["applicable"], campaign["action"]) == (True, True, "launch")
    assert campaign["campaign_id"] is None
    assert {"before": None, "after": "25.00 USD daily"}.items() <= next(
        line for line in campaign["lines"] if line["field"] == "budget"
    ).items()
    [change] = campaign["changes"]
    assert change["id"] is None
    assert change["cost_per_day"]["after"] == {"amount": "25.00", "currency": "USD"}
    assert await bench.campaigns() == []


async def test_document_when_applied_twice_then_makes_one_draft_and_nothing_differs(bench: Bench) -> None:
    applied = await bench.send("apply", bench.document())
    again = await bench.send("plan", bench.document())

    [campaign] = await bench.campaigns()
    assert applied["campaigns"][0]["campaign_id"] == campaign["id"]
    assert (again["differs"], again["campaigns"][0]["action"]) == (False, "none")
    shown = (await bench.someone.client.get(f"/campaigns/{campaign['id']}")).json()
    assert shown["launchable"], shown["problems"]
    assert shown["ad_groups"][0]["targeting"]["countries"] == ["CA", "US"]


async def test_draft_when_the_document_edits_it_then_says_each_value_and_makes_a_new_version(
    bench: Bench,
) -> None:
    await bench.send("apply", bench.document())
    edited = bench.document(budget="30.00 USD daily").replace("Crunch into", "Bite into")
    edited = edited.replace("Jalapeño 1", "Jalapeño 2")

    plan = await bench.send("plan", edited)
    await bench.send("apply", edited, expected=plan["fingerprint"])

    [campaign] = plan["campaigns"]
    assert campaign["action"] == "edit_draft"
    assert [(line["field"], line["before"], line["after"]) for line in campaign["lines"]] == [
        ("budget", "25.00 USD daily", "30.00 USD daily"),
        ("name", "Jalapeño 1", "Jalapeño 2"),
        ("creative.primary_text", "Crunch into the heat.", "Bite into the heat."),
    ]
    [listed] = await bench.campaigns()
    shown = (await bench.someone.client.get(f"/campaigns/{listed['id']}")).json()
    assert shown["ad_groups"][0]["ads"][0]["creative_version"] == 2
    assert not (await bench.send("plan", edited))["differs"]


async def test_draft_when_it_becomes_active_then_a_launch_waits_for_approval(bench: Bench) -> None:
    await bench.send("apply", bench.document())

    applied = await bench.send("apply", bench.document(state="active"), why="November begins")

    [change] = applied["campaigns"][0]["changes"]
    found = (await bench.someone.client.get(f"/changes/{change['id']}")).json()
    assert (found["kind"], found["status"], found["why"]) == ("launch", "proposed", "November begins")
    again = await bench.send("plan", bench.document(state="active"))
    assert "waits for approval" in again["campaigns"][0]["problem"]


async def test_export_when_applied_again_then_nothing_differs_and_comments_stay(bench: Bench) -> None:
    await bench.send("apply", bench.document())

    exported = await bench.export()
    assert exported["campaigns"] == 1
    assert "key: spicy-november" in exported["text"]
    assert exported["text"].startswith(
        "# yaml-language-server: $schema=http://adwright.test/api/v1/campaign-"
    )
    assert not (await bench.send("plan", exported["text"]))["differs"]

    kept = exported["text"].replace("budget: 25.00", "# agreed with Ann\n    budget: 20.00")
    refreshed = await bench.send("refresh", kept)
    assert refreshed["text"] == exported["text"].replace(
        "budget: 25.00", "# agreed with Ann\n    budget: 25.00"
    )


async def test_export_when_a_draft_has_no_account_then_says_that_it_is_left_out(bench: Bench) -> None:
    advertiser_id = bench.account["advertiser_id"]
    await post(bench.someone, "/campaigns", {"advertiser_id": advertiser_id, "name": "Early"})

    exported = await bench.export(advertiser_id=advertiser_id)

    assert exported["campaigns"] == 0
    assert [(left["name"], left["reason"]) for left in exported["left_out"]] == [
        ("Early", "It has no ad account yet. Choose one first.")
    ]


async def test_ids_when_exported_then_are_keys_that_find_their_campaign(bench: Bench) -> None:
    made = await post(
        bench.someone,
        "/campaigns",
        {
            "advertiser_id": bench.account["advertiser_id"],
            "ad_account_id": bench.account["id"],
            "name": "By hand",
            "start_local": "2026-12-01T09:00",
        },
    )
    exported = await bench.export(campaign_id=made["id"])
    assert f"key: {made['id']}" in exported["text"]

    renamed = exported["text"].replace("By hand", "By file")
    plan = await bench.send("plan", renamed)
    assert [(line["before"], line["after"]) for line in plan["campaigns"][0]["lines"]] == [
        ("By hand", "By file")
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("meta/", "meta/0", "There is no ad account meta/0"),
        ("25.00 USD", "25.00 EUR", "Write the amount in USD"),
        ("[US, CA]", "[US, XX]", "XX is not a country"),
        ("state: draft", "state: paused", "Write draft, or active"),
        ("image: ", "image: none #", "not the id of an image"),
        ("targeting: {countries: [US, CA], age_max: 44}", "audience: {name: Nobody}", "no audience “Nobody”"),
        ("call_to_action: shop_now", "call_to_action: dance", "button is not known"),
        (
            "        name: Snackers",
            "        start: 2026-12-01 09:00\n      - key: others\n        name: Others",
            "cannot be set on a draft",
        ),
        (
            "key: spicy-november",
            "key: 0199d3a0-0000-7000-8000-000000000000",
            "There is no campaign with this id",
        ),
    ],
)
async def test_document_when_it_wants_what_cannot_be_then_nothing_is_applied(
    bench: Bench, old: str, new: str, said: str
) -> None:
    good = bench.document().replace("spicy-november", "good").replace("version: 1\ncampaigns:\n", "")
    text = bench.document().replace(old, new) + good

    plan = await bench.send("plan", text)
    refused = await bench.send("apply", text, status=422)

    assert not plan["applicable"]
    assert said in plan["campaigns"][0]["problem"]
    assert plan["campaigns"][1]["problem"] is None
    assert refused["code"] == "document_not_applicable"
    assert refused["fields"][0]["field"].startswith("line 3: ")
    assert await bench.campaigns() == []


async def test_keys_and_accounts_when_they_are_anothers_then_are_not_there(web: Web, bench: Bench) -> None:
    applied = await bench.send("apply", bench.document())
    stranger = Bench(await web.register(), bench.account, bench.image)
    by_id = bench.document().replace("spicy-november", applied["campaigns"][0]["campaign_id"])

    for text in (bench.document(), by_id):
        plan = await stranger.send("plan", text)
        refreshed = await stranger.client_refresh(text)
        assert plan["campaigns"][0]["problem"].startswith("There is no ")
        assert refreshed.status_code == 422 or refreshed.json()["campaigns"] == 0


async def test_text_when_it_is_no_document_then_is_refused_with_its_place(bench: Bench) -> None:
    refused = await bench.send("plan", bench.document(budget="1e9"), status=422)

    assert refused["code"] == "document_invalid"
    assert refused["fields"][0]["field"] == "line 8, column 5: campaigns.0.budget"


async def test_plan_when_the_campaigns_changed_since_then_it_is_not_applied(bench: Bench) -> None:
    plan = await bench.send("plan", bench.document())
    await bench.send("apply", bench.document())

    refused = await bench.send("apply", bench.document(), status=409, expected=plan["fingerprint"])

    assert refused["code"] == "plan_outdated"


async def test_bulk_sheet_when_imported_then_makes_the_draft_and_goes_out_as_it_came(bench: Bench) -> None:
    account = bench.account["id"]
    applied = await bench.send("apply", BULK, ad_account_id=account, name="november.csv")
    again = await bench.send("plan", BULK, ad_account_id=account, name="november.csv")
    exported = await bench.export(ad_account_id=account, format="meta_bulk")

    assert (applied["file_format"], applied["campaigns"][0]["action"]) == ("meta_bulk", "create")
    assert not again["differs"]
    assert exported["text"].encode() == BULK
    assert (exported["media_type"], exported["campaigns"]) == ("text/csv", 1)


async def test_table_when_no_fitting_account_is_chosen_then_says_which(bench: Bench) -> None:
    none = await bench.send("plan", BULK, status=422, name="a.csv")
    other = await bench.send(
        "plan", b"Campaign,Budget\nA,5", status=422, name="a.csv", ad_account_id=bench.account["id"]
    )

    assert none["fields"][0] == {
        "field": "ad_account_id",
        "message": "Choose the ad account on Meta that the file is about.",
    }
    assert "Choose an account on Google" in other["detail"]


async def test_schema_when_asked_without_logging_in_then_answers(web: Web) -> None:
    async with web.client() as client:
        answer = await client.get("/campaign-documents/schema.json")

    assert answer.status_code == 200
    assert answer.json()["title"] == "Adwright campaigns"
