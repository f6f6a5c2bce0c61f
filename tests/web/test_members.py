"""Organizations, members, invitations, advertisers: through HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import text

from adwright.core.database import Database, SystemScope
from tests.factories import PASSWORD
from tests.web.conftest import Someone, Web
from tests.web.test_auth import link_token


async def invite(web: Web, owner: Someone, role: str = "manager", **limits: Any) -> str:
    """Invite somebody new and return the token of the link."""
    address = f"invited{len(web.mailbox.letters)}-{owner.email}"
    made = await owner.client.post("/invitations", json={"email": address, "role": role, **limits})
    assert made.status_code == 201, made.text
    return link_token(made.json()["link"])


async def join(web: Web, token: str) -> httpx2.AsyncClient:
    """Accept as a new person and return a client that is logged in."""
    body = {"token": token, "first_name": "Max", "last_name": "Member", "password": PASSWORD}
    accepted = await web.client().post("/invitations/accept", json=body)
    assert accepted.status_code == 201, accepted.text
    login = await web.client().post(
        "/auth/login", json={"email": accepted.json()["email"], "password": PASSWORD}
    )
    return web.client(Authorization=f"Bearer {login.json()['access_token']}")


async def member_id(owner: Someone, name: str) -> str:
    members = (await owner.client.get("/members")).json()["items"]
    return str(next(each["id"] for each in members if each["name"] == name))


async def test_invited_person_joins_once_with_the_role_and_limits_offered(web: Web) -> None:
    olive = await web.register()
    mine = (await olive.client.post("/advertisers", json={"name": "Mine"})).json()
    await olive.client.post("/advertisers", json={"name": "Not for Max"})
    token = await invite(web, olive, "manager", advertiser_ids=[mine["id"]])
    [letter] = web.mailbox.letters
    assert "http://adwright.test/invitation?token=" in letter.text
    max_member = await join(web, token)
    me = (await max_member.get("/me")).json()
    assert (me["role"], me["advertiser_ids"]) == ("manager", [mine["id"]])
    assert me["organization"]["id"] == olive.organization_id
    assert [each["name"] for each in (await max_member.get("/advertisers")).json()["items"]] == ["Mine"]
    assert (await max_member.get("/audit")).status_code == 403
    again = await web.client().post("/invitations/accept", json={"token": token})
    assert (again.status_code, again.json()["code"]) == (422, "invitation_unknown")


async def test_invitation_when_accepted_by_a_logged_in_person_adds_the_organization(web: Web) -> None:
    olive, rita = await web.register(organization="Harbour"), await web.register(organization="Own")
    token = await invite(web, olive, "analyst")
    assert (await rita.client.post("/invitations/accept", json={"token": token})).status_code == 201
    me = (await rita.client.get("/me")).json()
    assert [each["name"] for each in me["organizations"]] == ["Own", "Harbour"]
    assert (me["organization"]["name"], me["permissions"]) == ("Harbour", ["read"])
    second = await invite(web, olive)
    again = await rita.client.post("/invitations/accept", json={"token": second})
    assert (again.status_code, again.json()["code"]) == (409, "member_already")


async def test_invitation_when_not_logged_in_and_unnamed_asks_for_both_and_stays_open(web: Web) -> None:
    olive = await web.register()
    token = await invite(web, olive)
    refused = await web.client().post("/invitations/accept", json={"token": token})
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["fields"]} == {"first_name", "last_name", "password"}
    await join(web, token)


async def test_invitation_when_withdrawn_or_old_is_void(web: Web) -> None:
    olive = await web.register()
    withdrawn, old = await invite(web, olive), await invite(web, olive)
    listed = (await olive.client.get("/invitations")).json()["items"]
    assert len(listed) == 2
    assert (await olive.client.delete(f"/invitations/{listed[1]['id']}")).status_code == 204
    assert (await olive.client.delete(f"/invitations/{listed[1]['id']}")).status_code == 404
    body = {"first_name": "M", "last_name": "M", "password": PASSWORD}
    void = await web.client().post("/invitations/accept", json={"token": withdrawn, **body})
    assert void.status_code == 422
    web.clock.advance(timedelta(days=8))
    late = await web.client().post("/invitations/accept", json={"token": old, **body})
    assert late.status_code == 422


async def test_last_owner_can_neither_leave_nor_step_down(web: Web) -> None:
    olive = await web.register()
    own = await member_id(olive, "Olive Owner")
    for answer in (
        await olive.client.delete(f"/members/{own}"),
        await olive.client.patch(f"/members/{own}", json={"role": "admin"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    await join(web, await invite(web, olive, "owner"))
    assert (await olive.client.patch(f"/members/{own}", json={"role": "admin"})).json()["role"] == "admin"


async def test_admin_can_neither_make_nor_touch_an_owner(web: Web) -> None:
    olive = await web.register()
    admin = await join(web, await invite(web, olive, "admin"))
    owner_id, own_id = await member_id(olive, "Olive Owner"), await member_id(olive, "Max Member")
    offer = {"email": "x@example.com", "role": "owner"}
    for answer in (
        await admin.post("/invitations", json=offer),
        await admin.patch(f"/members/{own_id}", json={"role": "owner"}),
        await admin.patch(f"/members/{owner_id}", json={"role": "analyst"}),
        await admin.delete(f"/members/{owner_id}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "owner_needed")


async def test_admin_limited_to_an_advertiser_cannot_lift_the_limit(web: Web) -> None:
    olive = await web.register()
    mine = (await olive.client.post("/advertisers", json={"name": "Mine"})).json()
    other = (await olive.client.post("/advertisers", json={"name": "Other"})).json()
    admin = await join(web, await invite(web, olive, "admin", advertiser_ids=[mine["id"]]))
    own_id = await member_id(olive, "Max Member")
    lifted = await admin.patch(f"/members/{own_id}", json={"advertiser_ids": None})
    assert (lifted.status_code, lifted.json()["code"]) == (403, "limited")
    wider = await admin.patch(f"/members/{own_id}", json={"advertiser_ids": [mine["id"], other["id"]]})
    assert wider.status_code == 404


async def test_admin_limited_to_an_advertiser_may_not_touch_what_all_share(web: Web) -> None:
    olive = await web.register()
    mine = (await olive.client.post("/advertisers", json={"name": "Mine"})).json()
    await olive.client.post("/advertisers", json={"name": "Other"})
    admin = await join(web, await invite(web, olive, "admin", advertiser_ids=[mine["id"]]))
    nobody = UUID(int=0)
    token = {"provider": "meta_sandbox", "token": "EAAnot-a-token"}
    for method, path, body in [
        ("GET", "/audit", None),
        ("GET", "/audit/export", None),
        ("GET", "/audit/verification", None),
        ("PATCH", "/organization", {"name": "Taken"}),
        ("POST", "/advertisers", {"name": "Third"}),
        ("POST", "/connections/meta/token", token),
        ("GET", f"/connections/{nobody}/remote-accounts", None),
        ("DELETE", f"/connections/{nobody}", None),
    ]:
        answer = await admin.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "limited"), path
    assert (await admin.patch(f"/advertisers/{mine['id']}", json={"name": "Still mine"})).status_code == 200


async def test_admin_limited_to_an_advertiser_revokes_keys_and_invitations_within_the_limit_only(
    web: Web,
) -> None:
    olive = await web.register()
    mine = (await olive.client.post("/advertisers", json={"name": "Mine"})).json()
    other = (await olive.client.post("/advertisers", json={"name": "Other"})).json()
    admin = await join(web, await invite(web, olive, "admin", advertiser_ids=[mine["id"]]))
    elsewhere = await join(web, await invite(web, olive, "admin", advertiser_ids=[other["id"]]))
    key = {"name": "CI", "scopes": ["read"]}
    beyond = [(await each.post("/api-keys", json=key)).json()["id"] for each in (olive.client, elsewhere)]
    own = (await admin.post("/api-keys", json=key)).json()["id"]
    await invite(web, olive, "analyst", advertiser_ids=[mine["id"]])
    await invite(web, olive, "analyst", advertiser_ids=[mine["id"], other["id"]])
    await invite(web, olive, "analyst")
    *wider, within = (await olive.client.get("/invitations")).json()["items"]

    for path in (
        *(f"/api-keys/{each}" for each in beyond),
        *(f"/invitations/{each['id']}" for each in wider),
    ):
        answer = await admin.delete(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "limited"), path
    for path in (f"/api-keys/{own}", f"/invitations/{within['id']}"):
        assert (await admin.delete(path)).status_code == 204, path
        assert (await admin.delete(path)).status_code == 404, path
    assert (await olive.client.get("/api-keys")).json()["total"] == 2
    assert (await olive.client.get("/invitations")).json()["total"] == 2


async def test_member_when_removed_loses_access_and_keys_at_once(web: Web) -> None:
    olive = await web.register()
    admin = await join(web, await invite(web, olive, "admin"))
    key = (await admin.post("/api-keys", json={"name": "CI", "scopes": ["read"]})).json()["key"]
    gone = await member_id(olive, "Max Member")
    assert (await olive.client.delete(f"/members/{gone}")).status_code == 204
    assert (await admin.get("/me")).status_code == 401
    assert (await web.client(**{"X-API-Key": key}).get("/me")).status_code == 401
    assert (await olive.client.get("/api-keys")).json()["total"] == 0


async def test_person_without_an_organization_is_told_what_to_do(web: Web) -> None:
    olive = await web.register()
    await join(web, await invite(web, olive, "analyst"))
    members = (await olive.client.get("/members")).json()["items"]
    gone = next(each for each in members if each["role"] == "analyst")
    await olive.client.delete(f"/members/{gone['id']}")
    answer = await web.client().post("/auth/login", json={"email": gone["email"], "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "no_organization")


async def test_organization_is_renamed_by_admins_only(web: Web) -> None:
    olive = await web.register()
    analyst = await join(web, await invite(web, olive, "analyst"))
    assert (await analyst.patch("/organization", json={"name": "New"})).status_code == 403
    assert (await olive.client.patch("/organization", json={"name": "New"})).json()["name"] == "New"
    assert (await analyst.get("/organization")).json()["name"] == "New"


async def test_advertisers_are_made_changed_and_removed(web: Web) -> None:
    olive = await web.register()
    made = await olive.client.post(
        "/advertisers", json={"name": " Brand ", "website_url": "https://brand.co"}
    )
    assert made.status_code == 201
    path = f"/advertisers/{made.json()['id']}"
    assert (await olive.client.get(path)).json()["name"] == "Brand"
    assert (await olive.client.post("/advertisers", json={"name": "Brand"})).status_code == 409
    assert (
        await olive.client.post("/advertisers", json={"name": "B2", "website_url": "brand"})
    ).status_code == 422
    cleared = await olive.client.patch(path, json={"website_url": None})
    assert (cleared.json()["name"], cleared.json()["website_url"]) == ("Brand", None)
    assert (await olive.client.delete(path)).status_code == 204
    assert (await olive.client.get(path)).status_code == 404
    assert (await olive.client.get("/advertisers/not-an-id")).status_code == 400
    page = (await olive.client.get("/advertisers?limit=1&offset=5")).json()
    assert page == {"items": [], "total": 0, "offset": 5, "limit": 1}


async def test_one_owner_of_two_steps_down_side_by_side_and_one_stays(web: Web, database: Database) -> None:
    olive = await web.register()
    second = await join(web, await invite(web, olive, "owner"))
    own, other = await member_id(olive, "Olive Owner"), await member_id(olive, "Max Member")
    answers = await asyncio.gather(olive.client.delete(f"/members/{own}"), second.delete(f"/members/{other}"))
    assert sorted(each.status_code for each in answers) == [204, 409]
    async with database.transaction(SystemScope()) as tx:
        owners = await tx.execute(
            text("SELECT count(*) FROM memberships WHERE organization_id = :id AND role = 'owner'"),
            {"id": olive.organization_id},
        )
    assert owners.scalar_one() == 1
