"""What stands between a draft and its launch."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import Belongings
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.problems.finding import find_problems
from adwright.campaigns.problems.inspection import Surroundings
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.service.destinations import destination_problems
from adwright.campaigns.service.naming import rule_problems
from adwright.campaigns.service.reading import get_campaign
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.creatives import service as creatives


async def problems_before_launch(tx: Transaction, campaign_id: UUID, clock: Clock) -> list[LaunchProblem]:
    """Return everything wrong with a campaign before it is launched; only errors block. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    return await problems_of(tx, await get_campaign(tx, campaign_id), clock)


async def problems_of(tx: Transaction, record: CampaignRecord, clock: Clock) -> list[LaunchProblem]:
    """Return everything wrong with a campaign that is loaded already. Repeatable."""
    asset_ids = {
        ad.creative.content.asset_id
        for group in record.ad_groups
        for ad in group.ads
        if ad.creative is not None and ad.creative.content.asset_id is not None
    }
    now = clock.now()
    account, connection = None, None
    belongings = Belongings()
    if record.ad_account_id is not None:
        account = await accounts.get_ad_account(tx, record.ad_account_id)
        now += timedelta(seconds=account.platform_clock_offset_seconds)
        belongings = await accounts.belongings_of(tx, account.id)
        if account.connection_id is not None:
            connection = (await accounts.get_connection(tx, account.connection_id)).status
    assets = await creatives.assets(tx, asset_ids)
    found = find_problems(record, Surroundings(account, connection, belongings, assets, now))
    return [
        *found,
        *await rule_problems(tx, record, clock),
        *await destination_problems(tx, record, clock),
    ]
