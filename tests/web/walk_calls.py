"""What the tenant walk sends: calls whose ids are put in when it is known whose they shall be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

from adwright.core.ids import new_id
from tests.walk_fixture import Side, World, approval_link, campaign_body


@dataclass(frozen=True)
class Id:
    """A real id by its key."""

    key: str


@dataclass(frozen=True)
class Call:
    """What to send. Values may hold `Id`s; `client` is the side's owner unless another is given.

    A call that is not `good` names an id where even the owner is refused; a stranger still gets 404.
    """

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    form: dict[str, Any] | None = None
    files: Any = None
    client: httpx2.AsyncClient | None = None
    good: bool = True


Sample = Callable[[World, Side], Awaitable[Call]]


def call(**parts: Any) -> Sample:
    """Return a sample that is the same each time."""

    async def sample(world: World, side: Side) -> Call:
        return Call(**parts)

    return sample


def at(parameter: str, key: str, **parts: Any) -> Sample:
    """Return a sample of an address with one id."""
    return call(path={parameter: Id(key)}, **parts)


def by_link(**path: Any) -> Sample:
    """Return a sample of somebody without an account, who was sent a link."""

    async def sample(world: World, side: Side) -> Call:
        return Call(path={"token": side.ids["approval_token"], **path}, client=world.web.client())

    return sample


def by_new_link(**body: Any) -> Sample:
    """Return a sample that uses a link up, which is a new one each time."""

    async def sample(world: World, side: Side) -> Call:
        name = f"{side.mark} {new_id()}"
        made = await side.owner.client.post("/campaigns", json=campaign_body(side, name))
        change = await side.owner.client.post(f"/campaigns/{made.json()['id']}/launch")
        link = await approval_link(side, change.json()["id"])
        return Call(path={"token": link["url"].rsplit("/", 1)[1]}, json=body, client=world.web.client())

    return sample
