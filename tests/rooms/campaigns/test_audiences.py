"""Audiences: versions, and who uses them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import CampaignStatus, Targeting
from adwright.core.database import Database
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.paging import PageRequest
from adwright.platforms.model import Level
from tests.factories import make_ad_account, make_organization
from tests.factories_campaigns import SNACKERS, complete_edit, make_audience, make_campaign

OLDER = replace(SNACKERS, age_max=65)


async def test_edit_when_targeting_changes_then_drafts_follow_and_what_is_live_stays(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    edit = await complete_edit(database, tenant, account, tmp_path)
    draft, live = [await make_campaign(database, tenant, edit) for _ in range(2)]
    used = draft.ad_groups[0].audience
    assert used is not None
    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, live.id, "c1")
        await campaigns.set_status(tx, live.id, CampaignStatus.LIVE)

        edited = await campaigns.edit_audience(
            tx, tenant.owner, tenant.clock, used.audience_id, targeting=OLDER
        )

        of_draft = (await campaigns.load_desired(tx, draft.id)).ad_groups[0].fields.targeting
        of_live = (await campaigns.load_desired(tx, live.id)).ad_groups[0].fields.targeting
    assert (edited.version, edited.targeting) == (2, OLDER)
    assert (of_draft, of_live) == (OLDER, SNACKERS)


async def test_edit_when_only_the_order_differs_then_there_is_no_new_version(database: Database) -> None:
    tenant = await make_organization(database)
    audience = await make_audience(
        database, tenant, targeting=Targeting(countries=("US", "CA"), genders=("male", "female"))
    )
    same = Targeting(countries=("ca", "us", "US"))

    async with database.transaction(tenant.scope) as tx:
        edited = await campaigns.edit_audience(
            tx, tenant.owner, tenant.clock, audience.id, name="Snackers", targeting=same
        )

    assert edited == audience


async def test_edit_when_renamed_then_the_version_stays(database: Database) -> None:
    tenant = await make_organization(database)
    audience = await make_audience(database, tenant)

    async with database.transaction(tenant.scope) as tx:
        renamed = await campaigns.edit_audience(tx, tenant.owner, tenant.clock, audience.id, name="Nibblers")
        listed = await campaigns.list_audiences(tx, tenant.advertiser_id, PageRequest())

    assert (renamed.name, renamed.version) == ("Nibblers", 1)
    assert [each.name for each in listed.items] == ["Nibblers"]


async def test_remove_when_in_use_then_refused_with_where(database: Database, tmp_path: Path) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    used = draft.ad_groups[0].audience
    assert used is not None

    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Conflict, match="“Spicy chips”"):
            await campaigns.remove_audience(tx, tenant.owner, used.audience_id)
        await campaigns.delete_draft(tx, tenant.owner, draft.id)
        await campaigns.remove_audience(tx, tenant.owner, used.audience_id)
        with pytest.raises(NotFound):
            await campaigns.get_audience(tx, used.audience_id)


async def test_create_when_country_is_unknown_then_the_field_is_named(database: Database) -> None:
    tenant = await make_organization(database)

    with pytest.raises(Invalid, match="XX is not a country") as caught:
        await make_audience(database, tenant, targeting=Targeting(countries=("US", "XX")))

    assert caught.value.fields[0].field == "targeting.countries"


async def test_audience_when_another_organization_asks_then_not_found(database: Database) -> None:
    tenant, stranger = await make_organization(database), await make_organization(database)
    audience = await make_audience(database, tenant)

    async with database.transaction(stranger.scope) as tx:
        with pytest.raises(NotFound):
            await campaigns.get_audience(tx, audience.id)
        with pytest.raises(NotFound):
            await campaigns.edit_audience(tx, stranger.owner, stranger.clock, audience.id, name="Mine")
        with pytest.raises(NotFound):
            await campaigns.remove_audience(tx, stranger.owner, audience.id)
        assert (await campaigns.list_audiences(tx, None, PageRequest())).total == 0
