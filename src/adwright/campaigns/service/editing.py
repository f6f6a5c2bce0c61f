"""A live tree as a person wants it, with everything that the edit refers to."""

from __future__ import annotations

from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, Belongings
from adwright.campaigns.live_edits import AdEdit, CampaignEdit, Known, edited
from adwright.campaigns.live_sources import SourceEdit
from adwright.campaigns.model import Audience, DesiredCampaign
from adwright.campaigns.service.audiences import get_audience
from adwright.core.database import Transaction
from adwright.core.errors import FieldProblem, Invalid
from adwright.creatives import service as creatives


async def with_edit(
    tx: Transaction, account: AdAccount, tree: DesiredCampaign, edit: CampaignEdit
) -> DesiredCampaign:
    """Return a live tree as a person wants it; nothing is stored. Repeatable, but for the ids of new nodes.

    Args:
        tx: the transaction.
        account: the campaign's ad account.
        tree: the tree as it is.
        edit: what is wanted otherwise.

    Raises:
        Invalid: something cannot be right, such as too many decimals or another advertiser's audience.
        NotFound: it names something that does not exist.
    """
    wanted = {ad["creative_version_id"] for ad in _ads(edit) if "creative_version_id" in ad}
    versions = await creatives.versions(tx, wanted)
    audiences = {
        audience_id: await _own_audience(tx, tree, audience_id) for audience_id in _audience_ids(edit)
    }
    if any(version.advertiser_id != tree.advertiser_id for version in versions.values()):
        raise _of_another("A creative")
    belongings = Belongings()
    if SourceEdit.__optional_keys__ & edit.keys():
        belongings = await accounts.belongings_of(tx, account.id)
    known = Known(account.currency, account.zone, account.platform, audiences, versions, belongings)
    return edited(tree, edit, known)


async def _own_audience(tx: Transaction, tree: DesiredCampaign, audience_id: UUID) -> Audience:
    audience = await get_audience(tx, audience_id)
    if audience.advertiser_id != tree.advertiser_id:
        raise _of_another("An audience")
    return audience


def _ads(edit: CampaignEdit) -> list[AdEdit]:
    return [ad for group in edit.get("ad_groups", ()) for ad in group.get("ads", ())]


def _audience_ids(edit: CampaignEdit) -> set[UUID]:
    return {group["audience_id"] for group in edit.get("ad_groups", ()) if "audience_id" in group}


def _of_another(what: str) -> Invalid:
    message = f"{what} belongs to another advertiser than the campaign."
    return Invalid(message, fields=(FieldProblem("ad_groups", message),))
