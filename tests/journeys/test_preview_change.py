"""What whoever approves is shown: the ads as they will be, not as they are."""

from __future__ import annotations

from uuid import UUID

import pytest

from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import RunState, Targeting
from adwright.changes.model.change import Change
from adwright.core.errors import NotFound
from adwright.core.ids import new_id
from adwright.creatives.model import Asset
from adwright.journeys.preview_change import Previews, preview_change, previewed_image
from tests.journeys.live_editing import new_audience, new_version, propose
from tests.journeys.workbench import Workbench


async def previews_of(bench: Workbench, change: Change) -> Previews:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await preview_change(tx, change)


async def image_of(bench: Workbench, change: Change, asset_id: UUID) -> Asset:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await previewed_image(tx, change, asset_id)


async def test_previews_when_an_edit_shows_another_creative_then_are_of_the_new_one(bench: Workbench) -> None:
    campaign_id = await bench.launched(ads=2)
    [group] = (await bench.campaign(campaign_id)).ad_groups
    swap = AdEdit(id=group.ads[0].id, creative_version_id=await new_version(bench, "Double crunch"))
    edit = CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, ads=(swap,)),))
    change = await propose(bench, campaign_id, edit)
    previews = await previews_of(bench, change)
    [ad] = previews.ads
    assert (ad.id, ad.content.headline, previews.total) == (group.ads[0].id, "Double crunch", 1)
    assert ad.asset is not None
    assert (await image_of(bench, change, ad.asset.id)).name == "Double crunch"
    with pytest.raises(NotFound):
        await image_of(bench, change, new_id())


async def test_previews_when_ads_are_added_and_archived_then_show_the_new_and_not_the_old(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched(ads=2)
    [group] = (await bench.campaign(campaign_id)).ad_groups
    version = await new_version(bench, "Auf Deutsch")
    audience = await new_audience(bench, Targeting(countries=("DE",)))
    edit = CampaignEdit(
        ad_groups=(
            AdGroupEdit(id=group.id, ads=(AdEdit(id=group.ads[0].id, state=RunState.ARCHIVED),)),
            AdGroupEdit(
                name="Germany",
                audience_id=audience,
                ads=(AdEdit(name="German", creative_version_id=version),),
            ),
        )
    )
    previews = await previews_of(bench, await propose(bench, campaign_id, edit))
    assert [(ad.ad_group, ad.name, ad.content.headline) for ad in previews.ads] == [
        ("Germany", "German", "Auf Deutsch")
    ]
