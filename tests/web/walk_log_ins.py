"""Good calls for every operation about logging in; most of them use a log-in of their own up."""

from __future__ import annotations

import httpx2

from adwright.core.ids import new_id
from tests.factories import PASSWORD
from tests.walk_fixture import Side, World
from tests.web.walk_calls import Call, Sample, call


async def _stranger(world: World) -> httpx2.AsyncClient:
    """Return a client of somebody new, whose log-in may be used up."""
    return (await world.web.register(organization="Somebody new")).client


async def _register(world: World, side: Side) -> Call:
    names = {"first_name": "New", "last_name": "Person", "organization_name": "New organization"}
    return Call(json={"email": f"{new_id()}@example.com", "password": PASSWORD, **names})


async def _log_in(world: World, side: Side) -> Call:
    return Call(json={"email": side.owner.email, "password": PASSWORD}, client=world.web.client())


async def _refresh(world: World, side: Side) -> Call:
    token = (await world.web.register()).refresh_token
    return Call(json={"refresh_token": token}, client=world.web.client())


async def _log_out(world: World, side: Side) -> Call:
    return Call(client=await _stranger(world))


async def _browser(world: World, side: Side) -> Call:
    """Return a call from a browser that is logged in."""
    someone = await world.web.register()
    client = world.web.client()
    opened = await client.post("/auth/session", json={"email": someone.email, "password": PASSWORD})
    client.headers["X-CSRF-Token"] = opened.json()["csrf_token"]
    return Call(client=client)


async def _forgot(world: World, side: Side) -> Call:
    return Call(json={"email": f"{new_id()}@example.com"}, client=world.web.client())


async def _reset(world: World, side: Side) -> Call:
    someone = await world.web.register()
    client = world.web.client()
    await client.post("/auth/password/forgot", json={"email": someone.email})
    link = world.web.mailbox.letters[-1].text.partition("token=")[2].split()[0]
    return Call(json={"token": link, "new_password": "another long password"}, client=client)


async def _change_password(world: World, side: Side) -> Call:
    body = {"current_password": PASSWORD, "new_password": "another long password"}
    return Call(json=body, client=await _stranger(world))


LOG_INS: dict[str, list[Sample]] = {
    "auth_register": [_register],
    "auth_log_in": [_log_in],
    "auth_refresh": [_refresh],
    "auth_log_out": [_log_out],
    "auth_open_session": [_log_in],
    "auth_show_session": [_browser],
    "auth_close_session": [_browser],
    "auth_list_sessions": [call()],
    "auth_forgot_password": [_forgot],
    "auth_reset_password": [_reset],
    "auth_change_password": [_change_password],
}
