"""What a change or a drift says in words, with the names of what a platform knows by number."""

from __future__ import annotations

from collections.abc import Mapping

from adwright.accounts import service as accounts
from adwright.campaigns.model import DesiredCampaign
from adwright.changes.model.diff import DiffLine, diff
from adwright.changes.model.names import Names
from adwright.changes.model.patch import Patch
from adwright.core.database import Transaction

_NONE: Mapping[str, str] = {}


async def diff_of(tx: Transaction, patch: Patch, campaign: DesiredCampaign) -> tuple[DiffLine, ...]:
    """Return every value that a change alters, before and after, as a person reads it. Repeatable.

    Args:
        tx: the transaction.
        patch: what the change edits.
        campaign: the campaign as it should be; for a launch, what will be made.
    """
    return diff(patch, campaign, await names_of(tx, campaign, of_ads=patch.shows_ads))


async def names_of(tx: Transaction, campaign: DesiredCampaign, *, of_ads: bool) -> Names:
    """Return what people call what a campaign's change or drift speaks of. Repeatable.

    Args:
        tx: the transaction.
        campaign: whose nodes are named.
        of_ads: what ads show is spoken of, too, such as their page.
    """
    by_number = (await accounts.belongings_of(tx, campaign.ad_account_id)).names if of_ads else _NONE
    return Names.of(campaign, by_number)
