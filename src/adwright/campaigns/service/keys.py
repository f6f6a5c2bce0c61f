"""How people call campaigns, ad groups and ads in the documents they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from adwright.campaigns.document.model import CampaignPart
from adwright.campaigns.document.projection import Naming
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.repository.keys import KeyRepository
from adwright.core.database import Transaction


async def naming_of(tx: Transaction, campaign_ids: Sequence[UUID]) -> Naming:
    """Return how the nodes of these campaigns are called. Repeatable."""
    return Naming(await KeyRepository(tx).of_campaigns(campaign_ids))


async def campaigns_called(tx: Transaction, keys: Sequence[str]) -> Mapping[str, UUID]:
    """Return the campaigns that people call by these keys. Repeatable."""
    return await KeyRepository(tx).campaigns(keys)


async def keep_keys(tx: Transaction, record: CampaignRecord, part: CampaignPart) -> None:
    """Note how a document calls the nodes of a campaign that was just written from it. Repeatable.

    Args:
        tx: the transaction.
        record: the campaign as it was written.
        part: what it was written from; ad groups and ads stand in the same order.

    Raises:
        Conflict: another campaign has the key.
    """
    owner = {"campaign_id": record.id, "advertiser_id": record.advertiser_id}
    rows: list[dict[str, Any]] = [owner | {"id": record.id, "parent_id": tx.organization_id, "key": part.key}]
    for group, group_part in zip(record.ad_groups, part.ad_groups, strict=True):
        rows.append(owner | {"id": group.id, "parent_id": record.id, "key": group_part.key})
        rows += [
            owner | {"id": ad.id, "parent_id": group.id, "key": ad_part.key}
            for ad, ad_part in zip(group.ads, group_part.ads, strict=True)
        ]
    repository = KeyRepository(tx)
    await repository.forget_others(record.id, [row["id"] for row in rows])
    new = [row for row in rows if row["key"] != str(row["id"])]
    async with tx.conflict("Another campaign has this key already. Choose another key.", code="key_taken"):
        await repository.add(new)


async def keep_new_keys(
    tx: Transaction, record: CampaignRecord, keys: Sequence[tuple[UUID, UUID, str]]
) -> None:
    """Note how a document calls nodes that are proposed for a live campaign. Repeatable.

    Args:
        tx: the transaction.
        record: the campaign.
        keys: id, parent's id and key of each; an earlier proposal's claim to a key is over.
    """
    owner = {"campaign_id": record.id, "advertiser_id": record.advertiser_id}
    repository = KeyRepository(tx)
    for _, parent_id, key in keys:
        await repository.free(parent_id, key)
    await repository.add(
        [owner | {"id": node_id, "parent_id": parent_id, "key": key} for node_id, parent_id, key in keys]
    )
