"""POST requests with an Idempotency-Key count once."""

from __future__ import annotations

import asyncio
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from adwright.core.database import Database, TenantScope
from adwright.core.ids import new_id
from tests.web.conftest import Someone, Web


def keyed() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


async def names(olive: Someone) -> list[str]:
    return [each["name"] for each in (await olive.client.get("/advertisers")).json()["items"]]


async def test_same_request_again_gets_the_same_answer_and_acts_once(web: Web) -> None:
    olive, key = await web.register(), keyed()
    first = await olive.client.post("/advertisers", json={"name": "Brand"}, headers=key)
    again = await olive.client.post("/advertisers", json={"name": "Brand"}, headers=key)
    assert (first.status_code, first.json()) == (201, again.json())
    assert again.status_code == 201
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert await names(olive) == ["Brand"]


async def test_same_key_with_another_body_is_refused(web: Web) -> None:
    olive, key = await web.register(), keyed()
    await olive.client.post("/advertisers", json={"name": "Brand"}, headers=key)
    other = await olive.client.post("/advertisers", json={"name": "Other"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert other.headers["Content-Type"] == "application/problem+json"
    assert await names(olive) == ["Brand"]


async def test_refused_request_gives_its_key_back(web: Web) -> None:
    olive, key = await web.register(), keyed()
    await olive.client.post("/advertisers", json={"name": "Taken"})
    body = {"name": "Taken"}
    refused = await olive.client.post("/advertisers", json=body, headers=key)
    assert refused.status_code == 409
    [taken] = (await olive.client.get("/advertisers")).json()["items"]
    await olive.client.delete(f"/advertisers/{taken['id']}")
    assert (await olive.client.post("/advertisers", json=body, headers=key)).status_code == 201


async def test_same_key_of_another_person_does_not_meet(web: Web) -> None:
    olive, rita, key = await web.register(), await web.register(), keyed()
    for person in (olive, rita):
        made = await person.client.post("/advertisers", json={"name": "Brand"}, headers=key)
        assert made.status_code == 201
        assert "Idempotency-Replayed" not in made.headers


async def test_stored_answer_holds_no_secret_in_clear(web: Web, database: Database) -> None:
    olive, key = await web.register(), keyed()
    made = await olive.client.post("/api-keys", json={"name": "CI", "scopes": ["read"]}, headers=key)
    again = await olive.client.post("/api-keys", json={"name": "CI", "scopes": ["read"]}, headers=key)
    assert again.json()["key"] == made.json()["key"]
    async with database.transaction(TenantScope(olive.me["organization"]["id"])) as tx:
        stored = (await tx.execute(text("SELECT answer FROM idempotency_keys"))).scalar_one()
    assert made.json()["key"] not in stored


async def test_key_whose_answer_was_lost_after_the_act_is_not_carried_out_again(
    web: Web, database: Database
) -> None:
    olive, key = await web.register(), keyed()
    await olive.client.post("/advertisers", json={"name": "Brand"}, headers=key)
    # As after a crash between the commit and the answer.
    async with database.transaction(TenantScope(olive.me["organization"]["id"])) as tx:
        await tx.execute(text("UPDATE idempotency_keys SET status = NULL, answer = NULL"))
    again = await olive.client.post("/advertisers", json={"name": "Brand"}, headers=key)
    assert (again.status_code, again.json()["code"]) == (409, "idempotency_answer_lost")


async def test_request_when_its_key_was_taken_over_meanwhile_does_nothing_and_says_so(
    web: Web, database: Database
) -> None:
    olive, key = await web.register(), keyed()
    await olive.client.post("/advertisers", json={"name": "Brand"})
    scope = TenantScope(UUID(olive.organization_id))
    async with database.transaction(scope) as blocking:
        # The name is about to be free: the request has to wait for the end of this transaction.
        await blocking.execute(text("UPDATE advertisers SET name = 'Other' WHERE name = 'Brand'"))
        slow = asyncio.create_task(olive.client.post("/advertisers", json={"name": "Brand"}, headers=key))
        taken_over = 0
        while not taken_over:
            async with database.transaction(scope) as tx:
                later = "UPDATE idempotency_keys SET claimed_at = claimed_at + interval '11 minutes'"
                taken_over = (await tx.execute(text(later))).rowcount
    answer = await slow
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_taken_over")
    assert await names(olive) == ["Other"]


async def upload(
    olive: Someone, path: str, name: str, content: bytes, key: dict[str, str]
) -> httpx2.Response:
    """Send a form; each has a boundary of its own."""
    return await olive.client.post(path, files={"file": (name, content)}, headers=key)


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/imports", "export.csv", b"Campaign,Day,Cost\nChips,2026-11-01,5\n"),
        ("/campaign-documents/plan", "campaigns.yaml", b"version: 1\ncampaigns: []\n"),
    ],
)
async def test_upload_when_sent_again_gets_the_same_answer_and_another_of_its_length_is_refused(
    web: Web, path: str, name: str, content: bytes
) -> None:
    olive, key = await web.register(), keyed()

    first = await upload(olive, path, name, content, key)
    again = await upload(olive, path, name, content, key)
    other = await upload(olive, path, name, content.replace(b"1", b"2"), key)

    assert first.status_code < 300, first.text
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_upload_when_its_form_is_broken_then_is_refused_in_the_routes_own_words(web: Web) -> None:
    olive, key = await web.register(), keyed()
    broken = {"Content-Type": "multipart/form-data; boundary=b", **key}

    refused = await olive.client.post("/imports", content=b"no form at all", headers=broken)
    whole = await upload(olive, "/imports", "export.csv", b"Campaign,Day,Cost\nChips,2026-11-01,5\n", key)

    assert (refused.status_code, refused.json()["code"]) == (422, "bad_form")
    assert whole.status_code == 201


async def test_key_when_malformed_or_nobody_is_logged_in(web: Web) -> None:
    olive = await web.register()
    long = await olive.client.post("/advertisers", json={"name": "B"}, headers={"Idempotency-Key": "x" * 201})
    assert (long.status_code, long.json()["code"]) == (422, "idempotency_key_malformed")
    nobody = await web.client().post("/advertisers", json={"name": "B"}, headers=keyed())
    assert nobody.status_code == 401
