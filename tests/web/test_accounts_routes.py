"""Connections, ad accounts and the audit log: through HTTP."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.accounts.ports import RemotePage
from adwright.audit import service as audit
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.database import Database, TenantScope
from adwright.core.errors import ReconnectNeeded
from adwright.platforms.model import Provider
from tests.factories import TOKEN, make_grant, make_remote_account
from tests.web.conftest import Someone, Web


def actor_of(someone: Someone) -> Actor:
    return Actor(
        organization_id=UUID(someone.organization_id),
        kind=ActorKind.PERSON,
        name="Olive Owner",
        person_id=UUID(someone.me["id"]),
        role=Role.OWNER,
    )


async def connect(web: Web, database: Database, olive: Someone) -> AdAccount:
    """Bring an ad account in, as the connecting journey does after asking the platform."""
    actor = actor_of(olive)
    brand = (await olive.client.post("/advertisers", json={"name": "Brand"})).json()
    async with database.transaction(TenantScope(actor.organization_id)) as tx:
        connection = await accounts.keep_grant(
            tx,
            actor,
            web.clock,
            web.container.keyring,
            Provider.META,
            make_grant(missing=["ads_read"]),
            connection_id=None,
        )
        [account] = await accounts.bring_in_accounts(
            tx, actor, web.clock, connection.id, UUID(brand["id"]), [make_remote_account()]
        )
        await accounts.record_pages(tx, account.id, [RemotePage("9001", "Tasty Chips Co.", None)])
    return account


async def test_connection_shows_its_health_but_never_its_token(web: Web, database: Database) -> None:
    olive = await web.register()
    account = await connect(web, database, olive)
    listed = await olive.client.get("/connections")
    [shown] = listed.json()["items"]
    assert (shown["status"], shown["missing_scopes"]) == ("good", ["ads_read"])
    assert TOKEN not in listed.text
    assert shown["id"] == str(account.connection_id)
    assert (await olive.client.delete(f"/connections/{shown['id']}")).status_code == 204
    assert (await olive.client.get(f"/connections/{shown['id']}")).json()["status"] == "disconnected"
    async with database.transaction(TenantScope(account.organization_id)) as tx:
        with pytest.raises(ReconnectNeeded, match="Connect again"):
            await accounts.account_access(tx, account.id, web.container.keyring)


async def test_ad_account_says_its_today_and_what_it_has(web: Web, database: Database) -> None:
    olive = await web.register()
    account = await connect(web, database, olive)
    [shown] = (await olive.client.get("/ad-accounts", params={"platform": "meta"})).json()["items"]
    assert shown["today"] == "2026-11-21"
    assert shown["min_daily_budget"] == {"amount": "1.00", "currency": "USD"}
    assert shown["read_only"] is False
    pages = (await olive.client.get(f"/ad-accounts/{account.id}/pages")).json()
    assert [each["external_id"] for each in pages["items"]] == ["9001"]
    assert (await olive.client.get(f"/ad-accounts/{account.id}/pixels")).json()["total"] == 0
    renamed = await olive.client.patch(f"/ad-accounts/{account.id}", json={"name": "Mine"})
    assert (renamed.status_code, renamed.json()["code"]) == (409, "named_by_platform")
    in_use = await olive.client.delete(f"/advertisers/{account.advertiser_id}")
    assert (in_use.status_code, in_use.json()["code"]) == (409, "advertiser_in_use")


async def test_audit_is_paged_exported_and_verified(web: Web, database: Database) -> None:
    olive = await web.register()
    for name in ("One", "=HYPERLINK(1)"):
        await olive.client.post("/advertisers", json={"name": name})
    first = (await olive.client.get("/audit", params={"limit": 2, "action": "advertiser."})).json()
    assert [each["after"]["name"] for each in first["items"]] == ["=HYPERLINK(1)", "One"]
    assert first["next_cursor"] is None
    page = (await olive.client.get("/audit", params={"limit": 1})).json()
    rest = (await olive.client.get("/audit", params={"cursor": page["next_cursor"]})).json()
    assert [each["action"] for each in rest["items"]] == [
        "advertiser.created",
        "person.logged_in",
        "organization.created",
    ]
    exported = await olive.client.get("/audit/export")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert len(rows) == 4
    assert rows[0]["action"] == "advertiser.created"
    async with database.transaction(TenantScope(UUID(olive.organization_id))) as tx:
        await audit.seal(tx)
    found = (await olive.client.get("/audit/verification")).json()
    assert (found["sealed"], found["unsealed"], found["broken_at"]) == (4, 0, None)


async def test_audit_export_keeps_formulas_from_running(web: Web, database: Database) -> None:
    olive = await web.register()
    actor = actor_of(olive)
    async with database.transaction(TenantScope(actor.organization_id)) as tx:
        await audit.record(tx, actor, "thing.done", "thing", "1", why="=1+1")
    exported = await olive.client.get("/audit/export", params={"action": "thing"})
    assert next(csv.DictReader(io.StringIO(exported.text)))["why"] == "'=1+1"
