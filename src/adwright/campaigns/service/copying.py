"""A new draft made of what another campaign is."""

from __future__ import annotations

from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns.documents import (
    declaration_document,
    meta_document,
    search_document,
    targeting_document,
)
from adwright.campaigns.meta_settings import MetaSettings
from adwright.campaigns.model import AdFields, CampaignOrigin, CampaignStatus, ReviewStatus, RunState
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord, StoredBudget, meta_now
from adwright.campaigns.repository.trees import TreeRepository
from adwright.campaigns.service.reading import get_campaign
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict
from adwright.core.ids import new_id
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.platforms.calls_to_action import is_call_to_action
from adwright.platforms.model import Level

_LONGEST_NAME = 200


async def duplicate(
    tx: Transaction, actor: Actor, clock: Clock, campaign_id: UUID, *, name: str | None = None
) -> CampaignRecord:
    """Make a draft with the same purpose, money, audiences and creatives; the schedule stays empty.

    Not repeatable: each call makes another. An ad that came from the platform gets a creative with its texts;
    its image has to be added, because the platform's copy is not ours to use.

    Raises:
        Conflict: the campaign is made of imported files and says too little to be built again.
        NotFound: there is no such campaign.
    """
    source = await get_campaign(tx, campaign_id)
    if source.origin is CampaignOrigin.FILE:
        raise Conflict(
            "This campaign is known from an imported file only. There is too little to copy.",
            code="file_campaign",
        )
    copy_id = await _copy_campaign(tx, actor, clock, source, name)
    repository, shared = TreeRepository(tx), meta_now(source) or MetaSettings()
    owner = {
        "campaign_id": copy_id,
        "advertiser_id": source.advertiser_id,
        "ad_account_id": source.ad_account_id,
    }
    for position, group in enumerate(source.ad_groups):
        group_id = new_id()
        await repository.add_nodes(
            Level.AD_GROUP, [owner | {"id": group_id, "position": position} | _ad_group(group, shared)]
        )
        rows = []
        for index, ad in enumerate(group.ads):
            version_id = await _creative_version(tx, actor, clock, source, ad)
            place = {"id": new_id(), "ad_group_id": group_id, "position": index}
            rows.append(owner | place | _ad(ad, version_id))
        await repository.add_nodes(Level.AD, rows)
    copy = await get_campaign(tx, copy_id)
    await audit.record(
        tx,
        actor,
        "campaign.duplicated",
        "campaign",
        copy_id,
        after={"name": copy.name, "copy_of": campaign_id},
    )
    return copy


async def _copy_campaign(
    tx: Transaction, actor: Actor, clock: Clock, source: CampaignRecord, name: str | None
) -> UUID:
    copy_id, now = new_id(), clock.now()
    await TreeRepository(tx).add_campaign(
        {
            "id": copy_id,
            "advertiser_id": source.advertiser_id,
            "ad_account_id": source.ad_account_id,
            "name": (name or f"{source.name} (copy)")[:_LONGEST_NAME],
            "origin": CampaignOrigin.BUILT.value,
            "status": CampaignStatus.DRAFT.value,
            "state": RunState.ACTIVE.value,
            "purpose": source.purpose.value if source.purpose else None,
            "budget_level": source.budget_level.value,
            **_budget(source.budget),
            "spend_cap_micros": source.spend_cap_micros,
            "bid_amount_micros": source.bid_amount_micros,
            "currency": source.currency,
            "bid_strategy": source.bid_strategy.value if source.bid_strategy else None,
            "special_ad_categories": [each.value for each in source.special_ad_categories],
            "search": search_document(source.search),
            "meta": meta_document(meta_now(source)),
            "page_external_id": source.page_external_id or _page_of_ads(source),
            "pixel_external_id": source.pixel_external_id,
            "created_at": now,
            "created_by": actor.name,
            "updated_at": now,
        }
    )
    return copy_id


def _page_of_ads(source: CampaignRecord) -> str | None:
    """Return the page of the first imported ad that names one; imported ad groups often do not."""
    for group in source.ad_groups:
        for ad in group.ads:
            if ad.observed is not None and isinstance(ad.observed.fields, AdFields):
                page = ad.observed.fields.creative.page_external_id
                if page is not None:
                    return page
    return None


def _ad_group(group: AdGroupRecord, shared: MetaSettings) -> dict[str, object]:
    """Return a copy's columns; what all ad groups share is its campaign's, where a draft is edited."""
    own_event = group.conversion_event != shared.conversion_event
    own_declaration = group.declaration != shared.declaration
    return {
        "name": group.name,
        "state": RunState.ACTIVE.value,
        "audience_version_id": group.audience.version_id if group.audience else None,
        "targeting": targeting_document(group.targeting) if group.targeting else None,
        **_budget(group.budget),
        "bid_amount_micros": group.bid_amount_micros,
        "page_external_id": group.page_external_id,
        "pixel_external_id": group.pixel_external_id,
        "conversion_event": group.conversion_event if own_event else None,
        "declaration": declaration_document(group.declaration) if own_declaration else None,
    }


def _ad(ad: AdRecord, creative_version_id: UUID | None) -> dict[str, object]:
    return {
        "name": ad.name,
        "state": RunState.ACTIVE.value,
        "creative_version_id": creative_version_id,
        "review": ReviewStatus.NONE.value,
        "review_reasons": [],
    }


async def _creative_version(
    tx: Transaction, actor: Actor, clock: Clock, source: CampaignRecord, ad: AdRecord
) -> UUID | None:
    if ad.creative is not None:
        return ad.creative.id
    if ad.observed is None or not isinstance(ad.observed.fields, AdFields):
        return None
    seen = ad.observed.fields.creative
    content = CreativeText(
        headline=seen.headline,
        primary_text=seen.primary_text,
        description=seen.description,
        call_to_action=seen.call_to_action if is_call_to_action(seen.call_to_action) else "",
        destination_url=seen.destination_url,
        more_headlines=seen.more_headlines,
        more_descriptions=seen.more_descriptions,
        display_path=seen.display_path,
    )
    creative = await creatives.create_creative(
        tx, actor, clock, advertiser_id=source.advertiser_id, name=ad.name, content=content
    )
    return creative.latest.id


def _budget(budget: StoredBudget | None) -> dict[str, object]:
    return {
        "budget_period": budget.period.value if budget else None,
        "budget_micros": budget.micros if budget else None,
    }
