"""Initiatives: begun from a draft, written once, split, deleted; two campaigns or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from adwright.accounts.model import AdAccount
from adwright.audit import service as audit
from adwright.audit.model import AuditFilter
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftBudget, DraftEdit
from adwright.campaigns.initiatives import Initiative, SharedEdit, SharedField, first_ad, shared_fields
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.records import CampaignRecord, targeting_of
from adwright.campaigns.service import Begun
from adwright.core.database import Database, TenantScope
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.paging import PageRequest
from adwright.platforms.model import BudgetPeriod, Platform, Provider, Purpose
from tests.factories import Tenant, make_ad_account, make_connection, make_organization
from tests.factories_campaigns import CHIPS, SNACKERS, complete_edit, make_campaign

MORNING = datetime.fromisoformat("2026-12-01T09:00")
EUROS = DraftBudget(BudgetPeriod.DAILY, Decimal("40.00"))


@dataclass(frozen=True)
class Shop:
    """An advertiser with an account on each platform, in different currencies, and a draft on Meta."""

    database: Database
    tenant: Tenant
    meta: AdAccount
    google: AdAccount
    draft: CampaignRecord

    async def begin(self, account: AdAccount | None = None, budget: DraftBudget | None = None) -> Begun:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.begin_initiative(
                tx,
                self.tenant.owner,
                self.tenant.clock,
                self.draft.id,
                (account or self.google).id,
                budget=budget,
            )

    async def edit(self, initiative: Initiative, edit: SharedEdit) -> Initiative:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.edit_initiative(
                tx, self.tenant.owner, self.tenant.clock, initiative.id, edit
            )

    async def edit_one(self, campaign: CampaignRecord, edit: DraftEdit) -> CampaignRecord:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.edit_draft(tx, self.tenant.owner, self.tenant.clock, campaign.id, edit)

    async def both(self, initiative: Initiative) -> list[CampaignRecord]:
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.campaigns_of_initiative(tx, initiative)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> Shop:
    tenant = await make_organization(database)
    meta = await make_ad_account(database, tenant)
    connection = await make_connection(database, tenant, provider=Provider.GOOGLE_SANDBOX)
    google = await make_ad_account(
        database,
        tenant,
        connection=connection,
        external_id="1234567890",
        name="Chips Search",
        currency="EUR",
        zone="Europe/Berlin",
    )
    edit = await complete_edit(database, tenant, meta, tmp_path)
    draft = await make_campaign(database, tenant, {**edit, "start_local": MORNING})
    return Shop(database, tenant, meta, google, draft)


async def test_draft_when_it_becomes_an_initiative_then_the_other_campaign_is_like_it(shop: Shop) -> None:
    begun = await shop.begin(budget=EUROS)

    here, there = await shop.both(begun.initiative)
    assert [each.platform for each in begun.initiative.campaigns] == [Platform.META, Platform.GOOGLE]
    assert begun.initiative.name == here.name == there.name == "Spicy chips"
    assert (there.purpose, there.start_local, there.currency) == (Purpose.TRAFFIC, MORNING, "EUR")
    assert there.budget is not None
    assert here.budget is not None
    assert (here.budget.micros, there.budget.micros) == (25_000_000, 40_000_000)
    targeting = targeting_of(there.ad_groups[0])
    assert targeting is not None
    assert (targeting.countries, targeting.languages) == (SNACKERS.countries, SNACKERS.languages)
    said = first_ad(there)
    assert said is not None
    assert said.creative is not None
    assert said.creative.content.headline == CHIPS.headline
    assert all(each.agrees for each in shared_fields(begun.initiative, [here, there]))
    assert "page and the pixel" in " ".join(begun.not_carried)


async def test_budget_when_none_is_given_then_is_asked_for_and_not_copied(shop: Shop) -> None:
    begun = await shop.begin()

    _, there = await shop.both(begun.initiative)
    assert there.budget is None
    assert "The budget is not copied, or it would be spent twice. Enter one for Google." in begun.not_carried


@pytest.mark.parametrize("platform", [Platform.META, None])
async def test_account_when_not_on_the_other_platform_of_the_advertiser_then_is_refused(
    shop: Shop, platform: Platform | None
) -> None:
    elsewhere = shop.meta
    if platform is None:
        other = await make_organization(shop.database, name="Another agency")
        elsewhere = await make_ad_account(shop.database, other)
    with pytest.raises(Invalid if platform else NotFound):
        await shop.begin(elsewhere)
    async with shop.database.transaction(shop.tenant.scope) as tx:
        assert (await campaigns.get_campaign(tx, shop.draft.id)).initiative_id is None


async def test_draft_when_it_belongs_to_an_initiative_then_begins_no_other(shop: Shop) -> None:
    await shop.begin()
    with pytest.raises(Conflict, match="belongs to an initiative already"):
        await shop.begin()


async def test_shared_edit_when_written_then_both_say_it_and_one_alone_differs_after_its_own(
    shop: Shop,
) -> None:
    initiative = (await shop.begin()).initiative
    edit = SharedEdit(name="Hot", headline="Hot chips", primary_text="Try them.", purpose=Purpose.SALES)

    edited = await shop.edit(initiative, edit)

    here, there = await shop.both(edited)
    assert (edited.name, here.name, there.name) == ("Hot", "Hot", "Hot")
    for record in (here, there):
        ad = first_ad(record)
        assert ad is not None
        assert ad.creative is not None
        assert (ad.creative.content.headline, ad.creative.content.primary_text) == ("Hot chips", "Try them.")
        assert record.purpose is Purpose.SALES
        assert record.start_local == MORNING
    there = await shop.edit_one(there, DraftEdit(name="Hot on Search"))
    apart = [each.field for each in shared_fields(edited, [here, there]) if not each.agrees]
    assert apart == [SharedField.NAME]
    together = await shop.both(await shop.edit(edited, SharedEdit(name="Hot again")))
    assert all(each.agrees for each in shared_fields(edited, together))


async def test_places_when_written_then_every_ad_group_is_for_them_and_the_audience_stays(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    before = shop.draft.ad_groups[0].audience
    assert before is not None

    edited = await shop.edit(initiative, SharedEdit(countries=("de", "AT"), languages=("de",)))

    for record in await shop.both(edited):
        [targeting] = [targeting_of(group) for group in record.ad_groups]
        assert targeting is not None
        assert (targeting.countries, targeting.languages) == (("AT", "DE"), ("de",))
    here, _ = await shop.both(edited)
    assert here.ad_groups[0].targeting == replace(SNACKERS, countries=("AT", "DE"), languages=("de",))
    async with shop.database.transaction(shop.tenant.scope) as tx:
        assert (await campaigns.get_audience(tx, before.audience_id)).targeting == before.targeting
    assert all(each.agrees for each in shared_fields(edited, await shop.both(edited)))


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SharedEdit(countries=("DE", "google:1004074")), "known on Google alone"),
        (SharedEdit(countries=("XX",)), "XX is not a country"),
        (SharedEdit(languages=("tlh",)), "tlh is not a language"),
    ],
)
async def test_places_when_not_on_both_platforms_then_neither_draft_is_written(
    shop: Shop, edit: SharedEdit, message: str
) -> None:
    initiative = (await shop.begin()).initiative
    before = await shop.both(initiative)
    with pytest.raises(Invalid, match=message):
        await shop.edit(initiative, edit)
    assert await shop.both(initiative) == before


async def test_shared_edit_when_one_was_launched_then_only_the_own_name_is_taken(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    async with shop.database.transaction(shop.tenant.scope) as tx:
        await campaigns.set_status(tx, shop.draft.id, CampaignStatus.LIVE)

    renamed = await shop.edit(initiative, SharedEdit(name="Winter"))

    assert renamed.name == "Winter"
    assert {each.name for each in renamed.campaigns} == {"Spicy chips"}
    with pytest.raises(Conflict, match="was launched"):
        await shop.edit(initiative, SharedEdit(headline="Hot"))
    with pytest.raises(Conflict, match="exists on its platform"):
        async with shop.database.transaction(shop.tenant.scope) as tx:
            await campaigns.delete_initiative(tx, shop.tenant.owner, initiative.id)
    assert len(await shop.both(initiative)) == 2


async def test_campaign_when_in_an_initiative_then_stays_on_its_platform(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    for edit in (DraftEdit(ad_account_id=shop.google.id), DraftEdit(ad_account_id=None)):
        with pytest.raises(Invalid, match="the initiative's campaign on Meta"):
            await shop.edit_one(shop.draft, edit)
    async with shop.database.transaction(shop.tenant.scope) as tx:
        await campaigns.split_initiative(tx, shop.tenant.owner, initiative.id)
    moved = await shop.edit_one(shop.draft, DraftEdit(ad_account_id=None))
    assert (moved.initiative_id, moved.ad_account_id) == (None, None)


async def test_initiative_when_deleted_then_its_drafts_are_gone_and_it_is_recorded(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    async with shop.database.transaction(shop.tenant.scope) as tx:
        await campaigns.delete_initiative(tx, shop.tenant.owner, initiative.id)
        page = await campaigns.list_initiatives(tx, None, "", PageRequest())
        log = await audit.list_entries(tx, AuditFilter(subject_id=str(initiative.id)))
    assert page.items == []
    assert [each.action for each in log.entries] == ["initiative.split", "initiative.begun"]
    for campaign_id in initiative.campaign_ids:
        with pytest.raises(NotFound):
            async with shop.database.transaction(shop.tenant.scope) as tx:
                await campaigns.get_campaign(tx, campaign_id)


async def test_draft_when_deleted_alone_then_the_other_goes_on_by_itself(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    _, there = await shop.both(initiative)
    async with shop.database.transaction(shop.tenant.scope) as tx:
        await campaigns.delete_draft(tx, shop.tenant.owner, shop.draft.id)
        left = await campaigns.get_campaign(tx, there.id)
    assert left.initiative_id is None


async def test_list_when_limited_to_another_advertiser_or_searched_then_shows_what_fits(shop: Shop) -> None:
    initiative = (await shop.begin()).initiative
    async with shop.database.transaction(shop.tenant.scope) as tx:
        found = await campaigns.list_initiatives(tx, shop.tenant.advertiser_id, "CHIPS", PageRequest())
        none = await campaigns.list_initiatives(tx, None, "100%", PageRequest())
    limited = TenantScope(shop.tenant.organization_id, frozenset({new_id()}))
    async with shop.database.transaction(limited) as tx:
        hidden = await campaigns.list_initiatives(tx, None, "", PageRequest())
        with pytest.raises(NotFound):
            await campaigns.get_initiative(tx, initiative.id)
    assert ([each.id for each in found.items], none.total, hidden.total) == ([initiative.id], 0, 0)
