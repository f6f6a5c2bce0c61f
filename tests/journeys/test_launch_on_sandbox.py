"""A launch over both wire protocols: the sandbox, asked through the SDK, has exactly what was approved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import URL

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.accounts.service import SharedQuota
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.campaigns.model import Budget, CampaignFields, CampaignStatus, RunState
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from adwright.core.money import Money
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.propose_change import ProposeChange
from adwright.platforms.model import BudgetPeriod
from tests.factories import make_connection
from tests.factories_changes import MemoryStore
from tests.journeys.crash_live import make_live
from tests.journeys.sandbox_platforms import GOOGLE, META, SandboxPlatform
from tests.journeys.sandbox_runner import Runner
from tests.journeys.sandbox_stand import Stand, make_stand

TREE = {"groups": 3, "ads": 3, "creatives_made": 9}


ON_BOTH = pytest.mark.parametrize("stand", [META, GOOGLE], indirect=True, ids=["meta", "google"])
ON_GOOGLE = pytest.mark.parametrize("stand", [GOOGLE], indirect=True, ids=["google"])


@pytest.fixture(scope="module")
def market() -> Iterator[Sandbox]:
    """One market; each test has an ad account of its own there."""
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
def sandbox(market: Sandbox) -> Iterator[Sandbox]:
    yield market
    market.control("DELETE", "/faults")


@pytest.fixture
async def stand(request: pytest.FixtureRequest, database: Database, sandbox: Sandbox) -> Stand:
    on: SandboxPlatform = getattr(request, "param", META)
    return await make_stand(database, sandbox, KeyRing([b"k" * 32]), on)


@ON_BOTH
async def test_launch_of_one_three_nine_then_the_sandbox_has_exactly_that(stand: Stand) -> None:
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, **TREE)
    change = await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.failure is None
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    there = await asyncio.to_thread(stand.platform)
    assert there.counts == stand.on.counts(groups=3, ads=9, creatives=9)
    assert there.states == {"ACTIVE"}
    here = await stand.campaign(campaign_id)
    assert here.status is CampaignStatus.LIVE
    assert here.external_id == there.campaigns[0]
    assert {group.external_id for group in here.ad_groups} == set(there.ad_groups)
    assert {ad.external_id for group in here.ad_groups for ad in group.ads} == set(there.ads)


@pytest.mark.parametrize(
    "kind", ["timeout_after_effect", "drop_after_effect", "http_502_html_after_effect", "error_after_effect"]
)
@pytest.mark.parametrize("path", ["/campaigns", "/adsets", "/adcreatives", "/ads$", "/adimages", "/adlabels"])
async def test_launch_when_an_answer_is_lost_then_nothing_is_doubled(
    stand: Stand, kind: str, path: str
) -> None:
    runner = Runner(stand, timeout_seconds=0.7)
    campaign_id = await stand.draft(runner.store, groups=1, ads=2, creatives_made=2)
    stand.sandbox.fault(kind, method="POST", path_regex=path)
    change = await runner.run_to_the_end(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.failure is None
    assert change.status is ChangeStatus.APPLIED
    assert stand.platform().counts == (1, 1, 2, 2, 2)


@ON_GOOGLE
@pytest.mark.parametrize("skip", [0, 1, 2])
async def test_launch_when_google_loses_an_answer_then_nothing_is_doubled(stand: Stand, skip: int) -> None:
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, groups=1, ads=2, creatives_made=2)
    stand.sandbox.fault("drop_after_effect", path_regex="GoogleAdsService/Mutate$", skip=skip)
    change = await runner.run_to_the_end(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.failure is None
    assert change.status is ChangeStatus.APPLIED
    there = await asyncio.to_thread(stand.platform)
    assert there.counts == stand.on.counts(groups=1, ads=2, creatives=2)


@ON_GOOGLE
async def test_launch_when_the_days_quota_is_used_up_then_waits_till_its_hour_and_burns_none_meanwhile(
    stand: Stand, lone_owner_url: URL
) -> None:
    clock = stand.tenant.clock
    limits = Database.connect(text_of(app_url(lone_owner_url)))
    runner = Runner(stand, timeout_seconds=10, quota=SharedQuota(limits, clock))
    campaign_id = await stand.draft(runner.store, groups=1, ads=1)
    failure = {"failure": "quota_error.RESOURCE_EXHAUSTED", "retry_delay_seconds": 39_600}
    stand.sandbox.fault("grpc_error", path_regex="GoogleAdsService/Mutate$", skip=1, **failure)
    begun = clock.now()
    change = await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.status is ChangeStatus.APPLYING
    assert change.waiting is not None
    assert "calls of the day are used up" in change.waiting.reason
    assert change.waiting.until >= begun + timedelta(seconds=39_600)
    assert (await asyncio.to_thread(stand.platform)).states == {"PAUSED"}

    asked = len(stand.sandbox.requests(path="GoogleAdsService"))
    clock.advance(timedelta(hours=1))
    change = await runner.run(change)
    assert change.status is ChangeStatus.APPLYING
    assert len(stand.sandbox.requests(path="GoogleAdsService")) == asked

    clock.advance(timedelta(hours=11))
    assert (await runner.run(change)).status is ChangeStatus.APPLIED
    there = await asyncio.to_thread(stand.platform)
    assert there.counts == stand.on.counts(groups=1, ads=1, creatives=1)
    await limits.close()


async def test_launch_when_the_sandbox_is_down_then_waits_and_goes_on(stand: Stand) -> None:
    runner = Runner(stand)
    campaign_id = await stand.draft(runner.store, groups=1, ads=2, creatives_made=2)
    stand.sandbox.fault("drop_before", count=6, skip=7)
    change = await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.status is ChangeStatus.APPLYING
    assert change.waiting is not None
    assert "It will be tried again" in change.waiting.reason
    assert (await runner.run_to_the_end(change)).status is ChangeStatus.APPLIED
    assert stand.platform().counts == (1, 1, 2, 2, 2)


REVOKED = {
    META: (
        {"kind": "error", "method": "POST", "path_regex": "/adsets", "code": 190, "subcode": 460},
        "The Facebook password was changed, which ends every token. Connect Meta again.",
    ),
    GOOGLE: (
        {
            "kind": "grpc_error",
            "path_regex": "/Mutate$",
            "skip": 1,
            "failure": "authentication_error.OAUTH_TOKEN_REVOKED",
        },
        "Google no longer accepts the connection's grant. Connect Google again.",
    ),
}


@ON_BOTH
async def test_launch_when_the_token_is_revoked_in_the_middle_then_goes_on_after_connecting_again(
    stand: Stand,
) -> None:
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, groups=1, ads=2, creatives_made=2)
    fault, says = REVOKED[stand.on]
    stand.sandbox.fault(**fault)
    change = await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert says in change.failure.message
    assert (await asyncio.to_thread(stand.platform)).states == {"PAUSED"}

    await make_connection(stand.database, stand.tenant, provider=stand.on.provider, token=stand.token)
    async with stand.database.transaction(stand.tenant.scope) as tx:
        decide = DecideChange(stand.database, runner.jobs, stand.tenant.clock)
        change = await decide.retry(tx, stand.tenant.owner, change.id)
    assert (await runner.run(change)).status is ChangeStatus.APPLIED
    there = await asyncio.to_thread(stand.platform)
    assert there.counts == stand.on.counts(groups=1, ads=2, creatives=2)


@ON_BOTH
async def test_launch_when_the_platform_closes_the_account_then_says_why_in_its_words(stand: Stand) -> None:
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, groups=1, ads=1)
    change = await stand.approved_launch(campaign_id, runner.jobs)
    stand.on.suspend(stand.sandbox, stand.account.external_id)
    change = await runner.run(change)
    stand.on.suspend(stand.sandbox, stand.account.external_id, suspended=False)
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert ("suspended" if stand.on is GOOGLE else "declined") in change.failure.message
    assert change.failure.answer
    assert (await asyncio.to_thread(stand.platform)).counts[0] == 0


@ON_BOTH
async def test_edit_with_a_swap_and_its_undo_when_applied_then_are_so_on_the_sandbox(stand: Stand) -> None:
    live = await make_live(stand, MemoryStore())
    edited = await live.runner.run_to_the_end(await live.approved_edit())
    assert (await live.judge(edited.id, "edit", True, undone=False)).complaints == ()
    undone = await live.runner.run_to_the_end(await live.approved_undo(edited))
    assert (await live.judge(undone.id, "undo", True, undone=True)).clean
    assert (await stand.change(edited.id)).status is ChangeStatus.UNDONE


@ON_BOTH
async def test_pause_and_budget_when_approved_then_are_so_on_the_sandbox(stand: Stand) -> None:
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, groups=1, ads=1)
    await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    decide = DecideChange(stand.database, runner.jobs, stand.tenant.clock)
    propose = ProposeChange(decide, stand.tenant.clock)
    owner = stand.tenant.owner
    async with stand.database.transaction(stand.tenant.scope) as tx:
        pause = await propose.set_state(tx, owner, campaign_id, RunState.PAUSED, None)
        budget = await propose.set_budget(tx, owner, campaign_id, Decimal("60"), None)
        for change in (pause, budget):
            await decide.approve(tx, owner, change.id, None)
    for change in (pause, budget):
        applied = await runner.run(change)
        assert (applied.status, applied.failure, applied.mismatches) == (ChangeStatus.APPLIED, None, ())
    there = await asyncio.to_thread(stand.platform)
    assert there.states == {"ACTIVE", "PAUSED"}
    here = await stand.campaign(campaign_id)
    assert here.status is CampaignStatus.PAUSED
    assert here.observed is not None
    assert isinstance(here.observed.fields, CampaignFields)
    assert here.observed.fields.budget == Budget(BudgetPeriod.DAILY, Money.of("60", "USD"))
