"""Every purpose that is offered can be launched as the table says, with every bid strategy it allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.adapters.storage import FileStore
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftBudget, DraftEdit
from adwright.campaigns.model import BudgetLevel, CampaignStatus
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from adwright.journeys.apply_change import ApplyChange
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose
from adwright.platforms.purposes import META_PURPOSES, STRATEGIES_WITH_AMOUNT
from tests.factories_campaigns import complete_edit, make_campaign
from tests.journeys.sandbox_platforms import META
from tests.journeys.sandbox_stand import make_stand
from tests.twins.jobs import RecordingQueue

PAIRS = [(purpose, strategy) for purpose, meta in META_PURPOSES.items() for strategy in meta.bid_strategies]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.mark.parametrize(("purpose", "strategy"), PAIRS)
async def test_launch_when_purpose_and_strategy_are_offered_then_the_platform_takes_them(
    database: Database, sandbox: Sandbox, tmp_path: Path, purpose: Purpose, strategy: BidStrategy
) -> None:
    keyring, jobs = KeyRing([b"k" * 32]), RecordingQueue()
    stand = await make_stand(database, sandbox, keyring)
    tenant = stand.tenant
    meta = META.open(sandbox, tenant.clock, timeout_seconds=20)
    async with database.transaction(tenant.scope) as tx:
        access = await accounts.account_access(tx, stand.account.id, keyring)
    pixels = await meta.connector.pixels(access)
    async with database.transaction(tenant.scope) as tx:
        await accounts.record_pixels(tx, stand.account.id, pixels)
    edit = await complete_edit(database, tenant, stand.account, tmp_path)
    chosen: DraftEdit = {
        "purpose": purpose,
        "bid_strategy": strategy,
        "bid_amount": Decimal("3.50") if strategy in STRATEGIES_WITH_AMOUNT else None,
        "page_external_id": stand.page,
        "pixel_external_id": pixels[0].external_id,
    }
    campaign = await make_campaign(database, tenant, {**edit, **chosen})

    change = await stand.approved_launch(campaign.id, jobs)
    apply = ApplyChange(
        database, {META.provider: meta}, keyring, FileStore.at(None, home=tmp_path), jobs, tenant.clock
    )
    await apply.run(tenant.organization_id, change.id)

    done = await stand.change(change.id)
    assert done.failure is None
    assert (done.status, done.mismatches) == (ChangeStatus.APPLIED, ())
    launched = await stand.campaign(campaign.id)
    assert launched.status is CampaignStatus.LIVE
    assert stand.platform().counts == (1, 1, 1, 1, 1)


async def test_launch_when_budgets_are_per_ad_group_for_a_lifetime_then_the_platform_takes_them(
    database: Database, sandbox: Sandbox, tmp_path: Path
) -> None:
    keyring, jobs = KeyRing([b"k" * 32]), RecordingQueue()
    stand = await make_stand(database, sandbox, keyring)
    tenant = stand.tenant
    meta = META.open(sandbox, tenant.clock, timeout_seconds=20)
    edit = await complete_edit(database, tenant, stand.account, tmp_path)
    [group] = edit["ad_groups"]
    # After both clocks: the sandbox's stands where its scenario put it.
    later = max(await meta.connector.platform_now(stand.token), tenant.clock.now()) + timedelta(days=30)
    start = later.replace(tzinfo=None, microsecond=0)
    budget = DraftBudget(BudgetPeriod.LIFETIME, Decimal(300))
    per_group: DraftEdit = {
        "budget_level": BudgetLevel.AD_GROUP,
        "budget": None,
        "page_external_id": stand.page,
        "start_local": start,
        "end_local": start + timedelta(days=30),
        "ad_groups": tuple(replace(group, name=f"Group {number}", budget=budget) for number in (1, 2)),
    }
    campaign = await make_campaign(database, tenant, {**edit, **per_group})

    change = await stand.approved_launch(campaign.id, jobs)
    apply = ApplyChange(
        database, {META.provider: meta}, keyring, FileStore.at(None, home=tmp_path), jobs, tenant.clock
    )
    await apply.run(tenant.organization_id, change.id)

    done = await stand.change(change.id)
    assert done.failure is None
    assert (done.status, done.mismatches) == (ChangeStatus.APPLIED, ())
    async with database.transaction(tenant.scope) as tx:
        observed = await campaigns.observed_of(tx, campaign.id)
        desired = await campaigns.load_desired(tx, campaign.id)
    for each in desired.ad_groups:
        seen = observed[each.id].fields
        assert seen.budget == each.fields.budget  # type: ignore[union-attr]
        assert seen.start_at == each.fields.start_at  # type: ignore[union-attr]
        assert seen.end_at == each.fields.end_at  # type: ignore[union-attr]
