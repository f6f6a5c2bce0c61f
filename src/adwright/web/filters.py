"""Filters of lists by something of one's own: what the actor may not see is not found, not an empty list."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from adwright.accounts import service as accounts
from adwright.web.dependencies import Tx


async def advertiser_filter(tx: Tx, advertiser_id: UUID | None = None) -> UUID | None:
    """Read of which advertiser the rows are wanted.

    Raises:
        NotFound: there is no such advertiser for the actor.
    """
    if advertiser_id is not None:
        await accounts.get_advertiser(tx, advertiser_id)
    return advertiser_id


async def ad_account_filter(tx: Tx, ad_account_id: UUID | None = None) -> UUID | None:
    """Read of which ad account the rows are wanted.

    Raises:
        NotFound: there is no such ad account for the actor.
    """
    if ad_account_id is not None:
        await accounts.get_ad_account(tx, ad_account_id)
    return ad_account_id


async def connection_filter(tx: Tx, connection_id: UUID | None = None) -> UUID | None:
    """Read of which connection the rows are wanted.

    Raises:
        NotFound: there is no such connection.
    """
    if connection_id is not None:
        await accounts.get_connection(tx, connection_id)
    return connection_id


OfAdvertiser = Annotated[UUID | None, Depends(advertiser_filter)]
OfAdAccount = Annotated[UUID | None, Depends(ad_account_filter)]
OfConnection = Annotated[UUID | None, Depends(connection_filter)]
