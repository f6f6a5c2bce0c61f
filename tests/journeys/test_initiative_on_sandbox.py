"""One draft for both platforms: launched in one act, and each platform has its campaign, by its own SDK."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.initiatives import Initiative, first_ad
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.records import targeting_of
from adwright.changes import service as changes
from adwright.changes.model.inbox import ChangeFilter
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from adwright.core.errors import Invalid
from adwright.core.paging import PageRequest
from adwright.creatives import service as creatives
from adwright.journeys.check_destinations import CheckDestinations
from adwright.journeys.launch_initiative import LaunchInitiative
from adwright.journeys.propose_change import ProposeChange
from adwright.platforms.model import BudgetPeriod, Platform
from tests.journeys.google_stand import GoogleStand, make_google_stand
from tests.journeys.sandbox_runner import Runner
from tests.journeys.sandbox_stand import Stand, make_stand

BUDGET = DraftBudget(BudgetPeriod.DAILY, Decimal("15.00"))


@dataclass(frozen=True)
class Both:
    """One organization with an account on each platform, and an initiative of two drafts."""

    meta: Stand
    google: GoogleStand
    runner: Runner
    initiative: Initiative

    @property
    def launch(self) -> LaunchInitiative:
        database, clock = self.meta.database, self.meta.tenant.clock
        propose = ProposeChange(self.google.decide, clock)
        return LaunchInitiative(database, propose, CheckDestinations(database, clock, None))

    async def say_what_search_needs(self) -> None:
        """Add keywords and further texts to the campaign on Google."""
        tenant, [_, campaign_id] = self.google.tenant, self.initiative.campaign_ids
        draft = await self.google.campaign(campaign_id)
        [group] = draft.ad_groups
        ad, targeting = first_ad(draft), targeting_of(group)
        assert ad is not None
        assert ad.creative is not None
        assert targeting is not None
        content = replace(
            ad.creative.content,
            more_headlines=("Crunch into the heat", "20% off this week"),
            more_descriptions=("Order today, eat on Friday.",),
        )
        async with self.google.database.transaction(tenant.scope) as tx:
            version = await creatives.add_version(
                tx, tenant.owner, tenant.clock, ad.creative.creative_id, content, parent_id=ad.creative.id
            )
            searched = replace(targeting, keywords=("[spicy chips]", "kettle chips"))
            kept = DraftAd(ad.name, version.latest.id, ad.id)
            whole = DraftAdGroup(group.name, targeting=searched, ads=(kept,), id=group.id)
            edit = DraftEdit(ad_groups=(whole,))
            await campaigns.edit_draft(tx, tenant.owner, tenant.clock, campaign_id, edit)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
async def both(database: Database, sandbox: Sandbox) -> Both:
    meta = await make_stand(database, sandbox, KeyRing([b"k" * 32]))
    google = await make_google_stand(database, sandbox, meta.tenant)
    runner = Runner(meta)
    draft_id = await meta.draft(runner.store)
    async with database.transaction(meta.tenant.scope) as tx:
        begun = await campaigns.begin_initiative(
            tx, meta.tenant.owner, meta.tenant.clock, draft_id, google.account.id, budget=BUDGET
        )
    return Both(meta, google, runner, begun.initiative)


async def test_initiative_when_launched_then_both_platforms_have_their_campaign(both: Both) -> None:
    await both.say_what_search_needs()
    tenant = both.meta.tenant
    async with both.meta.database.transaction(tenant.scope) as tx:
        proposed = await both.launch.propose(tx, tenant.owner, both.initiative.id, "One idea")

    on_meta, on_google = proposed
    google_applied = await both.google.carry_out(on_google)
    async with both.meta.database.transaction(tenant.scope) as tx:
        approved = await both.google.decide.approve(tx, tenant.owner, on_meta.id, None)
    meta_applied = await both.runner.run(approved)

    for change in (meta_applied, google_applied):
        assert change.failure is None
        assert (change.status, change.mismatches, change.why) == (ChangeStatus.APPLIED, (), "One idea")
    there = both.meta.platform()
    assert (there.counts, there.states) == ((1, 1, 1, 1, 1), {"ACTIVE"})
    [row] = both.google.ask(
        "SELECT campaign.name, campaign.status, campaign_budget.amount_micros FROM campaign"
    )
    [ad] = both.google.ask("SELECT ad_group_ad.ad.responsive_search_ad.headlines FROM ad_group_ad")
    assert (row.campaign.status.name, row.campaign_budget.amount_micros) == ("ENABLED", 15_000_000)
    async with both.meta.database.transaction(tenant.scope) as tx:
        live = await campaigns.get_initiative(tx, both.initiative.id)
        here, _ = await campaigns.campaigns_of_initiative(tx, live)
    said = first_ad(here)
    assert said is not None
    assert said.creative is not None
    headlines = [text.text for text in ad.ad_group_ad.ad.responsive_search_ad.headlines]
    assert headlines[0] == said.creative.content.headline
    assert row.campaign.name == here.name
    assert [(each.platform, each.status) for each in live.campaigns] == [
        (Platform.META, CampaignStatus.LIVE),
        (Platform.GOOGLE, CampaignStatus.LIVE),
    ]


async def test_initiative_when_search_is_not_ready_then_nothing_is_proposed_on_either(both: Both) -> None:
    tenant = both.meta.tenant
    with pytest.raises(Invalid, match=r"Neither campaign of .* Google: The campaign is not ready") as refused:
        async with both.meta.database.transaction(tenant.scope) as tx:
            await both.launch.propose(tx, tenant.owner, both.initiative.id, None)

    assert {problem.field.partition(".")[0] for problem in refused.value.fields} == {"google"}
    async with both.meta.database.transaction(tenant.scope) as tx:
        page = await changes.list_reviewed(tx, tenant.owner, ChangeFilter(), PageRequest())
    assert page.total == 0
