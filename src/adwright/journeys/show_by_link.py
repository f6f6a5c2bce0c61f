"""Somebody without an account looks at a proposal by link: the change, and its ads as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.campaigns.places import Place
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.links import ApprovalLink, SignedLink
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError
from adwright.creatives.model import Asset
from adwright.journeys.preview_change import Previews, preview_change, previewed_image
from adwright.journeys.search_catalogues import MOST_PLACES, SearchCatalogues
from adwright.platforms.places import googles_within


@dataclass(frozen=True, slots=True)
class SharedChange:
    """What a link shows; `places` are those that the diff names by number."""

    organization: str
    link: ApprovalLink
    change: Change
    previews: Previews
    places: Sequence[Place] = ()


class ShowByLink:
    """Shows a proposal; the platform is asked for the names of its places with no transaction open."""

    def __init__(self, database: Database, clock: Clock, catalogues: SearchCatalogues) -> None:
        self._database = database
        self._clock = clock
        self._catalogues = catalogues

    async def __call__(self, signed: SignedLink) -> SharedChange:
        """Return what a link shows. Repeatable.

        Args:
            signed: what the link's text says.

        Raises:
            NotFound: the link does not exist (any more).
            Conflict: it cannot be used (any more).
        """
        async with self._database.transaction(TenantScope(signed.organization_id)) as tx:
            shared = await _shown(tx, self._clock, signed)
        return replace(shared, places=await self._places_of(signed.organization_id, shared.change))

    async def _places_of(self, organization_id: UUID, change: Change) -> Sequence[Place]:
        texts = [text for line in change.diff for text in (line.before, line.after) if text is not None]
        codes = sorted({code for text in texts for code in googles_within(text)})[:MOST_PLACES]
        if not codes:
            return ()
        actor = Actor.system(organization_id, "Adwright")
        try:
            return await self._catalogues.places_called(actor, change.ad_account_id, codes)
        except AdwrightError:
            # What is asked to be decided does not hang on whether the platform answers.
            return ()


async def image_by_link(tx: Transaction, clock: Clock, signed: SignedLink, asset_id: UUID) -> Asset:
    """Return a picture that one of the link's ads shows. Repeatable.

    Raises:
        NotFound: the link does not exist (any more), or none of its ads shows the picture.
        Conflict: the link cannot be used (any more).
    """
    _, change = await changes.open_link(tx, clock, signed)
    return await previewed_image(tx, change, asset_id)


async def _shown(tx: Transaction, clock: Clock, signed: SignedLink) -> SharedChange:
    link, change = await changes.open_link(tx, clock, signed)
    change = await changes.judged_now(tx, clock, change)
    organization = await accounts.get_organization(tx)
    return SharedChange(organization.name, link, change, await preview_change(tx, change))
