"""Connections as they are; what asks a platform is in `connect`."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.paging import page_of
from adwright.web.dependencies import ContainerDep, Paging, Reader, Tx, WholeAdmin
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.connections import ConnectionOut, PlatformLimitOut, PlatformLimitsOut

router = APIRouter(prefix="/connections", tags=["connections"])


@router.get("")
async def list_all(actor: Reader, tx: Tx, paging: Paging) -> PageOut[ConnectionOut]:
    """List the connections, oldest first."""
    return PageOut[ConnectionOut].of(page_of(await accounts.list_connections(tx), paging), ConnectionOut.of)


@router.get("/{connection_id}")
async def show(connection_id: UUID, actor: Reader, tx: Tx) -> ConnectionOut:
    """Return one connection and its health."""
    return ConnectionOut.of(await accounts.get_connection(tx, connection_id))


@router.get("/{connection_id}/limits")
async def limits(connection_id: UUID, actor: Reader, container: ContainerDep) -> PlatformLimitsOut:
    """Return how much of the platform's limits is used, and until when work waits."""
    found = await container.show_limits(actor, connection_id)
    return PlatformLimitsOut(items=[PlatformLimitOut.of(each) for each in found])


@router.delete("/{connection_id}", status_code=204)
async def disconnect(connection_id: UUID, actor: WholeAdmin, tx: Tx) -> None:
    """Erase a connection's token; ad accounts and history stay."""
    await accounts.disconnect(tx, actor, connection_id)
