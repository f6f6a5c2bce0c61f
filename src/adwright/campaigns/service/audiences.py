"""Audiences: reusable, versioned, and never taken away from under a campaign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.campaigns.documents import targeting_document
from adwright.campaigns.model import Audience, Targeting
from adwright.campaigns.repository.audiences import AudienceRepository
from adwright.campaigns.targeting import normalized
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest


async def create_audience(
    tx: Transaction, actor: Actor, clock: Clock, *, advertiser_id: UUID, name: str, targeting: Targeting
) -> Audience:
    """Make an audience with its first version. Not repeatable: each call makes another.

    Raises:
        Invalid: the targeting names something that does not exist.
        NotFound: there is no such advertiser.
    """
    await accounts.get_advertiser(tx, advertiser_id)
    now = clock.now()
    audience = Audience(new_id(), advertiser_id, name, new_id(), 1, normalized(targeting), now, now)
    await AudienceRepository(tx).add(audience, actor.name)
    await audit.record(
        tx, actor, "audience.created", "audience", audience.id, after=_shown(audience)
    )
    return audience


async def get_audience(tx: Transaction, audience_id: UUID) -> Audience:
    """Return an audience in its newest version. Repeatable.

    Raises:
        NotFound: there is no such audience.
    """
    audience = await AudienceRepository(tx).get(audience_id)
    if audience is None:
        raise NotFound("There is no such audience.")
    return audience


async def find_audience(tx: Transaction, advertiser_id: UUID, name: str) -> Audience:
    """Return an advertiser's audience by its name, in its newest version. Repeatable.

    Raises:
        Invalid: no audience, or more than one, has this name.
    """
    found = await AudienceRepository(tx).named(advertiser_id, name)
    if not found:
        raise Invalid(
            f"There is no audience “{name}” in this advertiser's library. Correct the name, make the "
            "audience first, or write its targeting here.",
            code="no_audience",
        )
    if len(found) > 1:
        raise Invalid(
            f"There are {len(found)} audiences “{name}”. Rename one, so that it is clear which is meant.",
            code="audience_ambiguous",
        )
    return found[0]


async def list_audiences(
    tx: Transaction, advertiser_id: UUID | None, wanted: PageRequest
) -> Page[Audience]:
    """Return audiences by name, in their newest versions; of one advertiser or of all. Repeatable."""
    return await AudienceRepository(tx).page(advertiser_id, wanted)


async def edit_audience(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    audience_id: UUID,
    *,
    name: str | None = None,
    targeting: Targeting | None = None,
    held_campaign_ids: Collection[UUID] = frozenset(),
) -> Audience:
    """Rename an audience, or give it a new version. Repeatable: equal targeting makes no version.

    Drafts move to the new version; what exists on a platform keeps the version it was launched with.

    Args:
        tx: the transaction.
        actor: who edits.
        clock: gives the present instant.
        audience_id: which audience.
        name: its new name; None keeps it.
        targeting: whom it is for from now on; None keeps that.
        held_campaign_ids: campaigns with an open change: a launch makes what was proposed.

    Raises:
        Conflict: somebody else edited it at the same moment.
        Invalid: the targeting names something that does not exist.
        NotFound: there is no such audience.
    """
    before = await get_audience(tx, audience_id)
    after = replace(before, name=name or before.name, updated_at=clock.now())
    wanted = normalized(targeting) if targeting is not None else before.targeting
    if wanted == before.targeting and after.name == before.name:
        return before
    repository = AudienceRepository(tx)
    await repository.rename(audience_id, after.name, after.updated_at)
    if wanted != before.targeting:
        after = replace(after, version_id=new_id(), version=before.version + 1, targeting=wanted)
        async with tx.conflict("Somebody else edited this audience just now. Look at their version first."):
            await repository.add_version(after, actor.name)
        await repository.move_drafts(audience_id, after.version_id, held_campaign_ids)
    await audit.record(
        tx, actor, "audience.edited", "audience", audience_id, before=_shown(before), after=_shown(after)
    )
    return after


async def remove_audience(tx: Transaction, actor: Actor, audience_id: UUID) -> None:
    """Remove an audience that no campaign uses.

    Raises:
        Conflict: campaigns use it; the message names them.
        NotFound: there is no such audience.
    """
    audience = await get_audience(tx, audience_id)
    repository = AudienceRepository(tx)
    users = await repository.campaigns_using(audience_id)
    if users:
        shown = ", ".join(f"“{name}”" for name in users[:5])
        more = f" and {len(users) - 5} more" if len(users) > 5 else ""
        raise Conflict(
            f"This audience is used in {shown}{more}. Choose another audience there first.",
            code="audience_in_use",
        )
    async with tx.conflict("A campaign has just begun to use this audience.", code="audience_in_use"):
        await repository.remove(audience_id)
    await audit.record(tx, actor, "audience.removed", "audience", audience_id, before=_shown(audience))


def _shown(audience: Audience) -> dict[str, object]:
    return {
        "name": audience.name,
        "version": audience.version,
        "targeting": targeting_document(audience.targeting),
    }
