"""Somebody without an account looks at a proposal by link: the change, and its ads as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CreativeContent, DesiredAd, DesiredAdGroup, DesiredCampaign, RunState
from adwright.campaigns.places import Place
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.links import ApprovalLink, SignedLink
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, NotFound
from adwright.creatives import service as creatives
from adwright.creatives.model import Asset
from adwright.journeys.search_catalogues import MOST_PLACES, SearchCatalogues
from adwright.platforms.calls_to_action import CALLS_TO_ACTION
from adwright.platforms.model import Platform
from adwright.platforms.places import googles_within

MOST_ADS = 12

_LABELS = {each.key: each.label for each in CALLS_TO_ACTION}


@dataclass(frozen=True, slots=True)
class SharedAd:
    """An ad with all that its preview needs."""

    id: UUID
    name: str
    ad_group: str
    content: CreativeContent
    call_to_action_label: str
    page_name: str
    page_picture_url: str | None
    asset: Asset | None


@dataclass(frozen=True, slots=True)
class SharedChange:
    """What a link shows; `ads` are the first of `ads_total`, `places` those that the diff names by number."""

    organization: str
    platform: Platform
    link: ApprovalLink
    change: Change
    ads: tuple[SharedAd, ...]
    ads_total: int
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
    ads = _ads_of(change, await campaigns.load_desired(tx, change.campaign_id))
    if all(ad.fields.creative.asset_id != asset_id for _, ad in ads):
        raise NotFound("There is no such picture.")
    return await creatives.get_asset(tx, asset_id)


async def _shown(tx: Transaction, clock: Clock, signed: SignedLink) -> SharedChange:
    link, change = await changes.open_link(tx, clock, signed)
    change = await changes.judged_now(tx, clock, change)
    ads = _ads_of(change, await campaigns.load_desired(tx, change.campaign_id))
    organization = await accounts.get_organization(tx)
    shown = await _with_pictures(tx, change, ads[:MOST_ADS])
    platform = (await accounts.get_ad_account(tx, change.ad_account_id)).platform
    return SharedChange(organization.name, platform, link, change, shown, len(ads))


def _ads_of(change: Change, campaign: DesiredCampaign) -> list[tuple[DesiredAdGroup, DesiredAd]]:
    """Return the ads that a change makes, or that are at or below what it edits."""
    touched = {edit.node.id for edit in change.patch.edits}
    whole = change.kind is ChangeKind.LAUNCH or campaign.id in touched
    return [
        (group, ad)
        for group in campaign.ad_groups
        for ad in group.ads
        if (whole or {group.id, ad.id} & touched) and ad.fields.state is not RunState.ARCHIVED
    ]


async def _with_pictures(
    tx: Transaction, change: Change, ads: list[tuple[DesiredAdGroup, DesiredAd]]
) -> tuple[SharedAd, ...]:
    pages = {each.external_id: each for each in await accounts.list_pages(tx, change.ad_account_id)}
    wanted = {ad.fields.creative.asset_id for _, ad in ads} - {None}
    assets = await creatives.assets(tx, [asset_id for asset_id in wanted if asset_id is not None])
    shown = []
    for group, ad in ads:
        content = ad.fields.creative
        page = pages.get(content.page_external_id or "")
        shown.append(
            SharedAd(
                id=ad.id,
                name=ad.fields.name,
                ad_group=group.fields.name,
                content=content,
                call_to_action_label=_LABELS.get(content.call_to_action, ""),
                page_name=page.name if page else "",
                page_picture_url=page.picture_url if page else None,
                asset=assets.get(content.asset_id) if content.asset_id else None,
            )
        )
    return tuple(shown)
