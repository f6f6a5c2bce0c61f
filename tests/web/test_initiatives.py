"""One draft for both platforms over HTTP: begun, written once, compared, launched together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.database import Database
from adwright.core.ids import new_id
from adwright.insights.model import Period
from adwright.platforms.model import Level, Provider
from tests.factories import Tenant, make_ad_account, make_connection
from tests.factories_campaigns import complete_edit, make_campaign
from tests.factories_insights import make_facts, store_facts
from tests.web.conftest import Someone, Web

TODAY = date(2026, 11, 21)


@dataclass
class Shop:
    """Somebody with an account on each platform and a draft on Meta that is ready to launch."""

    someone: Someone
    tenant: Tenant
    meta: AdAccount
    google: AdAccount
    draft_id: str

    async def post(self, path: str, body: dict[str, Any], status: int = 201) -> Any:
        answer = await self.someone.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.someone.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def begin(self, **more: Any) -> Any:
        body = {"campaign_id": self.draft_id, "ad_account_id": str(self.google.id), **more}
        return await self.post("/initiatives", body)


@pytest.fixture
async def shop(web: Web, database: Database, tmp_path: Path) -> Shop:
    someone = await web.register()
    answer = await someone.client.post("/advertisers", json={"name": "Tasty Chips Co."})
    organization_id = UUID(someone.organization_id)
    owner = Actor(organization_id, ActorKind.PERSON, "Olive", person_id=new_id(), role=Role.OWNER)
    tenant = Tenant(
        organization_id, owner, None, UUID(answer.json()["id"]), web.clock, web.container.keyring  # type: ignore[arg-type]
    )
    meta = await make_ad_account(database, tenant)
    granted = await make_connection(database, tenant, provider=Provider.GOOGLE_SANDBOX)
    google = await make_ad_account(
        database, tenant, connection=granted, external_id="1234567890", name="Chips Search"
    )
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, meta, tmp_path))
    return Shop(someone, tenant, meta, google, str(draft.id))


async def test_initiative_when_begun_then_is_shown_with_what_its_campaigns_share(shop: Shop) -> None:
    begun = await shop.begin(budget={"period": "daily", "amount": "40.00"})

    assert begun["not_carried"]
    shown = await shop.get(f"/initiatives/{begun['id']}")
    assert [(each["platform"], each["budget"]["amount"]) for each in shown["campaigns"]] == [
        ("meta", "25.00"),
        ("google", "40.00"),
    ]
    assert shown["is_draft"] is True
    assert all(each["agrees"] for each in shown["shared"])
    listed = await shop.get("/initiatives", search="spicy", advertiser_id=str(shop.tenant.advertiser_id))
    assert [each["id"] for each in listed["items"]] == [begun["id"]]
    rows = (await shop.get("/campaigns", in_initiative=True))["items"]
    assert {(row["initiative_id"], row["initiative_name"]) for row in rows} == {(begun["id"], "Spicy chips")}
    assert (await shop.get("/campaigns", in_initiative=False))["items"] == []
    campaign = await shop.get(f"/campaigns/{shop.draft_id}")
    assert campaign["initiative_id"] == begun["id"]


async def test_initiative_when_written_once_then_both_drafts_say_it(shop: Shop) -> None:
    begun = await shop.begin()
    path = f"/initiatives/{begun['id']}"
    body = {
        "headline": "Hot chips",
        "start_local": "2026-12-01T09:00",
        "countries": ["DE", "AT"],
        "languages": ["de"],
    }
    edited = await shop.someone.client.patch(path, json=body)

    assert edited.status_code == 200, edited.text
    said = {each["field"]: {value["value"] for value in each["values"]} for each in edited.json()["shared"]}
    assert (said["headline"], said["start_local"]) == ({"Hot chips"}, {"2026-12-01T09:00"})
    assert (said["countries"], said["languages"]) == ({"Austria, Germany"}, {"German"})
    for wrong in ({"budget": "5"}, {"headline": 5}, {"name": ""}):
        assert (await shop.someone.client.patch(path, json=wrong)).status_code == 422
    assert (await shop.someone.client.post(f"{path}/split")).status_code == 204
    assert (await shop.someone.client.get(path)).status_code == 404
    assert (await shop.get(f"/campaigns/{shop.draft_id}"))["initiative_id"] is None


async def test_initiative_when_one_campaign_cannot_be_launched_then_neither_is_proposed(shop: Shop) -> None:
    begun = await shop.begin()
    path = f"/initiatives/{begun['id']}"

    refused = await shop.post(f"{path}/launch", {"why": "Now"}, 422)

    assert refused["code"] == "not_ready"
    assert refused["detail"].startswith("Neither campaign of “Spicy chips” was proposed. Google: ")
    assert "Meta" not in refused["detail"]
    assert "google.budget" in {each["field"] for each in refused["fields"]}
    assert (await shop.get("/changes"))["total"] == 0
    alone = await shop.post(f"/campaigns/{shop.draft_id}/launch", {})
    assert alone["status"] == "proposed"
    again = await shop.post(f"{path}/launch", {}, 409)
    assert "Meta: The launch of this campaign waits for approval already" in again["detail"]
    assert "Google: " in again["detail"]
    for answer in (
        await shop.someone.client.patch(path, json={"name": "Winter"}),
        await shop.someone.client.delete(path),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "change_open")


async def test_performance_when_both_run_then_is_compared_and_added_up_only_where_it_may_be(
    shop: Shop, database: Database
) -> None:
    begun = await shop.begin()
    windows = {shop.meta.id: "7d_click_1d_view", shop.google.id: "by conversion action"}
    for campaign, external_id in zip(begun["campaigns"], ("m1", "g1"), strict=True):
        account_id = UUID(campaign["ad_account_id"])
        async with database.transaction(shop.tenant.scope) as tx:
            await campaigns.set_external_id(tx, Level.CAMPAIGN, account_id, UUID(campaign["id"]), external_id)
        facts = make_facts(TODAY, 28, campaign_external_id=external_id, attribution=windows[account_id])
        await store_facts(database, shop.tenant, account_id, Period.ending(TODAY, 28), facts)

    found = await shop.get(f"/initiatives/{begun['id']}/performance")

    measures = {each["key"]: each for each in found["measures"]}
    spend = measures["spend"]
    assert Decimal(spend["total"]) == sum(Decimal(value) for value in spend["values"])
    assert measures["purchases"]["total"] is None
    assert "different definitions" in measures["purchases"]["no_total"]
    assert [each["overview"]["attributions"] for each in found["campaigns"]] == [
        ["7d_click_1d_view"],
        ["by conversion action"],
    ]
    reversed_days = {"since": "2026-11-20", "until": "2026-11-01"}
    wrong = await shop.someone.client.get(f"/initiatives/{begun['id']}/performance", params=reversed_days)
    assert wrong.status_code == 422
