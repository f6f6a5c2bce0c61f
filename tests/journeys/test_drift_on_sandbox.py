"""Edits made outside, over both protocols: seen with who and when, adopted or reverted, never our own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from facebook_business.adobjects.adaccount import AdAccount as SdkAdAccount
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.records import CampaignRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.drift import Drift, DriftStatus
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.core.database import Database
from adwright.core.errors import Conflict
from adwright.core.paging import PageRequest
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign
from adwright.journeys.settle_drift import SettleDrift
from adwright.journeys.undo_change import UndoChange
from adwright.platforms.model import BudgetPeriod
from tests.journeys.sandbox_platforms import GOOGLE, META, SandboxPlatform
from tests.journeys.sandbox_runner import Runner
from tests.journeys.sandbox_stand import Stand, make_stand

ON_BOTH = pytest.mark.parametrize("watch", [META, GOOGLE], indirect=True, ids=["meta", "google"])
ON_GOOGLE = pytest.mark.parametrize("watch", [GOOGLE], indirect=True, ids=["google"])

# What the platform refuses of a launch that has made everything paused, and its word for "on".
REFUSED_AT_LAST: dict[SandboxPlatform, tuple[dict[str, Any], str]] = {
    META: (
        {"kind": "error", "method": "POST", "path_regex": "/1[0-9]+$", "code": 100, "message": "Not now"},
        "ACTIVE",
    ),
    GOOGLE: (
        {
            "kind": "grpc_error",
            "path_regex": "/Mutate$",
            "skip": 3,
            "failure": "mutate_error.MUTATE_NOT_ALLOWED",
        },
        "ENABLED",
    ),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One market; each test has an ad account of its own there."""
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
async def watch(request: pytest.FixtureRequest, database: Database, sandbox: Sandbox) -> Watch:
    on: SandboxPlatform = getattr(request, "param", META)
    stand = await make_stand(database, sandbox, KeyRing([b"k" * 32]), on)
    runner = Runner(stand, timeout_seconds=10)
    campaign_id = await stand.draft(runner.store, groups=1, ads=2, creatives_made=2)
    change = await runner.run(await stand.approved_launch(campaign_id, runner.jobs))
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    return Watch(stand, runner, campaign_id)


class Watch:
    """A live campaign on the sandbox, and somebody who looks for drift."""

    def __init__(self, stand: Stand, runner: Runner, campaign_id: UUID) -> None:
        self.stand = stand
        self.runner = runner
        self.campaign_id = campaign_id
        self.decide = DecideChange(stand.database, runner.jobs, stand.tenant.clock)
        self.settle = SettleDrift(self.decide, stand.tenant.clock)

    async def look(self) -> Sequence[Drift]:
        """Run the next cycle of the watch and return what is open."""
        self.stand.tenant.clock.advance(timedelta(minutes=15))
        self.stand.sandbox.advance(minutes=15)
        await self.runner.look(self.stand)
        return await self.drifts(DriftStatus.OPEN)

    async def drifts(self, status: DriftStatus) -> Sequence[Drift]:
        async with self.stand.database.transaction(self.stand.tenant.scope) as tx:
            return (await changes.list_drifts(tx, PageRequest(), statuses=[status])).items

    async def campaign(self) -> CampaignRecord:
        return await self.stand.campaign(self.campaign_id)

    async def edit(self, edit: CampaignEdit) -> Change:
        tenant = self.stand.tenant
        async with self.stand.database.transaction(tenant.scope) as tx:
            journey = EditCampaign(self.decide, tenant.clock)
            change = await journey.propose(tx, tenant.owner, self.campaign_id, edit, None)
        return await self.apply(change)

    async def apply(self, change: Change) -> Change:
        tenant, decide = self.stand.tenant, self.decide
        async with self.stand.database.transaction(tenant.scope) as tx:
            await decide.approve(tx, tenant.owner, change.id, None)
        return await self.runner.run_to_the_end(change)

    async def outside(self, external_id: str | None, **values: object) -> None:
        self.stand.on.edit_outside(self.stand.sandbox, external_id or "", **values)

    async def budget_outside(self, amount: int) -> None:
        campaign_id = (await self.campaign()).external_id or ""
        account_id = self.stand.account.external_id
        await asyncio.to_thread(
            self.stand.on.set_budget_outside, self.stand.sandbox, account_id, campaign_id, amount
        )

    def added_outside(self, campaign: CampaignRecord) -> str:
        """Make another ad group in the campaign, past Adwright; return its id."""
        sandbox, account_id = self.stand.sandbox, self.stand.account.external_id
        session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, self.stand.token)
        session.GRAPH = sandbox.meta_url
        values = {
            "name": "Theirs",
            "campaign_id": campaign.external_id,
            "status": "ACTIVE",
            "optimization_goal": "LINK_CLICKS",
            "billing_event": "IMPRESSIONS",
            "targeting": {
                "geo_locations": {"countries": ["US"]},
                "targeting_automation": {"advantage_audience": 0},
            },
        }
        try:
            made = SdkAdAccount(account_id, api=FacebookAdsApi(session)).create_ad_set(params=values)
        finally:
            session.requests.close()
        return str(made["id"])

    async def adopt(self, drift: Drift) -> None:
        async with self.stand.database.transaction(self.stand.tenant.scope) as tx:
            await self.settle.adopt(tx, self.stand.tenant.owner, drift.id)

    async def revert(self, drift: Drift) -> Change:
        async with self.stand.database.transaction(self.stand.tenant.scope) as tx:
            return await self.settle.revert(tx, self.stand.tenant.owner, drift.id, "Ours is right")


@ON_BOTH
async def test_watch_when_only_we_edited_then_there_is_no_drift(watch: Watch) -> None:
    assert await watch.look() == []
    [group] = (await watch.campaign()).ad_groups
    edit = CampaignEdit(
        name="Renamed",
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60")),
        ad_groups=(AdGroupEdit(id=group.id, name="Group", ads=(AdEdit(id=group.ads[0].id, name="Ad"),)),),
        remove=(group.ads[1].id,),
    )
    change = await watch.edit(edit)
    assert (change.status, change.mismatches, change.failure) == (ChangeStatus.APPLIED, (), None)
    assert await watch.look() == []


@ON_BOTH
async def test_watch_when_edited_outside_then_says_what_who_and_when(watch: Watch) -> None:
    assert await watch.look() == []
    record = await watch.campaign()
    await watch.budget_outside(70)
    await watch.outside(record.ad_groups[0].ads[0].external_id, status="PAUSED")
    found = {drift.field: drift for drift in await watch.look()}
    assert found["budget"].parts == (("budget", "50.00 USD a day", "70.00 USD a day"),)
    assert found["state"].parts == (("state", "on", "paused"),)
    assert {drift.edited_by for drift in found.values()} == {watch.stand.on.outsider}
    assert all(drift.edited_at is not None for drift in found.values())
    assert len(await watch.look()) == 2


@ON_BOTH
async def test_half_made_launch_when_it_is_switched_on_outside_then_is_seen_in_the_next_cycle(
    watch: Watch,
) -> None:
    stand, runner = watch.stand, watch.runner
    campaign_id = await stand.draft(runner.store, groups=1, ads=1, name="Half made")
    change = await stand.approved_launch(campaign_id, runner.jobs)
    fault, on = REFUSED_AT_LAST[stand.on]
    stand.sandbox.fault(**fault)
    assert (await runner.run(change)).status is ChangeStatus.FAILED
    assert await watch.look() == []

    await watch.outside((await stand.campaign(campaign_id)).external_id, status=on)

    [drift] = await watch.look()
    assert (drift.campaign_id, drift.parts) == (campaign_id, (("state", "paused", "on"),))


@ON_BOTH
async def test_drift_when_adopted_then_is_what_should_be(watch: Watch) -> None:
    record = await watch.campaign()
    await watch.budget_outside(70)
    await watch.outside(record.external_id, name="Theirs")
    for drift in await watch.look():
        await watch.adopt(drift)
        with pytest.raises(Conflict, match="adopted already"):
            await watch.adopt(drift)
    record = await watch.campaign()
    assert record.name == "Theirs"
    assert record.budget is not None
    assert record.budget.micros == 70_000_000
    assert await watch.look() == []


@ON_BOTH
async def test_drift_when_reverted_then_the_change_puts_it_right(watch: Watch) -> None:
    await watch.budget_outside(70)
    [drift] = await watch.look()
    change = await watch.revert(drift)
    assert change.kind is ChangeKind.REVERT
    assert [(line.before, line.after) for line in change.diff] == [("70.00 USD a day", "50.00 USD a day")]
    change = await watch.apply(change)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    assert await watch.look() == []


async def test_drift_when_a_change_sets_the_same_field_then_is_over_at_once(watch: Watch) -> None:
    await watch.budget_outside(70)
    assert len(await watch.look()) == 1
    change = await watch.edit(CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60"))))
    assert change.status is ChangeStatus.APPLIED
    assert await watch.drifts(DriftStatus.OPEN) == []


async def test_drift_when_put_right_outside_then_is_over(watch: Watch) -> None:
    await watch.budget_outside(70)
    assert len(await watch.look()) == 1
    await watch.budget_outside(50)
    assert await watch.look() == []
    assert len(await watch.drifts(DriftStatus.GONE)) == 1


@pytest.mark.parametrize(
    ("setting", "part", "of"),
    [
        ("advantage_audience", "widened by the platform", "ad_set"),
        ("standard_enhancements", "rewritten by the platform", "creative"),
    ],
)
async def test_watch_when_the_platform_switches_a_setting_then_is_seen_in_one_cycle_and_reverted(
    watch: Watch, setting: str, part: str, of: str
) -> None:
    assert await watch.look() == []
    [group] = (await watch.campaign()).ad_groups
    node = group.external_id if of == "ad_set" else watch.stand.platform().besides[0][0]
    watch.stand.sandbox.control("POST", "/events", do="platform_setting", node_id=node, setting=setting)
    [drift] = await watch.look()
    assert (part, "no", "yes") in drift.parts
    assert drift.edited_by == "Meta"
    change = await watch.apply(await watch.revert(drift))
    assert (change.status, change.mismatches, change.failure) == (ChangeStatus.APPLIED, (), None)
    assert await watch.look() == []


@ON_GOOGLE
async def test_watch_when_google_adds_a_keyword_by_itself_then_is_seen_in_one_cycle_and_reverted(
    watch: Watch,
) -> None:
    assert await watch.look() == []
    [group] = (await watch.campaign()).ad_groups
    event = {"do": "platform_setting", "setting": "auto_apply_keywords", "node_id": group.external_id}
    watch.stand.sandbox.control("POST", "/events", **event)
    [drift] = await watch.look()
    assert [part for part, _, _ in drift.parts] == ["keywords"]
    assert drift.edited_by == "google.ads@example.com"
    change = await watch.apply(await watch.revert(drift))
    assert (change.status, change.mismatches, change.failure) == (ChangeStatus.APPLIED, (), None)
    assert await watch.look() == []


async def test_watch_when_something_is_deleted_outside_then_that_is_drift(watch: Watch) -> None:
    assert await watch.look() == []
    [group] = (await watch.campaign()).ad_groups
    await watch.outside(group.ads[0].external_id, status="DELETED")
    [drift] = await watch.look()
    assert drift.parts == (("node", "exists", "deleted"),)
    assert drift.edited_by == "Jordan Colleague"
    with pytest.raises(Conflict, match="deleted on the platform"):
        await watch.revert(drift)
    await watch.adopt(drift)
    assert await watch.look() == []


async def test_watch_when_something_is_added_outside_then_that_is_drift_until_adopted(watch: Watch) -> None:
    assert await watch.look() == []
    watch.added_outside(await watch.campaign())
    for _ in range(2):
        [drift] = await watch.look()
    assert (drift.node, drift.parts) == ("Theirs", (("node", "not there", "added"),))
    assert drift.edited_at is not None
    await watch.adopt(drift)
    assert await watch.look() == []
    assert [group.name for group in (await watch.campaign()).ad_groups][-1] == "Theirs"


async def test_drift_when_what_was_added_is_reverted_then_is_archived(watch: Watch) -> None:
    external_id = watch.added_outside(await watch.campaign())
    [drift] = await watch.look()
    change = await watch.apply(await watch.revert(drift))
    assert (change.status, change.mismatches, change.failure) == (ChangeStatus.APPLIED, (), None)
    assert external_id not in watch.stand.platform().ad_groups
    assert await watch.look() == []


async def test_drift_when_its_revert_is_rejected_then_is_open_again(watch: Watch) -> None:
    await watch.outside((await watch.campaign()).external_id, daily_budget="7000")
    [drift] = await watch.look()
    change = await watch.revert(drift)
    assert await watch.drifts(DriftStatus.OPEN) == []
    async with watch.stand.database.transaction(watch.stand.tenant.scope) as tx:
        await watch.decide.reject(tx, watch.stand.tenant.owner, change.id, "Theirs is right")
    [again] = await watch.drifts(DriftStatus.OPEN)
    assert (again.id, again.change_id) == (drift.id, None)
    await watch.adopt(again)


@ON_BOTH
async def test_undo_when_edited_outside_since_then_the_conflict_is_shown(watch: Watch) -> None:
    change = await watch.edit(CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60"))))
    await watch.budget_outside(90)
    await watch.look()
    tenant = watch.stand.tenant
    async with watch.stand.database.transaction(tenant.scope) as tx:
        [preview] = await UndoChange(watch.decide, tenant.clock).preview(tx, tenant.owner, [change.id])
        assert [(each.wanted, each.found) for each in preview.conflicts] == [
            ("60.00 USD a day", "90.00 USD a day")
        ]
        with pytest.raises(Conflict, match=r"The world has moved on since"):
            await UndoChange(watch.decide, tenant.clock).propose(tx, tenant.owner, [change.id], None)


@ON_BOTH
async def test_change_when_edited_outside_between_proposal_and_apply_then_stops(watch: Watch) -> None:
    await watch.budget_outside(90)
    change = await watch.edit(CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60"))))
    assert change.failure is not None
    assert change.failure.code == "moved"
    assert "90.00 USD a day" in change.failure.message


async def test_change_when_its_object_was_deleted_outside_then_stops_even_where_only_a_name_is_set(
    watch: Watch,
) -> None:
    """Meta takes a new name for what is deleted; nobody who approved the change meant that."""
    [group] = (await watch.campaign()).ad_groups
    await watch.outside(group.ads[1].external_id, status="DELETED")
    ad = AdEdit(id=group.ads[1].id, name="Another name")
    change = await watch.edit(CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, ads=(ad,)),)))
    assert change.failure is not None
    assert change.failure.code == "moved"
    assert "was archived or deleted on the platform, which cannot bring it back" in change.failure.message
