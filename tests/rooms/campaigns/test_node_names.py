"""Nodes are named by their ids with the campaign that they stand in, as far as the actor may see them."""

from __future__ import annotations

from pathlib import Path

from adwright.campaigns import service as campaigns
from adwright.core.database import Database
from adwright.core.ids import new_id
from adwright.platforms.model import Level
from tests.factories import make_ad_account, make_connection, make_organization
from tests.factories_campaigns import complete_edit, make_campaign


async def test_names_when_nodes_of_every_level_are_asked_for_then_say_where_each_stands(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant, connection=await make_connection(database, tenant))
    campaign = await make_campaign(
        database, tenant, await complete_edit(database, tenant, account, tmp_path)
    )
    [group] = campaign.ad_groups
    [ad] = group.ads
    asked = {campaign.id, group.id, ad.id, new_id()}

    async with database.transaction(tenant.scope) as tx:
        found = await campaigns.node_names(tx, asked)
    stranger = await make_organization(database)
    async with database.transaction(stranger.scope) as tx:
        assert await campaigns.node_names(tx, asked) == []

    assert [(each.level, each.id, each.name) for each in found] == [
        (Level.CAMPAIGN, campaign.id, "Spicy chips"),
        (Level.AD_GROUP, group.id, "Snackers US"),
        (Level.AD, ad.id, "Jalapeño 1"),
    ]
    assert {(each.campaign_id, each.campaign_name) for each in found} == {(campaign.id, "Spicy chips")}
