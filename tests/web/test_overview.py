"""Metrics, overview, performance and syncs over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text

from adwright.accounts.model import AdAccount
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.database import Database, TenantScope
from adwright.core.ids import new_id
from adwright.insights.model import Period
from adwright.journeys.import_tree import IMPORT_TREE_TASK
from tests.factories import Tenant, make_ad_account
from tests.factories_insights import make_facts, store_facts
from tests.web.conftest import Someone, Web

TODAY = date(2026, 11, 21)


@dataclass
class Shop:
    """Somebody with an ad account that has 90 days of facts."""

    someone: Someone
    account: AdAccount


@pytest.fixture
async def shop(web: Web, database: Database) -> Shop:
    someone = await web.register()
    answer = await someone.client.post("/advertisers", json={"name": "Tasty Chips Co."})
    organization_id = UUID(someone.organization_id)
    owner = Actor(organization_id, ActorKind.PERSON, "Olive", person_id=new_id(), role=Role.OWNER)
    tenant = Tenant(
        organization_id, owner, None, UUID(answer.json()["id"]), web.clock, web.container.keyring  # type: ignore[arg-type]
    )
    account = await make_ad_account(database, tenant)
    await store_facts(database, tenant, account.id, Period.ending(TODAY, 90), make_facts(TODAY, 90))
    return Shop(someone, account)


async def test_overview_when_asked_then_answers_with_exact_decimals_and_days(shop: Shop) -> None:
    answer = await shop.someone.client.get("/overview")

    assert answer.status_code == 200
    body = answer.json()
    spend = next(measure for measure in body["measures"] if measure["key"] == "spend")
    assert body["period"] == {"since": "2026-10-25", "until": "2026-11-21"}
    assert body["currency"] == "USD"
    assert spend == {
        "key": "spend",
        "label": "Spend",
        "unit": "money",
        "better": "neither",
        "value": "280",
        "before": "280",
        "delta": 0.0,
        "available": True,
        "reason": None,
        "settled": False,
        "series": [10.0] * 28,
    }
    assert len(body["daily"]) == 28
    assert body["daily"][0]["values"]["roas"] == 5.0
    assert [account["name"] for account in body["accounts"]] == ["Tasty Chips US"]


async def test_overview_when_the_question_is_malformed_then_says_what_is_wrong(shop: Shop) -> None:
    client = shop.someone.client
    for parameters, status in (
        ({"scope": "galaxy"}, 400),
        ({"since": "yesterday"}, 400),
        ({"scope": "account", "id": "x"}, 400),
        ({"scope": "account"}, 422),
        ({"since": "2026-11-02", "until": "2026-11-01"}, 422),
        ({"currency": "EUR"}, 422),
        ({"scope": "account", "id": str(new_id())}, 404),
    ):
        answer = await client.get("/overview", params=parameters)
        assert answer.status_code == status, parameters
        assert answer.json()["detail"]


async def test_metrics_when_listed_then_say_what_each_means(shop: Shop) -> None:
    answer = await shop.someone.client.get("/metrics")

    ctr = next(metric for metric in answer.json()["items"] if metric["key"] == "ctr")
    assert ctr == {
        "key": "ctr",
        "label": "CTR",
        "unit": "percent",
        "formula": "link clicks ÷ impressions",
        "aggregation": "ratio_of_sums",
        "better": "higher",
        "sources": {
            "meta": "Made from the platform's sums.",
            "google": "Made from the platform's sums.",
            "file": "Made from the file's sums.",
        },
    }


async def test_sync_when_asked_for_then_is_queued_once_and_can_be_followed(shop: Shop) -> None:
    client = shop.someone.client
    path = f"/ad-accounts/{shop.account.id}/sync"

    first, second = await client.post(path), await client.post(path, json={"days": 90})

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert (second.json()["status"], second.json()["days"]) == ("waiting", 90)
    run = await client.get(f"/sync-runs/{first.json()['id']}")
    listed = await client.get("/sync-runs", params={"ad_account_id": str(shop.account.id)})
    assert run.json()["days"] == 90
    assert [each["id"] for each in listed.json()["items"]] == [first.json()["id"]]


async def test_sync_when_asked_for_then_the_tree_with_its_reviews_is_read_too(
    shop: Shop, database: Database
) -> None:
    answer = await shop.someone.client.post(f"/ad-accounts/{shop.account.id}/sync")

    query = text(
        "SELECT count(*) FROM procrastinate.procrastinate_jobs "
        "WHERE task_name = :task AND args->>'ad_account_id' = :account"
    )
    async with database.transaction(TenantScope(shop.account.organization_id)) as tx:
        found = await tx.execute(query, {"task": IMPORT_TREE_TASK, "account": str(shop.account.id)})
        assert (answer.status_code, found.scalar_one()) == (202, 1)


async def test_sync_when_somebody_elses_then_is_not_found(shop: Shop, web: Web) -> None:
    other = await web.register()
    run = (await shop.someone.client.post(f"/ad-accounts/{shop.account.id}/sync")).json()

    answers = [
        await other.client.post(f"/ad-accounts/{shop.account.id}/sync"),
        await other.client.get(f"/sync-runs/{run['id']}"),
        await other.client.get("/sync-runs", params={"ad_account_id": str(shop.account.id)}),
        await other.client.get("/overview", params={"scope": "account", "id": str(shop.account.id)}),
        await other.client.get(f"/campaigns/{new_id()}/performance"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await other.client.get("/sync-runs")).json()["items"] == []
