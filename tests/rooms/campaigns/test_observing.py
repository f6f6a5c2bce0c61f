"""Trees as a platform showed them come in, and desired state follows where it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import (
    Budget,
    CampaignFields,
    CampaignOrigin,
    CampaignStatus,
    ObservedTree,
    ReviewStatus,
    RunState,
)
from adwright.campaigns.records import CampaignRecord
from adwright.core.database import Database
from adwright.core.errors import NotFound
from adwright.core.money import Money
from adwright.core.paging import PageRequest
from adwright.journeys.list_campaigns import CampaignQuery, list_campaigns
from adwright.platforms.model import BudgetPeriod, Level
from tests.factories import NOW, Tenant, make_ad_account, make_organization
from tests.factories_campaigns import (
    complete_edit,
    make_campaign,
    observed_ad,
    observed_ad_group,
    observed_campaign,
    observed_tree,
    record,
)

LATER = NOW + timedelta(hours=1)


async def the_campaign(database: Database, tenant: Tenant) -> CampaignRecord:
    async with database.transaction(tenant.scope) as tx:
        found = await list_campaigns(tx, tenant.clock, CampaignQuery(), PageRequest())
        [row] = found.page.items
        return await campaigns.get_campaign(tx, row.id)


async def test_record_observed_when_new_then_desired_equals_what_was_seen(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    tree = observed_tree()

    counts = await record(database, tenant, account, tree)

    assert (counts.added, counts.updated, counts.skipped) == (3, 0, 0)
    found = await the_campaign(database, tenant)
    assert (found.origin, found.status) == (CampaignOrigin.IMPORTED, CampaignStatus.LIVE)
    async with database.transaction(tenant.scope) as tx:
        desired = await campaigns.load_desired(tx, found.id)
        observed = await campaigns.observed_of(tx, found.id)
    [group] = desired.ad_groups
    [ad] = group.ads
    seen_campaign, seen_group, seen_ad = tree.nodes
    assert isinstance(seen_campaign.fields, CampaignFields)
    assert desired.fields == replace(seen_campaign.fields, objective=None)
    assert group.fields == seen_group.fields
    assert ad.fields == seen_ad.fields
    assert (desired.external_id, group.external_id, ad.external_id) == ("c1", "g1", "a1")
    assert observed == {desired.id: seen_campaign, group.id: seen_group, ad.id: seen_ad}


async def test_record_observed_when_repeated_then_nothing_is_doubled(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    first = await the_campaign(database, tenant)

    counts = await record(database, tenant, account, observed_tree())

    assert (counts.added, counts.updated) == (0, 3)
    assert await the_campaign(database, tenant) == first


async def test_record_observed_when_changed_outside_then_desired_stays(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    budget = Budget(BudgetPeriod.DAILY, Money.of("55", "USD"))
    moved = observed_tree(
        observed_campaign(name="Renamed", state=RunState.PAUSED, budget=budget),
        observed_ad_group(),
        replace(observed_ad(), review=ReviewStatus.REJECTED, review_reasons=("The link does not open.",)),
        seen_at=LATER,
    )

    await record(database, tenant, account, moved)

    found = await the_campaign(database, tenant)
    assert (found.name, found.state) == ("Running chips", RunState.ACTIVE)
    assert found.status is CampaignStatus.PAUSED
    assert found.observed is not None
    assert (found.observed.fields.name, found.observed.fields.state) == ("Renamed", RunState.PAUSED)
    async with database.transaction(tenant.scope) as tx:
        assert await campaigns.campaigns_to_look_through(tx, account.id, [found.id]) == []
        assert await campaigns.campaigns_to_look_through(tx, account.id, []) == [found.id]
        assert await campaigns.campaigns_to_look_through(tx, account.id, []) == []
    [ad] = found.ad_groups[0].ads
    assert (ad.review, ad.review_reasons) == (ReviewStatus.REJECTED, ("The link does not open.",))


async def test_record_observed_when_held_by_a_change_then_desired_stays(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    before = await the_campaign(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_desired(tx, Level.CAMPAIGN, before.id, {"state": RunState.PAUSED})

    await record(database, tenant, account, observed_tree(seen_at=LATER), before.id)

    held = await the_campaign(database, tenant)
    assert held.state is RunState.PAUSED
    assert held.observed_at == LATER
    assert held.observed is not None
    assert held.observed.fields.state is RunState.ACTIVE


async def test_record_observed_when_older_than_known_then_the_newer_stays(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree(observed_campaign(name="New"), seen_at=LATER))

    counts = await record(database, tenant, account, observed_tree(observed_campaign(name="Old")))

    assert counts.skipped == 1
    assert (await the_campaign(database, tenant)).name == "New"


async def test_record_observed_when_a_node_is_gone_then_it_is_seen_so_until_it_returns(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    before = await the_campaign(database, tenant)

    without_ad = await record(
        database, tenant, account, observed_tree(observed_campaign(), observed_ad_group(), seen_at=LATER)
    )
    held = await record(database, tenant, account, ObservedTree(LATER + timedelta(hours=1), ()), before.id)
    async with database.transaction(tenant.scope) as tx:
        found = await campaigns.get_campaign(tx, before.id)
    [ad] = found.ad_groups[0].ads
    assert (without_ad.gone, held.gone) == (1, 0)
    assert found.status is CampaignStatus.LIVE
    assert ad.state is RunState.ACTIVE
    assert ad.observed is not None
    assert (ad.observed.effective_status, ad.observed.fields.state) == ("DELETED", RunState.ARCHIVED)

    emptied = await record(database, tenant, account, ObservedTree(LATER + timedelta(hours=2), ()))
    async with database.transaction(tenant.scope) as tx:
        gone = await campaigns.get_campaign(tx, before.id)
    assert emptied.gone == 2
    assert (gone.status, gone.state) == (CampaignStatus.ARCHIVED, RunState.ACTIVE)

    await record(database, tenant, account, observed_tree(seen_at=LATER + timedelta(hours=3)))
    assert (await the_campaign(database, tenant)).status is CampaignStatus.LIVE


async def test_record_observed_when_parent_is_unknown_then_the_orphan_is_skipped(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)

    counts = await record(
        database, tenant, account, observed_tree(observed_campaign(), observed_ad_group(campaign="gone"))
    )

    assert (counts.added, counts.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("state", "end", "status"),
    [
        (RunState.ACTIVE, None, CampaignStatus.LIVE),
        (RunState.PAUSED, None, CampaignStatus.PAUSED),
        (RunState.ACTIVE, NOW - timedelta(minutes=1), CampaignStatus.COMPLETED),
        (RunState.ACTIVE, NOW + timedelta(days=1), CampaignStatus.LIVE),
        (RunState.ARCHIVED, None, CampaignStatus.ARCHIVED),
    ],
)
async def test_record_observed_when_seen_then_status_is_derived(
    database: Database, state: RunState, end: object, status: CampaignStatus
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)

    await record(
        database,
        tenant,
        account,
        observed_tree(observed_campaign(state=state), observed_ad_group(end_at=end)),
    )

    async with database.transaction(tenant.scope) as tx:
        every = CampaignQuery(statuses=tuple(CampaignStatus))
        [row] = (await list_campaigns(tx, tenant.clock, every, PageRequest())).page.items
    assert row.status is status


async def test_record_observed_when_a_draft_is_being_launched_then_it_stays_ours(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, draft.id, "c1")
    half_made = observed_tree(observed_campaign(name="Half", state=RunState.PAUSED), observed_ad_group())

    counts = await record(database, tenant, account, half_made)

    found = await the_campaign(database, tenant)
    assert (counts.added, counts.skipped) == (0, 1)
    assert (found.name, found.state, found.status) == ("Spicy chips", RunState.ACTIVE, CampaignStatus.DRAFT)
    assert len(found.ad_groups) == 1


async def test_set_external_id_when_an_import_came_first_then_its_copy_goes(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    await record(database, tenant, account, observed_tree())

    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, draft.id, "c1")
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, draft.id, "c1")

    found = await the_campaign(database, tenant)
    assert (found.id, found.external_id, found.origin) == (draft.id, "c1", CampaignOrigin.BUILT)


async def test_record_observed_nodes_when_read_back_then_desired_stays_and_status_follows(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    paused = observed_campaign(state=RunState.PAUSED)

    async with database.transaction(tenant.scope) as tx:
        seen = [paused, observed_campaign("unknown")]
        await campaigns.record_observed_nodes(tx, account.id, seen, seen_at=LATER)

    found = await the_campaign(database, tenant)
    assert (found.state, found.status) == (RunState.ACTIVE, CampaignStatus.PAUSED)
    assert found.observed == paused


async def test_back_to_draft_when_a_launch_left_nothing_then_it_can_be_edited_again(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, draft.id, "c1")
        await campaigns.set_status(tx, draft.id, CampaignStatus.ERROR, "The page is missing.")
        assert (await campaigns.get_campaign(tx, draft.id)).error_reason == "The page is missing."

        await campaigns.back_to_draft(tx, draft.id)
        await campaigns.edit_draft(tx, tenant.owner, tenant.clock, draft.id, {"name": "Again"})

    found = await the_campaign(database, tenant)
    assert (found.name, found.status, found.external_id) == ("Again", CampaignStatus.DRAFT, None)
    assert found.error_reason is None


async def test_trees_when_another_organization_asks_then_there_is_nothing(database: Database) -> None:
    tenant, stranger = await make_organization(database), await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    found = await the_campaign(database, tenant)

    async with database.transaction(stranger.scope) as tx:
        for act in (
            campaigns.get_campaign(tx, found.id),
            campaigns.load_desired(tx, found.id),
            campaigns.set_desired(tx, Level.CAMPAIGN, found.id, {"state": RunState.PAUSED}),
            campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, found.id, "c2"),
            campaigns.set_status(tx, found.id, CampaignStatus.PAUSED),
        ):
            with pytest.raises(NotFound):
                await act

    assert await the_campaign(database, tenant) == found
