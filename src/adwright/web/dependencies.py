"""What routes ask for: the actor, a transaction in the actor's scope, paging, the container."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Query, Request

from adwright.bootstrap.container import Container
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import SystemScope, TenantScope, Transaction
from adwright.core.paging import MAX_LIMIT, PageRequest
from adwright.web.authentication import authenticate
from adwright.web.idempotency import note_act


def container(request: Request) -> Container:
    """Return the composition root the app was made with."""
    found: Container = request.app.state.container
    return found


ContainerDep = Annotated[Container, Depends(container)]


def clock(container: ContainerDep) -> Clock:
    """Return the injected clock."""
    return container.clock


ClockDep = Annotated[Clock, Depends(clock)]


async def current_actor(request: Request, container: ContainerDep) -> Actor:
    """Return who asks.

    Raises:
        Unauthenticated: nobody is logged in, or the credential is no longer good.
        Denied: the anti-forgery header of a browser session is missing or wrong.
    """
    return await authenticate(request, container)


CurrentActor = Annotated[Actor, Depends(current_actor)]


async def tenant_transaction(
    request: Request, container: ContainerDep, actor: CurrentActor
) -> AsyncIterator[Transaction]:
    """Open the request's transaction in the actor's scope; it commits before the answer leaves."""
    scope = TenantScope.of(actor)
    async with container.database.transaction(scope) as transaction:
        yield transaction
        await note_act(request.scope, transaction)


# scope="function" ends the dependency before the response is sent: a failed commit must not answer 200.
Tx = Annotated[Transaction, Depends(tenant_transaction, scope="function")]


async def system_transaction(container: ContainerDep) -> AsyncIterator[Transaction]:
    """Open a transaction before any tenant is known (log-in, registration)."""
    async with container.database.transaction(SystemScope()) as transaction:
        yield transaction


SystemTx = Annotated[Transaction, Depends(system_transaction, scope="function")]


def paging(
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> PageRequest:
    """Read which part of a list is wanted."""
    return PageRequest(offset=offset, limit=limit)


Paging = Annotated[PageRequest, Depends(paging)]


def _permitted(permission: Permission) -> Callable[[Actor], Awaitable[Actor]]:
    async def check(actor: CurrentActor) -> Actor:
        actor.require(permission)
        return actor

    return check


Reader = Annotated[Actor, Depends(_permitted(Permission.READ))]
Builder = Annotated[Actor, Depends(_permitted(Permission.BUILD))]
Approver = Annotated[Actor, Depends(_permitted(Permission.APPROVE))]
Admin = Annotated[Actor, Depends(_permitted(Permission.ADMIN))]


async def _whole_organization(actor: Admin) -> Actor:
    actor.require_all_advertisers()
    return actor


# For what all advertisers share: connections, the audit log, the organization itself.
WholeAdmin = Annotated[Actor, Depends(_whole_organization)]
Owner = Annotated[Actor, Depends(_permitted(Permission.OWN))]
