"""The ads of a change as people will see them once it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CreativeContent, DesiredAd, DesiredAdGroup, RunState
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.patch import name_of, with_edits
from adwright.core.database import Transaction
from adwright.core.errors import NotFound
from adwright.creatives import service as creatives
from adwright.creatives.model import Asset
from adwright.platforms.calls_to_action import CALLS_TO_ACTION
from adwright.platforms.model import Platform

MOST_ADS = 12

_LABELS = {each.key: each.label for each in CALLS_TO_ACTION}

_Placed = tuple[DesiredAdGroup, DesiredAd]


@dataclass(frozen=True, slots=True)
class PreviewedAd:
    """An ad with all that its preview needs.

    Attributes:
        asset: its image, where it is one of ours; the content may name one on the platform instead.
    """

    id: UUID
    name: str
    ad_group: str
    content: CreativeContent
    call_to_action_label: str
    page_name: str
    page_picture_url: str | None
    asset: Asset | None


@dataclass(frozen=True, slots=True)
class Previews:
    """The first of the `total` ads that a change makes, or that are at or below what it edits."""

    platform: Platform
    ads: tuple[PreviewedAd, ...]
    total: int


async def preview_change(tx: Transaction, change: Change) -> Previews:
    """Return the ads of a change as they are once it is applied. Repeatable."""
    ads = await _ads_of(tx, change)
    pages = {each.external_id: each for each in await accounts.list_pages(tx, change.ad_account_id)}
    wanted = {ad.fields.creative.asset_id for _, ad in ads[:MOST_ADS]}
    assets = await creatives.assets(tx, [asset_id for asset_id in wanted if asset_id is not None])
    shown = []
    for group, ad in ads[:MOST_ADS]:
        content = ad.fields.creative
        page = pages.get(content.page_external_id or "")
        shown.append(
            PreviewedAd(
                id=ad.id,
                name=name_of(ad),
                ad_group=group.fields.name,
                content=content,
                call_to_action_label=_LABELS.get(content.call_to_action, ""),
                page_name=page.name if page else "",
                page_picture_url=page.picture_url if page else None,
                asset=assets.get(content.asset_id) if content.asset_id else None,
            )
        )
    account = await accounts.get_ad_account(tx, change.ad_account_id)
    return Previews(account.platform, tuple(shown), len(ads))


async def previewed_image(tx: Transaction, change: Change, asset_id: UUID) -> Asset:
    """Return an image that one of a change's ads will show. Repeatable.

    Raises:
        NotFound: none of them shows it.
    """
    if all(ad.fields.creative.asset_id != asset_id for _, ad in await _ads_of(tx, change)):
        raise NotFound("There is no such picture.")
    return await creatives.get_asset(tx, asset_id)


async def _ads_of(tx: Transaction, change: Change) -> list[_Placed]:
    campaign = await campaigns.load_desired(tx, change.campaign_id)
    patch = change.patch
    touched = {edit.node.id for edit in patch.edits} | patch.new_node_ids
    whole = change.kind is ChangeKind.LAUNCH or campaign.id in touched
    return [
        (group, ad)
        # What is proposed is not desired yet: the edits are laid over what is.
        for group in with_edits(campaign, patch).ad_groups
        for ad in group.ads
        if (whole or {group.id, ad.id} & touched) and ad.fields.state is not RunState.ARCHIVED
    ]
