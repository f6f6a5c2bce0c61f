"""Drafts: entered step by step, saved at any point, edited freely until they are launched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.campaigns.documents import meta_document, search_document
from adwright.campaigns.draft_columns import (
    MOST_AD_GROUPS,
    MOST_ADS_PER_GROUP,
    ad_columns,
    ad_group_columns,
    campaign_columns,
)
from adwright.campaigns.drafts import DraftAdGroup, DraftEdit
from adwright.campaigns.model import BudgetLevel, CampaignOrigin, CampaignStatus, RunState
from adwright.campaigns.records import AdGroupRecord, CampaignRecord
from adwright.campaigns.repository.audiences import AudienceRepository
from adwright.campaigns.repository.trees import TreeRepository
from adwright.campaigns.service.membership import part_campaigns, require_same_place
from adwright.campaigns.service.reading import get_campaign
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.creatives import service as creatives
from adwright.platforms.model import Level

_ANOTHER_ADVERTISER = "belongs to another advertiser than the campaign."


async def create_draft(tx: Transaction, actor: Actor, clock: Clock, edit: DraftEdit) -> CampaignRecord:
    """Make a draft from what is known so far. Not repeatable: each call makes another.

    Args:
        tx: the transaction.
        actor: who makes it.
        clock: the clock.
        edit: what is known; `advertiser_id` at least.

    Raises:
        Invalid: something cannot be right at any time, such as too many decimals.
        NotFound: it names an advertiser, account, audience or creative that does not exist.
    """
    now = clock.now()
    campaign_id = new_id()
    currency = await _currency_for(tx, edit["advertiser_id"], edit.get("ad_account_id"))
    first: dict[str, Any] = {
        "id": campaign_id,
        "name": "New campaign",
        "origin": CampaignOrigin.BUILT.value,
        "status": CampaignStatus.DRAFT.value,
        "state": RunState.ACTIVE.value,
        "budget_level": BudgetLevel.CAMPAIGN.value,
        "special_ad_categories": [],
        "created_at": now,
        "created_by": actor.name,
        "updated_at": now,
    }
    await TreeRepository(tx).add_campaign(first | campaign_columns(edit, currency))
    record = await get_campaign(tx, campaign_id)
    record = await _replace_tree(tx, record, edit["ad_groups"]) if edit.get("ad_groups") else record
    await audit.record(tx, actor, "campaign.created", "campaign", campaign_id, after={"name": record.name})
    return record


async def edit_draft(
    tx: Transaction, actor: Actor, clock: Clock, campaign_id: UUID, edit: DraftEdit
) -> CampaignRecord:
    """Set what is given, keep the rest; `ad_groups` replaces the whole tree below. Repeatable.

    Raises:
        Conflict: the campaign is no draft any more; what is launched changes through changes.
        Invalid: something cannot be right at any time, such as too many decimals.
        NotFound: there is no such campaign, or it names something that does not exist.
    """
    before = await get_campaign(tx, campaign_id, lock=True)
    _require_draft(before)
    await require_same_place(tx, before, edit)
    advertiser_id = edit.get("advertiser_id", before.advertiser_id)
    ad_account_id = edit.get("ad_account_id", before.ad_account_id)
    currency = await _currency_for(tx, advertiser_id, ad_account_id)
    repository = TreeRepository(tx)
    columns = campaign_columns(edit, currency) | {"updated_at": clock.now()}
    await repository.set_values(Level.CAMPAIGN, campaign_id, columns)
    belonging = {"advertiser_id": advertiser_id, "ad_account_id": ad_account_id}
    await repository.set_below(campaign_id, belonging)
    record = await get_campaign(tx, campaign_id)
    if "ad_groups" in edit:
        record = await _replace_tree(tx, record, edit["ad_groups"])
    elif advertiser_id != before.advertiser_id:
        _require_own(record)
    old, new = _outline(before), _outline(record)
    if old != new:
        changed = [field for field in new if old[field] != new[field]]
        await audit.record(
            tx,
            actor,
            "campaign.edited",
            "campaign",
            campaign_id,
            before={field: old[field] for field in changed},
            after={field: new[field] for field in changed},
        )
    return record


async def delete_draft(tx: Transaction, actor: Actor, campaign_id: UUID) -> None:
    """Delete a draft for good; an initiative that it was part of is over.

    Raises:
        Conflict: it was launched: what exists on a platform is archived, through a change.
        NotFound: there is no such campaign.
    """
    record = await get_campaign(tx, campaign_id, lock=True)
    if record.status is not CampaignStatus.DRAFT or record.external_id is not None:
        raise Conflict(
            "This campaign exists on its platform. Archive it instead; its history stays.",
            code="not_a_draft",
        )
    if record.initiative_id is not None:
        await part_campaigns(tx, actor, record.initiative_id)
    async with tx.conflict("A launch of this campaign was begun, and its record stays.", code="not_a_draft"):
        await TreeRepository(tx).remove(Level.CAMPAIGN, campaign_id)
    await audit.record(tx, actor, "campaign.deleted", "campaign", campaign_id, before={"name": record.name})


def _require_draft(record: CampaignRecord) -> None:
    if record.status is not CampaignStatus.DRAFT or record.external_id is not None:
        raise Conflict(
            "This campaign is no draft any more. Pause it, or change its budget, through a change.",
            code="not_a_draft",
        )


async def _currency_for(tx: Transaction, advertiser_id: UUID, ad_account_id: UUID | None) -> str | None:
    """Return the account's currency, once advertiser and account are sure to exist and belong together."""
    await accounts.get_advertiser(tx, advertiser_id)
    if ad_account_id is None:
        return None
    account = await accounts.get_ad_account(tx, ad_account_id)
    if account.read_only:
        raise _refused(
            "ad_account_id", "This account is made of imported files. Nothing can be launched in it."
        )
    if account.advertiser_id != advertiser_id:
        raise _refused("ad_account_id", f"The ad account {_ANOTHER_ADVERTISER}")
    return account.currency


async def _replace_tree(
    tx: Transaction, record: CampaignRecord, groups: tuple[DraftAdGroup, ...]
) -> CampaignRecord:
    _require_sizes(groups)
    present = {group.id: group for group in record.ad_groups}
    present_ads = {ad.id for group in record.ad_groups for ad in group.ads}
    _require_known_ids(groups, present, present_ads)
    audiences = await _audience_versions(tx, record, groups)
    await _require_creatives(tx, record, groups)
    owner = {
        "campaign_id": record.id,
        "advertiser_id": record.advertiser_id,
        "ad_account_id": record.ad_account_id,
    }
    group_rows, ad_rows = [], []
    for position, group in enumerate(groups):
        kept = present.get(group.id) if group.id else None
        version_id = audiences.get(group.audience_id) if group.audience_id else None
        group_id = group.id or new_id()
        columns = ad_group_columns(group, position, version_id, kept, record.currency)
        group_rows.append(owner | {"id": group_id} | columns)
        ad_rows += [
            owner | {"id": ad.id or new_id(), "ad_group_id": group_id} | ad_columns(ad, index)
            for index, ad in enumerate(group.ads)
        ]
    repository = TreeRepository(tx)
    await repository.remove_below(record.id)
    await repository.add_nodes(Level.AD_GROUP, group_rows)
    await repository.add_nodes(Level.AD, ad_rows)
    return await get_campaign(tx, record.id)


def _require_sizes(groups: tuple[DraftAdGroup, ...]) -> None:
    if len(groups) > MOST_AD_GROUPS:
        raise _refused("ad_groups", f"A campaign has at most {MOST_AD_GROUPS} ad groups.")
    for position, group in enumerate(groups):
        if len(group.ads) > MOST_ADS_PER_GROUP:
            raise _refused(f"ad_groups.{position}.ads", f"An ad group has at most {MOST_ADS_PER_GROUP} ads.")


def _require_known_ids(
    groups: tuple[DraftAdGroup, ...], present: Mapping[UUID, AdGroupRecord], present_ads: set[UUID]
) -> None:
    group_ids = [group.id for group in groups if group.id]
    ad_ids = [ad.id for group in groups for ad in group.ads if ad.id]
    if not set(group_ids) <= set(present) or not set(ad_ids) <= present_ads:
        raise NotFound("There is no such ad group or ad in this campaign. Leave out the id of a new one.")
    if len(set(group_ids)) < len(group_ids) or len(set(ad_ids)) < len(ad_ids):
        raise _refused("ad_groups", "An ad group or ad is named twice.")


async def _audience_versions(
    tx: Transaction, record: CampaignRecord, groups: tuple[DraftAdGroup, ...]
) -> dict[UUID, UUID]:
    """Return the newest version of each audience that is used."""
    repository = AudienceRepository(tx)
    versions = {}
    for position, group in enumerate(groups):
        if group.audience_id is None or group.audience_id in versions:
            continue
        audience = await repository.get(group.audience_id)
        if audience is None:
            raise NotFound("There is no such audience.")
        if audience.advertiser_id != record.advertiser_id:
            raise _refused(f"ad_groups.{position}.audience_id", f"The audience {_ANOTHER_ADVERTISER}")
        versions[group.audience_id] = audience.version_id
    return versions


async def _require_creatives(
    tx: Transaction, record: CampaignRecord, groups: tuple[DraftAdGroup, ...]
) -> None:
    wanted = {ad.creative_version_id for group in groups for ad in group.ads if ad.creative_version_id}
    found = await creatives.versions(tx, wanted)
    if wanted - set(found):
        raise NotFound("There is no such creative.")
    if any(version.advertiser_id != record.advertiser_id for version in found.values()):
        raise _refused("ad_groups", f"A creative {_ANOTHER_ADVERTISER}")


def _require_own(record: CampaignRecord) -> None:
    for group in record.ad_groups:
        if group.audience is not None or any(ad.creative for ad in group.ads):
            raise _refused(
                "advertiser_id",
                "Audiences and creatives stay with their advertiser. Take them out of the campaign first.",
            )


def _refused(field: str, message: str) -> Invalid:
    return Invalid(message, fields=(FieldProblem(field, message),))


def _outline(record: CampaignRecord) -> dict[str, object]:
    """Return what the audit log keeps of a draft."""
    budget = record.budget
    return {
        "name": record.name,
        "advertiser_id": record.advertiser_id,
        "ad_account_id": record.ad_account_id,
        "purpose": record.purpose,
        "budget": f"{budget.micros} micros {budget.period.value}" if budget else None,
        "budget_level": record.budget_level,
        "spend_cap_micros": record.spend_cap_micros,
        "bid_strategy": record.bid_strategy,
        "bid_amount_micros": record.bid_amount_micros,
        "start_local": record.start_local,
        "end_local": record.end_local,
        "special_ad_categories": record.special_ad_categories,
        "search": search_document(record.search),
        "meta": meta_document(record.meta),
        "page_external_id": record.page_external_id,
        "pixel_external_id": record.pixel_external_id,
        "ad_groups": [_group_outline(group) for group in record.ad_groups],
    }


def _group_outline(group: AdGroupRecord) -> dict[str, object]:
    return {
        "name": group.name,
        "audience": f"{group.audience.name} {group.audience.version}" if group.audience else None,
        "budget_micros": group.budget.micros if group.budget else None,
        "bid_amount_micros": group.bid_amount_micros,
        "ads": [
            {"name": ad.name, "creative_version_id": ad.creative.id if ad.creative else None}
            for ad in group.ads
        ],
    }
