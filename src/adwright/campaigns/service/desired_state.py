"""Desired state of what exists on a platform; changed only when a change is approved and applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from typing import Any
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.campaigns.desired_columns import Columns, desired_columns
from adwright.campaigns.model import (
    CampaignStatus,
    DesiredAd,
    DesiredAdGroup,
    NodeFields,
    ReviewStatus,
)
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.repository.trees import TreeRepository
from adwright.campaigns.schedules import instant
from adwright.campaigns.service.reading import get_campaign
from adwright.core.database import Transaction
from adwright.core.errors import NotFound
from adwright.platforms.model import BidStrategy, Level
from adwright.platforms.purposes import STRATEGIES_WITH_TARGET_COST

_SCHEDULE = {"start_at", "end_at"}


async def set_external_id(
    tx: Transaction, level: Level, ad_account_id: UUID, node_id: UUID, external_id: str
) -> None:
    """Note what a node of an ad account is called on its platform, once it exists there. Repeatable.

    A tree import may have met the new object first and taken it for somebody else's; that copy goes.

    Raises:
        Conflict: another node that was built here has this external id.
        NotFound: there is no such node.
    """
    repository = TreeRepository(tx)
    twin = await repository.by_external_id(level, ad_account_id, external_id)
    if twin is not None and twin["id"] != node_id and not twin["built"]:
        await repository.remove(level, twin["id"])
    async with tx.conflict(f"{external_id} on the platform belongs to something else here already."):
        known = await repository.set_values(level, node_id, {"external_id": external_id})
    if not known:
        raise _no_node()


async def set_desired(tx: Transaction, level: Level, node_id: UUID, values: Mapping[str, Any]) -> None:
    """Set some of what a node should be. Repeatable.

    Args:
        tx: the transaction.
        level: of the node.
        node_id: which node.
        values: by the names of the node's fields, in the room's words; money in the account's currency.

    Raises:
        NotFound: there is no such node.
    """
    repository = TreeRepository(tx)
    row = await repository.node(level, node_id)
    if row is None:
        raise _no_node()
    if level is Level.AD_GROUP:
        if _SCHEDULE & set(values):
            await _give_own_schedules(tx, repository, row["campaign_id"])
        if values.get("bid_strategy") is not None:
            strategy = {"bid_strategy": values["bid_strategy"].value}
            await repository.set_values(Level.CAMPAIGN, row["campaign_id"], strategy)
    columns = desired_columns(level, values)
    if level is Level.CAMPAIGN and "search" in values:
        # The settings say the instants; the wall times of the draft have served.
        columns |= {"start_local": None, "end_local": None}
    if level is Level.CAMPAIGN:
        columns |= _target_columns(row["bid_strategy"], values)
    if columns:
        await repository.set_values(level, node_id, columns)


async def set_images_of_ads(tx: Transaction, images: Mapping[UUID, str]) -> None:
    """Note what the platform calls the image of each ad, by the ads' ids. Repeatable.

    An ad that is not known here is left out.
    """
    ads_by_image = defaultdict[str, list[UUID]](list)
    for ad_id, image_hash in images.items():
        ads_by_image[image_hash].append(ad_id)
    for image_hash, ad_ids in ads_by_image.items():
        await TreeRepository(tx).set_image(ad_ids, image_hash)


async def add_ad_groups(tx: Transaction, campaign_id: UUID, groups: Sequence[DesiredAdGroup]) -> None:
    """Add ad groups with their ads to a campaign that exists; what is there already stays. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    record = await get_campaign(tx, campaign_id)
    present = {group.id for group in record.ad_groups}
    new = [group for group in groups if group.id not in present]
    first = len(record.ad_groups)
    rows = []
    for index, group in enumerate(new):
        promoted = {
            "page_external_id": group.fields.page_external_id,
            "pixel_external_id": group.fields.pixel_external_id,
            "conversion_event": group.fields.conversion_event,
        }
        place = {"id": group.id, "position": first + index}
        rows.append(_owner(record) | place | promoted | _whole(Level.AD_GROUP, group.fields))
    await TreeRepository(tx).add_nodes(Level.AD_GROUP, rows)
    await add_ads(tx, campaign_id, [(group.id, ad) for group in new for ad in group.ads])


async def add_ads(tx: Transaction, campaign_id: UUID, ads: Sequence[tuple[UUID, DesiredAd]]) -> None:
    """Add ads to ad groups of a campaign, each with its ad group's id. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    record = await get_campaign(tx, campaign_id)
    taken = {group.id: len(group.ads) for group in record.ad_groups}
    present = {ad.id for group in record.ad_groups for ad in group.ads}
    rows = []
    for ad_group_id, ad in ads:
        if ad.id in present:
            continue
        place = {"id": ad.id, "ad_group_id": ad_group_id, "position": taken[ad_group_id]}
        taken[ad_group_id] += 1
        unseen = {"review": ReviewStatus.NONE.value, "review_reasons": []}
        rows.append(_owner(record) | place | unseen | _whole(Level.AD, ad.fields))
    await TreeRepository(tx).add_nodes(Level.AD, rows)


async def remove_unmade(tx: Transaction, level: Level, node_id: UUID) -> None:
    """Remove a node that was to be added and never came to exist on the platform. Repeatable."""
    repository = TreeRepository(tx)
    row = await repository.node(level, node_id)
    if row is not None and row["external_id"] is None:
        await repository.remove(level, node_id)


async def set_status(
    tx: Transaction, campaign_id: UUID, status: CampaignStatus, error_reason: str | None = None
) -> None:
    """Set where a campaign is in its life; a reason belongs to `error` and goes with it. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    reason = error_reason if status is CampaignStatus.ERROR else None
    await _set(tx, Level.CAMPAIGN, campaign_id, {"status": status.value, "error_reason": reason})


async def back_to_draft(tx: Transaction, campaign_id: UUID) -> None:
    """Make a campaign a draft again after a launch that failed and left nothing on the platform. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    unseen: dict[str, str | None] = {"external_id": None, "observed": None, "observed_at": None}
    draft = unseen | {"status": CampaignStatus.DRAFT.value, "error_reason": None}
    await _set(tx, Level.CAMPAIGN, campaign_id, draft)
    await TreeRepository(tx).set_below(campaign_id, unseen)


def _target_columns(strategy_before: str | None, values: Mapping[str, Any]) -> Columns:
    """Return the column of a campaign's amount on Search, where its strategy aims for one.

    Under other strategies it is the ad groups', and stays.
    """
    before = BidStrategy(strategy_before) if strategy_before else None
    strategy, search = values.get("bid_strategy") or before, values.get("search")
    if strategy not in STRATEGIES_WITH_TARGET_COST:
        return {}
    if search is not None:
        return {"bid_amount_micros": search.target_cost.micros if search.target_cost else None}
    # The target did not change: without one before there is none now.
    return {} if before in STRATEGIES_WITH_TARGET_COST else {"bid_amount_micros": None}


def _owner(record: CampaignRecord) -> Columns:
    return {
        "campaign_id": record.id,
        "advertiser_id": record.advertiser_id,
        "ad_account_id": record.ad_account_id,
    }


# Chosen with the ad group, never edited afterwards.
_PROMOTED = ("page_external_id", "pixel_external_id", "conversion_event", "lead_form_external_id")


def _whole(level: Level, fields: NodeFields) -> Columns:
    """Return all desired columns of a new node."""
    known = {each.name: getattr(fields, each.name) for each in dataclass_fields(fields)}
    for elsewhere in _PROMOTED:
        known.pop(elsewhere, None)
    return desired_columns(level, known)


async def _give_own_schedules(tx: Transaction, repository: TreeRepository, campaign_id: UUID) -> None:
    """Write a campaign's schedule to each of its ad groups, so that one of them can differ."""
    row = await repository.node(Level.CAMPAIGN, campaign_id)
    if row is None or (row["start_local"] is None and row["end_local"] is None):
        return
    zone = (await accounts.get_ad_account(tx, row["ad_account_id"])).zone
    start, end = instant(row["start_local"], zone), instant(row["end_local"], zone)
    await repository.fill_schedules(campaign_id, start, end)
    await repository.set_values(Level.CAMPAIGN, campaign_id, {"start_local": None, "end_local": None})


async def _set(tx: Transaction, level: Level, node_id: UUID, values: Mapping[str, str | int | None]) -> None:
    if not await TreeRepository(tx).set_values(level, node_id, values):
        raise _no_node()


def _no_node() -> NotFound:
    return NotFound("There is no such campaign, ad group or ad.")
