"""Edits of a live campaign on the workbench."""

from __future__ import annotations

from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.model import Targeting
from adwright.changes.model.change import Change
from adwright.core.ids import new_id
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.journeys.edit_campaign import EditCampaign
from tests.factories_changes import make_picture
from tests.journeys.workbench import Workbench


async def propose(bench: Workbench, campaign_id: UUID, edit: CampaignEdit) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        journey = EditCampaign(bench.decide, bench.tenant.clock)
        return await journey.propose(tx, bench.tenant.owner, campaign_id, edit, "because")


async def approve(bench: Workbench, change: Change) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.decide.approve(tx, bench.tenant.owner, change.id, None)


async def apply(bench: Workbench, campaign_id: UUID, edit: CampaignEdit) -> Change:
    return await bench.run(await approve(bench, await propose(bench, campaign_id, edit)))


async def new_version(bench: Workbench, headline: str) -> UUID:
    """Keep a creative version with the first one's image."""
    async with bench.database.transaction(bench.tenant.scope) as tx:
        asset = await creatives.add_asset(
            tx,
            bench.tenant.owner,
            bench.tenant.clock,
            bench.store,
            advertiser_id=bench.tenant.advertiser_id,
            name=headline,
            content=make_picture(headline),
        )
        creative = await creatives.create_creative(
            tx,
            bench.tenant.owner,
            bench.tenant.clock,
            advertiser_id=bench.tenant.advertiser_id,
            name=headline,
            content=CreativeText(
                headline=headline,
                primary_text="Now with twice the crunch.",
                call_to_action="shop_now",
                destination_url="https://tastychips.co/double",
                asset_id=asset.id,
            ),
        )
    return creative.latest.id


async def new_audience(bench: Workbench, targeting: Targeting) -> UUID:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        audience = await campaigns.create_audience(
            tx,
            bench.tenant.owner,
            bench.tenant.clock,
            advertiser_id=bench.tenant.advertiser_id,
            name=f"Audience {new_id()}",
            targeting=targeting,
        )
    return audience.id
