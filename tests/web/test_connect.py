"""Connecting Meta over HTTP, with the sandbox in Meta's place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI

from adsandbox import Sandbox
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.clock import FixedClock
from adwright.core.database import Database
from tests.consent import approve_consent
from tests.factories import NOW
from tests.web.conftest import Mailbox, Someone, Web


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty", start=NOW.isoformat()) as running:
        yield running


@pytest.fixture
async def web(
    app: FastAPI, database: Database, application_url: str, tmp_path: Path, sandbox: Sandbox
) -> AsyncIterator[Web]:
    """The web application with the sandbox in Meta's place."""
    clock, mailbox = FixedClock(NOW), Mailbox()
    settings = Settings(
        home=tmp_path,
        app_database_url=application_url,
        public_url="http://adwright.test",
        meta_sandbox_graph_url=sandbox.meta_url,
        meta_sandbox_app_id=sandbox.meta_app_id,
        meta_sandbox_app_secret=sandbox.meta_app_secret,
    )
    built = Container.build(settings, clock=clock)
    container = replace(built, database=database, mailer=mailbox)
    app.state.container = container
    yield Web(app, container, clock, mailbox)
    await built.database.close()


async def connect(someone: Someone, sandbox: Sandbox) -> str:
    body = {"provider": "meta_sandbox", "token": sandbox.meta_access_token}
    answer = await someone.client.post("/connections/meta/token", json=body)
    assert answer.status_code == 201, answer.text
    assert sandbox.meta_access_token not in answer.text
    return str(answer.json()["id"])


async def make_advertiser(someone: Someone) -> str:
    answer = await someone.client.post("/advertisers", json={"name": "Tasty Chips Co."})
    return str(answer.json()["id"])


async def test_a_pasted_token_brings_accounts_in_for_an_advertiser(web: Web, sandbox: Sandbox) -> None:
    someone = await web.register()
    connection_id, advertiser_id = await connect(someone, sandbox), await make_advertiser(someone)
    offered = (await someone.client.get(f"/connections/{connection_id}/remote-accounts")).json()["items"]
    assert [each["external_id"] for each in offered] == [sandbox.meta_account_id]
    assert offered[0]["ad_account_id"] is None
    body = {"advertiser_id": advertiser_id, "external_ids": [sandbox.meta_account_id]}
    brought = await someone.client.post(f"/connections/{connection_id}/accounts", json=body)
    assert brought.status_code == 201, brought.text
    [account] = brought.json()["items"]
    assert account["advertiser_id"] == advertiser_id
    runs = (await someone.client.get("/sync-runs", params={"ad_account_id": account["id"]})).json()
    assert [run["reason"] for run in runs["items"]] == ["connected"]
    again = (await someone.client.get(f"/connections/{connection_id}/remote-accounts")).json()["items"]
    assert again[0]["ad_account_id"] == account["id"]


async def test_a_wrong_token_is_refused_in_words_and_nothing_is_stored(web: Web) -> None:
    someone = await web.register()
    body = {"provider": "meta_sandbox", "token": "EAAnot-a-token"}
    answer = await someone.client.post("/connections/meta/token", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "token_refused"
    assert "EAAnot-a-token" not in answer.text
    assert (await someone.client.get("/connections")).json()["total"] == 0


async def test_an_account_out_of_reach_is_refused(web: Web, sandbox: Sandbox) -> None:
    someone = await web.register()
    connection_id, advertiser_id = await connect(someone, sandbox), await make_advertiser(someone)
    body = {"advertiser_id": advertiser_id, "external_ids": ["act_1"]}
    answer = await someone.client.post(f"/connections/{connection_id}/accounts", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "account_out_of_reach"


async def test_a_consent_leads_back_to_the_new_connection(web: Web, sandbox: Sandbox) -> None:
    someone = await web.register()
    started = await someone.client.post("/connections/meta/oauth", json={"provider": "meta_sandbox"})
    assert started.status_code == 201, started.text
    back = await approve_consent(started.json()["authorize_url"])
    answer = parse_qs(urlsplit(back).query)
    query = {"state": answer["state"][0], "code": answer["code"][0]}
    finished = await someone.client.get("/connections/meta/callback", params=query)
    assert finished.status_code == 303
    connection_id = finished.headers["location"].rsplit("/", 1)[-1]
    shown = (await someone.client.get(f"/connections/{connection_id}")).json()
    assert shown["expires_at"] is not None
    replayed = await someone.client.get("/connections/meta/callback", params=query)
    assert "problem=" in replayed.headers["location"]
    assert (await someone.client.get("/connections")).json()["total"] == 1


async def test_somebody_elses_consent_state_is_worth_nothing(web: Web) -> None:
    someone, stranger = await web.register(), await web.register()
    started = await someone.client.post("/connections/meta/oauth", json={"provider": "meta_sandbox"})
    answer = parse_qs(urlsplit(await approve_consent(started.json()["authorize_url"])).query)
    query = {"state": answer["state"][0], "code": answer["code"][0]}
    stolen = await stranger.client.get("/connections/meta/callback", params=query)
    assert "problem=" in stolen.headers["location"]
    assert (await stranger.client.get("/connections")).json()["total"] == 0


async def test_a_consent_that_was_not_given_says_so_on_the_page(web: Web) -> None:
    someone = await web.register()
    query = {"state": "s", "error": "access_denied", "error_description": "The user denied it"}
    answer = await someone.client.get("/connections/meta/callback", params=query)
    assert answer.status_code == 303
    told = parse_qs(urlsplit(answer.headers["location"]).query)["problem"][0]
    assert "The user denied it" in told
    assert "Nothing was connected" in told


async def test_a_check_finds_a_revoked_token_and_a_new_token_mends_it(web: Web, sandbox: Sandbox) -> None:
    someone = await web.register()
    connection_id = await connect(someone, sandbox)
    assert (await someone.client.post(f"/connections/{connection_id}/check")).status_code == 200
    sandbox.control("POST", "/tokens/revoke", access_token=sandbox.meta_access_token)
    refused = await someone.client.post(f"/connections/{connection_id}/check")
    assert refused.status_code == 502
    shown = (await someone.client.get(f"/connections/{connection_id}")).json()
    assert shown["status"] == "reconnect_needed"
    assert shown["trouble"]
    minted = sandbox.control("POST", "/tokens", accounts=[sandbox.meta_account_id])
    body = {"provider": "meta_sandbox", "token": minted["access_token"]}
    assert (await someone.client.post("/connections/meta/token", json=body)).status_code == 201


async def test_a_platform_that_is_not_set_up_is_said_so(web: Web, sandbox: Sandbox) -> None:
    someone = await web.register()
    answer = await someone.client.post("/connections/meta/oauth", json={"provider": "meta"})
    assert answer.status_code == 422
    assert "ADWRIGHT_META_APP_ID" in answer.json()["detail"]
