"""What a document wants of a campaign that is live becomes one proposed change."""

from __future__ import annotations

from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.document.model import CampaignPart
from adwright.campaigns.records import CampaignRecord
from adwright.changes.model.change import Change
from adwright.changes.model.patch import Patch
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.journeys.edit_campaign import EditCampaign


async def propose_part(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    edit_campaign: EditCampaign,
    record: CampaignRecord,
    account: AdAccount,
    now: CampaignPart,
    wanted: CampaignPart,
    why: str | None,
) -> Change:
    """Propose what differs between a live campaign and a document. Not repeatable.

    Raises:
        Conflict: nothing would change on the platform, or the same is proposed already.
        Invalid: it wants something that cannot be, or that the platform does not do.
    """
    edit = await campaigns.edit_of_part(tx, actor, clock, record, account, now, wanted)
    change = await edit_campaign.propose(tx, actor, record.id, edit, why)
    await campaigns.keep_new_keys(
        tx, record, _new_keys(change.patch, now, wanted, record, await _groups(tx, record))
    )
    return change


async def _groups(tx: Transaction, record: CampaignRecord) -> dict[UUID, str]:
    naming = await campaigns.naming_of(tx, [record.id])
    return {group.id: naming.key(group.id) for group in record.ad_groups}


def _new_keys(
    patch: Patch, now: CampaignPart, wanted: CampaignPart, record: CampaignRecord, groups: dict[UUID, str]
) -> list[tuple[UUID, UUID, str]]:
    """Return id, parent's id and key of every node that is added; the patch keeps the document's order."""
    present = {group.key: {ad.key for ad in group.ads} for group in now.ad_groups}
    fresh = [group for group in wanted.ad_groups if group.key not in present]
    found: list[tuple[UUID, UUID, str]] = []
    for made, part in zip(patch.new_ad_groups, fresh, strict=True):
        found.append((made.id, record.id, part.key))
        found += [(ad.id, made.id, ad_part.key) for ad, ad_part in zip(made.ads, part.ads, strict=True)]
    for group_id, key in groups.items():
        parts = [group for group in wanted.ad_groups if group.key == key]
        keys = [ad.key for group in parts for ad in group.ads if ad.key not in present.get(key, set())]
        made_ads = [new.ad for new in patch.new_ads if new.ad_group_id == group_id]
        found += [(ad.id, group_id, ad_key) for ad, ad_key in zip(made_ads, keys, strict=True)]
    return found
