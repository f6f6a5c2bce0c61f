"""Advertisers: the brands or clients whose ads these are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from adwright.accounts.model import Advertiser
from adwright.accounts.repository.advertisers import AdvertiserRepository
from adwright.audit import service as audit
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, NotFound
from adwright.core.ids import new_id

_NAME_TAKEN = "There is an advertiser of this name already. Choose another name."


async def get_advertiser(tx: Transaction, advertiser_id: UUID) -> Advertiser:
    """Return one advertiser. Repeatable.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    advertiser = await AdvertiserRepository(tx).find(advertiser_id)
    if advertiser is None:
        raise NotFound("There is no such advertiser.")
    return advertiser


async def list_advertisers(tx: Transaction) -> Sequence[Advertiser]:
    """Return the advertisers that the actor may see, by name. Repeatable."""
    return await AdvertiserRepository(tx).all()


async def create_advertiser(
    tx: Transaction, actor: Actor, clock: Clock, *, name: str, website_url: str | None = None
) -> Advertiser:
    """Make an advertiser.

    Raises:
        Denied: the actor may not administer the organization.
        Conflict: the name is taken.
    """
    actor.require(Permission.ADMIN)
    advertiser = Advertiser(id=new_id(), name=name, website_url=website_url, created_at=clock.now())
    async with tx.conflict(_NAME_TAKEN, code="name_taken"):
        await AdvertiserRepository(tx).add(advertiser)
    await audit.record(
        tx,
        actor,
        "advertiser.created",
        "advertiser",
        advertiser.id,
        after={"name": name, "website_url": website_url},
    )
    return advertiser


async def change_advertiser(
    tx: Transaction, actor: Actor, advertiser_id: UUID, *, name: str, website_url: str | None
) -> Advertiser:
    """Change an advertiser's name and website. Repeatable.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Denied: the actor may not administer the organization.
        Conflict: the name is taken.
    """
    actor.require(Permission.ADMIN)
    before = await get_advertiser(tx, advertiser_id)
    after = replace(before, name=name, website_url=website_url)
    if after == before:
        return before
    async with tx.conflict(_NAME_TAKEN, code="name_taken"):
        await AdvertiserRepository(tx).change(advertiser_id, {"name": name, "website_url": website_url})
    await audit.record(
        tx,
        actor,
        "advertiser.changed",
        "advertiser",
        advertiser_id,
        before={"name": before.name, "website_url": before.website_url},
        after={"name": name, "website_url": website_url},
    )
    return after


async def remove_advertiser(tx: Transaction, actor: Actor, advertiser_id: UUID) -> None:
    """Remove an advertiser that owns no ad account, with its audiences and pictures.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Denied: the actor may not administer the organization.
        Conflict: it owns ad accounts, whose history must stay.
    """
    actor.require(Permission.ADMIN)
    advertiser = await get_advertiser(tx, advertiser_id)
    repository = AdvertiserRepository(tx)
    accounts = await repository.count_accounts(advertiser_id)
    if accounts:
        raise Conflict(
            f"{advertiser.name} owns {accounts} ad account{'s' if accounts > 1 else ''}, "
            "whose history must stay. Rename the advertiser if it is no longer served.",
            code="advertiser_in_use",
        )
    async with tx.conflict(f"{advertiser.name} is still in use.", code="advertiser_in_use"):
        await repository.remove(advertiser_id)
    await audit.record(
        tx, actor, "advertiser.removed", "advertiser", advertiser_id, before={"name": advertiser.name}
    )


async def require_advertisers(tx: Transaction, advertiser_ids: Iterable[UUID] | None) -> None:
    """Make sure that each advertiser exists and may be seen. Repeatable.

    Raises:
        NotFound: one does not, or may not.
    """
    for advertiser_id in advertiser_ids or ():
        await get_advertiser(tx, advertiser_id)
