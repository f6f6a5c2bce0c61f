"""Connecting a platform: consent, pasted tokens, ad accounts brought in, health."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse

from adwright.bootstrap.container import Container
from adwright.core.errors import AdwrightError, FieldProblem, Invalid, Unauthenticated
from adwright.platforms.model import Platform, Provider
from adwright.web.dependencies import ContainerDep, WholeAdmin
from adwright.web.schemas.ad_accounts import AdAccountOut
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.connect import (
    BringInIn,
    ConsentIn,
    ConsentOut,
    OfferedAccountOut,
    OfferedAccountsOut,
    TokenConnectionIn,
)
from adwright.web.schemas.connections import ConnectionOut

router = APIRouter(prefix="/connections", tags=["connections"])

CALLBACK_PATH = "/api/v1/connections/{}/callback"


class ConnectedPlatform(StrEnum):
    """A platform that can be connected."""

    META = Platform.META.value
    GOOGLE = Platform.GOOGLE.value


@router.post("/{platform}/token", status_code=201)
async def connect_with_token(
    platform: ConnectedPlatform, body: TokenConnectionIn, actor: WholeAdmin, container: ContainerDep
) -> ConnectionOut:
    """Connect with a pasted token or key; the same platform user again renews its connection.

    For Meta it is a system-user token; for Google the JSON key of a service account or of an authorized user.
    """
    _require_same(platform, body.provider)
    return ConnectionOut.of(
        await container.connect_platform.connect_with_token(actor, body.provider, body.token)
    )


@router.post("/{platform}/oauth", status_code=201)
async def start_consent(
    platform: ConnectedPlatform, body: ConsentIn, actor: WholeAdmin, container: ContainerDep
) -> ConsentOut:
    """Return the address of the platform's consent page."""
    _require_same(platform, body.provider)
    url = await container.connect_platform.start_consent(
        actor,
        body.provider,
        redirect_uri=_redirect_uri(container, platform),
        connection_id=body.connection_id,
    )
    return ConsentOut(authorize_url=url)


@router.get("/{platform}/callback", status_code=303, response_class=RedirectResponse)
async def finish_consent(
    platform: ConnectedPlatform,
    actor: WholeAdmin,
    container: ContainerDep,
    state: Annotated[str, Query(max_length=200)],
    code: Annotated[str | None, Query(max_length=2000)] = None,
    error: Annotated[str | None, Query(max_length=200)] = None,
    error_description: Annotated[str | None, Query(max_length=1000)] = None,
) -> RedirectResponse:
    """Take the browser back from the consent page; troubles are shown on the connections page."""
    if code is None:
        said = error_description or error or "no reason was given"
        return _back(problem=f"The consent was not given: {said}. Nothing was connected.")
    try:
        connection = await container.connect_platform.finish_consent(
            actor, state=state, code=code, redirect_uri=_redirect_uri(container, platform)
        )
    except Unauthenticated:
        raise
    except AdwrightError as trouble:
        return _back(problem=trouble.message)
    return RedirectResponse(f"/connections/{connection.id}", status_code=303)


@router.get("/{connection_id}/remote-accounts")
async def offered_accounts(
    connection_id: UUID, actor: WholeAdmin, container: ContainerDep
) -> OfferedAccountsOut:
    """List the ad accounts that a connection reaches, as the platform tells them now."""
    offered = await container.connect_platform.offered_accounts(actor, connection_id)
    return OfferedAccountsOut(items=[OfferedAccountOut.of(each) for each in offered])


@router.post("/{connection_id}/accounts", status_code=201)
async def bring_in_accounts(
    connection_id: UUID, body: BringInIn, actor: WholeAdmin, container: ContainerDep
) -> PageOut[AdAccountOut]:
    """Bring ad accounts in for an advertiser; their tree and 90 days of facts follow by themselves."""
    brought = await container.connect_platform.bring_in(
        actor, connection_id, body.advertiser_id, body.external_ids
    )
    items = [AdAccountOut.of(each, container.clock) for each in brought]
    return PageOut(items=items, total=len(items), offset=0, limit=len(items))


@router.post("/{connection_id}/check")
async def check_connection(connection_id: UUID, actor: WholeAdmin, container: ContainerDep) -> ConnectionOut:
    """Ask the platform what the connection's token is worth now."""
    return ConnectionOut.of(await container.connect_platform.check(actor, connection_id))


@router.post("/{connection_id}/renew")
async def renew_connection(connection_id: UUID, actor: WholeAdmin, container: ContainerDep) -> ConnectionOut:
    """Exchange the token for one that lives longer, where the platform has that."""
    return ConnectionOut.of(await container.connect_platform.renew(actor, connection_id))


def _redirect_uri(container: Container, platform: ConnectedPlatform) -> str:
    return container.settings.base_url + CALLBACK_PATH.format(platform.value)


def _require_same(platform: ConnectedPlatform, provider: Provider) -> None:
    if provider.platform.value != platform.value:
        message = f"{provider.value} is no provider of {platform.value}."
        raise Invalid(message, code="other_platform", fields=(FieldProblem("provider", message),))


def _back(*, problem: str) -> RedirectResponse:
    return RedirectResponse(f"/connections?{urlencode({'problem': problem})}", status_code=303)
