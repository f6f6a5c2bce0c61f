"""Drafts: saved at any point, edited freely, deleted and duplicated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.model import BudgetLevel, CampaignOrigin, CampaignStatus, Targeting
from adwright.campaigns.records import StoredBudget
from adwright.core.actor import Role
from adwright.core.database import Database, TenantScope
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, SpecialAdCategory
from adwright.platforms.texts import Severity
from tests.factories import Tenant, make_ad_account, make_file_account, make_organization
from tests.factories_campaigns import (
    complete_edit,
    make_asset,
    make_audience,
    make_campaign,
    make_creative,
    observed_ad_group,
    observed_campaign,
    observed_tree,
    record,
)


async def edit_draft(database: Database, tenant: Tenant, campaign_id: object, edit: DraftEdit) -> object:
    async with database.transaction(tenant.scope) as tx:
        return await campaigns.edit_draft(tx, tenant.owner, tenant.clock, campaign_id, edit)  # type: ignore[arg-type]


async def test_draft_when_nothing_is_known_then_it_is_kept_and_says_what_is_missing(
    database: Database,
) -> None:
    tenant = await make_organization(database)

    draft = await make_campaign(database, tenant)

    async with database.transaction(tenant.scope) as tx:
        problems = await campaigns.problems_before_launch(tx, draft.id, tenant.clock)
        with pytest.raises(Invalid, match="ad account"):
            await campaigns.load_desired(tx, draft.id)
    assert draft.status is CampaignStatus.DRAFT
    assert {problem.field for problem in problems} == {"ad_account_id", "purpose", "budget", "ad_groups"}


async def test_draft_when_complete_then_nothing_blocks_and_desired_is_what_was_entered(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    edit = await complete_edit(database, tenant, account, tmp_path)
    start = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - wall time in the account's zone
    more: DraftEdit = {"start_local": start, "special_ad_categories": (SpecialAdCategory.HOUSING,)}
    draft = await make_campaign(database, tenant, {**edit, **more})

    async with database.transaction(tenant.scope) as tx:
        problems = await campaigns.problems_before_launch(tx, draft.id, tenant.clock)
        desired = await campaigns.load_desired(tx, draft.id)

    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert desired.fields.budget is not None
    assert desired.fields.budget.amount == Money.of("25", "USD")
    assert desired.fields.special_ad_categories == (SpecialAdCategory.HOUSING,)
    [group] = desired.ad_groups
    assert group.fields.start_at == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # New York is five hours behind
    assert group.fields.targeting.countries == ("US",)
    [ad] = group.ads
    assert ad.fields.creative.destination_url == "https://tastychips.co/spicy"
    assert ad.fields.creative.page_external_id == "9001"
    assert ad.fields.creative.asset_id is not None


async def test_edit_when_fields_are_given_then_the_others_stay(database: Database, tmp_path: Path) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))

    await edit_draft(database, tenant, draft.id, {"name": "Chips, hotter", "purpose": None})

    async with database.transaction(tenant.scope) as tx:
        edited = await campaigns.get_campaign(tx, draft.id)
        log = await audit.history(tx, [draft.id])
    assert replace(edited, name=draft.name, purpose=Purpose.TRAFFIC) == draft
    assert [entry.action for entry in log] == ["campaign.edited", "campaign.created"]
    assert log[0].after == {"name": "Chips, hotter", "purpose": None}


async def test_edit_when_nothing_changes_then_the_log_stays_quiet(database: Database) -> None:
    tenant = await make_organization(database)
    draft = await make_campaign(database, tenant, {"name": "Chips"})

    await edit_draft(database, tenant, draft.id, {"name": "Chips"})

    async with database.transaction(tenant.scope) as tx:
        assert len(await audit.history(tx, [draft.id])) == 1


async def test_edit_when_the_tree_is_replaced_then_named_nodes_keep_their_ids(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    [group] = draft.ad_groups
    [ad] = group.ads
    assert group.audience is not None
    assert ad.creative is not None
    kept = DraftAdGroup(
        "Snackers, all",
        group.audience.audience_id,
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("10")),
        ads=(DraftAd("New", ad.creative.id), DraftAd("Kept", ad.creative.id, id=ad.id)),
        id=group.id,
    )

    await edit_draft(
        database,
        tenant,
        draft.id,
        {"ad_groups": (DraftAdGroup("First"), kept), "budget_level": BudgetLevel.AD_GROUP, "budget": None},
    )

    async with database.transaction(tenant.scope) as tx:
        edited = await campaigns.get_campaign(tx, draft.id)
    assert [each.name for each in edited.ad_groups] == ["First", "Snackers, all"]
    assert edited.ad_groups[1].id == group.id
    assert edited.ad_groups[1].budget == StoredBudget(BudgetPeriod.DAILY, 10_000_000)
    assert [(each.name, each.id == ad.id) for each in edited.ad_groups[1].ads] == [
        ("New", False),
        ("Kept", True),
    ]


@pytest.mark.parametrize(
    ("currency", "amount", "said"),
    [("USD", "10.005", "at most 2 decimals"), ("JPY", "10.5", "no decimals")],
)
async def test_edit_when_amount_has_too_many_decimals_then_the_field_is_named(
    database: Database, currency: str, amount: str, said: str
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant, currency=currency)
    budget = DraftBudget(BudgetPeriod.DAILY, Decimal(amount))

    with pytest.raises(Invalid, match=said) as caught:
        await make_campaign(database, tenant, {"ad_account_id": account.id, "budget": budget})

    assert [problem.field for problem in caught.value.fields] == ["budget.amount"]


async def test_edit_when_something_belongs_to_another_advertiser_then_it_is_refused(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    audience, creative = await make_audience(database, tenant), await make_creative(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        other = await accounts.create_advertiser(tx, tenant.owner, tenant.clock, name="Other Co.")
    theirs = await make_campaign(database, tenant, {"advertiser_id": other.id})
    refused: list[tuple[DraftEdit, str]] = [
        ({"ad_account_id": account.id}, "ad account"),
        ({"ad_groups": (DraftAdGroup("A", audience.id),)}, "audience"),
        ({"ad_groups": (DraftAdGroup("A", ads=(DraftAd("B", creative.latest.id),)),)}, "creative"),
    ]

    for edit, what in refused:
        with pytest.raises(Invalid, match=f"{what} belongs to another advertiser"):
            await edit_draft(database, tenant, theirs.id, edit)

    own = await make_campaign(database, tenant, {"ad_groups": (DraftAdGroup("A", audience.id),)})
    with pytest.raises(Invalid, match="stay with their advertiser"):
        await edit_draft(database, tenant, own.id, {"advertiser_id": other.id})


async def test_edit_when_it_names_what_does_not_exist_then_not_found(database: Database) -> None:
    tenant = await make_organization(database)
    draft = await make_campaign(database, tenant)
    unknown: list[DraftEdit] = [
        {"advertiser_id": new_id()},
        {"ad_account_id": new_id()},
        {"ad_groups": (DraftAdGroup("A", audience_id=new_id()),)},
        {"ad_groups": (DraftAdGroup("A", id=new_id()),)},
        {"ad_groups": (DraftAdGroup("A", ads=(DraftAd("B", id=new_id()),)),)},
        {"ad_groups": (DraftAdGroup("A", ads=(DraftAd("B", new_id()),)),)},
    ]

    for edit in unknown:
        with pytest.raises(NotFound):
            await edit_draft(database, tenant, draft.id, edit)


async def test_edit_when_account_is_made_of_files_then_it_is_refused(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_file_account(database, tenant)

    with pytest.raises(Invalid, match="imported files"):
        await make_campaign(database, tenant, {"ad_account_id": account.id})


async def test_edit_when_launched_then_refused(database: Database, tmp_path: Path) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    async with database.transaction(tenant.scope) as tx:
        await campaigns.set_external_id(tx, Level.CAMPAIGN, account.id, draft.id, "c1")
        await campaigns.set_status(tx, draft.id, CampaignStatus.LIVE)

    with pytest.raises(Conflict, match="no draft"):
        await edit_draft(database, tenant, draft.id, {"name": "Other"})
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Conflict, match="Archive it"):
            await campaigns.delete_draft(tx, tenant.owner, draft.id)


async def test_delete_when_draft_then_it_is_gone_and_its_parts_stay(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    draft = await make_campaign(database, tenant, await complete_edit(database, tenant, account, tmp_path))
    used = draft.ad_groups[0].audience
    assert used is not None

    async with database.transaction(tenant.scope) as tx:
        await campaigns.delete_draft(tx, tenant.owner, draft.id)

    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(NotFound):
            await campaigns.get_campaign(tx, draft.id)
        assert (await campaigns.get_audience(tx, used.audience_id)).name == "Snackers"


async def test_draft_when_member_is_limited_to_other_advertisers_then_not_found(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    draft = await make_campaign(database, tenant)
    limited = tenant.actor(Role.MANAGER, advertiser_ids=frozenset({new_id()}))
    scope = TenantScope(tenant.organization_id, limited.advertiser_ids)

    async with database.transaction(scope) as tx:
        with pytest.raises(NotFound):
            await campaigns.get_campaign(tx, draft.id)
        with pytest.raises(NotFound):
            await campaigns.create_draft(tx, limited, tenant.clock, {"advertiser_id": tenant.advertiser_id})


async def test_duplicate_when_built_here_then_the_copy_is_a_draft_that_can_be_launched(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    edit = await complete_edit(database, tenant, account, tmp_path)
    strategy: DraftEdit = {"bid_strategy": BidStrategy.COST_CAP, "bid_amount": Decimal("2.50")}
    source = await make_campaign(database, tenant, {**edit, **strategy})

    async with database.transaction(tenant.scope) as tx:
        copy = await campaigns.duplicate(tx, tenant.owner, tenant.clock, source.id)
        problems = await campaigns.problems_of(tx, copy, tenant.clock)
        desired, original = (
            await campaigns.load_desired(tx, copy.id),
            await campaigns.load_desired(tx, source.id),
        )

    assert (copy.name, copy.status) == ("Spicy chips (copy)", CampaignStatus.DRAFT)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert replace(desired.fields, name=source.name) == original.fields
    assert [group.fields for group in desired.ad_groups] == [group.fields for group in original.ad_groups]
    assert {group.id for group in copy.ad_groups}.isdisjoint(group.id for group in source.ad_groups)


async def test_duplicate_when_imported_then_texts_and_people_are_copied_and_the_image_is_asked_for(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    await record(database, tenant, account, observed_tree())
    async with database.transaction(tenant.scope) as tx:
        [row] = (await tx.connection.exec_driver_sql("SELECT id FROM campaigns")).all()
        copy = await campaigns.duplicate(tx, tenant.owner, tenant.clock, row.id, name="Again")
        problems = await campaigns.problems_of(tx, copy, tenant.clock)
        [group] = (await campaigns.load_desired(tx, copy.id)).ad_groups

    assert (copy.name, copy.origin) == ("Again", CampaignOrigin.BUILT)
    assert [interest.name for interest in group.fields.targeting.interests] == ["Snacks"]
    assert group.ads[0].fields.creative.headline == "Hot chips"
    assert group.fields.pixel_external_id == "7001"
    assert [problem.field for problem in problems if problem.severity is Severity.ERROR] == ["asset_id"]


async def test_own_people_when_saved_as_they_are_then_stay_with_codes_that_only_the_platform_knows(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    own = Targeting(countries=("US",), languages=("meta:51",))
    group = observed_ad_group(targeting=own)
    await record(database, tenant, account, observed_tree(observed_campaign(), group))
    async with database.transaction(tenant.scope) as tx:
        [row] = (await tx.connection.exec_driver_sql("SELECT id FROM campaigns")).all()
        copy = await campaigns.duplicate(tx, tenant.owner, tenant.clock, row.id)
        same = DraftAdGroup(name="Renamed", id=copy.ad_groups[0].id, targeting=own)
        saved = await campaigns.edit_draft(tx, tenant.owner, tenant.clock, copy.id, {"ad_groups": (same,)})

    assert [(each.name, each.targeting) for each in saved.ad_groups] == [("Renamed", own)]


async def test_asset_when_two_advertisers_upload_the_same_then_each_has_its_own(
    database: Database, tmp_path: Path
) -> None:
    first, second = await make_organization(database), await make_organization(database)

    assets = [await make_asset(database, tenant, tmp_path) for tenant in (first, second, first)]

    assert assets[0].id == assets[2].id
    assert assets[0].id != assets[1].id
