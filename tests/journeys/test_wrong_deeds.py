"""What must not happen, however proposals, decisions and edits made outside follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import RunState, Targeting
from adwright.campaigns.records import AdGroupRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.drift import Drift, DriftStatus
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.limits import NO_LIMITS, Limits, NoTouchHours
from adwright.changes.model.policy import ApprovalRule, Policy
from adwright.changes.ports import CreateAd, ObjectKind, SetBudget, SetState
from adwright.changes.repository.ledger import LedgerRepository
from adwright.core.actor import Actor, Role
from adwright.core.errors import Conflict, Invalid
from adwright.core.ids import new_id
from adwright.core.paging import PageRequest
from adwright.journeys.import_tree import ImportTree
from adwright.journeys.settle_drift import SettleDrift
from adwright.platforms.model import BudgetPeriod, Provider
from tests.journeys.live_editing import apply, new_audience, new_version, propose
from tests.journeys.test_edits import approve, daily, propose_budget, propose_state
from tests.journeys.test_guardrails import limit, next_day, set_policy, usd
from tests.journeys.workbench import Workbench
from tests.twins.troubles import declined, passing_trouble

BUDGET_OF_60 = DraftBudget(BudgetPeriod.DAILY, Decimal("60"))


async def look(bench: Workbench) -> Sequence[Drift]:
    """Run the next cycle of the drift watch and return what is open."""
    bench.tenant.clock.advance(timedelta(minutes=15))
    platforms = {Provider.META_SANDBOX: bench.twin.ports}
    watch = ImportTree(bench.database, platforms, bench.tenant.keyring, bench.tenant.clock)
    await watch.run(bench.tenant.organization_id, bench.account.id)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return (await changes.list_drifts(tx, PageRequest(), statuses=[DriftStatus.OPEN])).items


def edit_outside(bench: Workbench, **values: object) -> None:
    [campaign] = bench.twin.of(ObjectKind.CAMPAIGN)
    bench.twin.edit(campaign.external_id, **values)


async def reject(bench: Workbench, change: Change) -> None:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.reject(tx, bench.tenant.owner, change.id, "Not any more")


async def retry(bench: Workbench, change: Change, actor: Actor) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.decide.retry(tx, actor, change.id)


def settle(bench: Workbench) -> SettleDrift:
    return SettleDrift(bench.decide, bench.tenant.clock)


async def test_moved_change_when_tried_again_under_a_stricter_policy_and_rejected_then_leaves_no_trace(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    change = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    edit_outside(bench, budget=daily("55"))
    change = await bench.run(change)
    await set_policy(bench, Policy((ApprovalRule(approvals=2),)))
    change = await retry(bench, change, bench.tenant.owner)
    assert change.status is ChangeStatus.PROPOSED
    await reject(bench, change)
    assert (await bench.desired(campaign_id)).fields.budget == daily("50")
    [drift] = await look(bench)
    assert drift.parts == (("budget", "50.00 USD a day", "55.00 USD a day"),)


async def test_half_made_launch_when_the_policy_asks_for_more_then_stays_until_all_have_tried_again(
    bench: Workbench,
) -> None:
    bench.twin.fail(CreateAd, declined())
    change = await bench.run(await bench.launch(await bench.draft()))
    await set_policy(bench, Policy((ApprovalRule(approvals=3),)))
    change = await retry(bench, change, bench.tenant.owner)
    change = await retry(bench, change, await bench.member(Role.ADMIN))
    assert change.status is ChangeStatus.FAILED
    assert "what it needs by now: 1 more approval" in (await bench.log(change))[-1].text
    with pytest.raises(Conflict, match="Part of this is on the platform already"):
        await reject(bench, change)
    await retry(bench, change, await bench.member(Role.MANAGER))
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


@pytest.mark.parametrize(
    ("kind", "goes_on"),
    [(ObjectKind.CAMPAIGN, True), (ObjectKind.AD_GROUP, False), (ObjectKind.AD, True)],
)
async def test_half_made_launch_when_it_is_switched_on_outside_then_is_seen_until_its_launch_is_decided(
    bench: Workbench, kind: ObjectKind, goes_on: bool
) -> None:
    bench.twin.fail(SetState, declined())
    change = await bench.run(await bench.launch(await bench.draft()))
    assert change.status is ChangeStatus.FAILED
    assert await look(bench) == []
    bench.twin.edit(bench.twin.of(kind)[0].external_id, state=RunState.ACTIVE)

    [drift] = await look(bench)

    assert drift.parts == (("state", "paused", "on"),)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Conflict, match="made this and stopped half-way"):
            await settle(bench).adopt(tx, bench.tenant.owner, drift.id)
        with pytest.raises(Conflict, match="made this and stopped half-way"):
            await settle(bench).revert(tx, bench.tenant.owner, drift.id, None)
    if goes_on:
        assert (await bench.retry(change)).status is ChangeStatus.APPLIED
    else:
        async with bench.database.transaction(bench.tenant.scope) as tx:
            await bench.decide.give_up(tx, bench.tenant.owner, change.id, "Not now")
        assert (await bench.run(change)).status is ChangeStatus.REJECTED
    assert await look(bench) == []


async def test_drift_when_a_change_that_sets_it_is_on_its_way_then_is_not_adopted(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    edit_outside(bench, budget=daily("55"), name="Theirs")
    found = {drift.field: drift for drift in await look(bench)}
    change = await approve(bench, await propose(bench, campaign_id, CampaignEdit(budget=BUDGET_OF_60)))
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Conflict, match="is about to set the same"):
            await settle(bench).adopt(tx, bench.tenant.owner, found["budget"].id)
        await settle(bench).adopt(tx, bench.tenant.owner, found["name"].id)
    assert (await bench.run(change)).status is ChangeStatus.APPLIED
    assert (await bench.desired(campaign_id)).fields.budget == daily("60")
    assert await look(bench) == []


@pytest.mark.parametrize("amount", ["60", "55"])
async def test_failed_change_when_rejected_after_a_newer_one_then_what_that_set_stays(
    bench: Workbench, amount: str
) -> None:
    campaign_id = await bench.launched()
    bench.twin.fail(SetBudget, declined())
    failed = await bench.run(await approve(bench, await propose_budget(bench, campaign_id, "60")))
    newer = await bench.run(await approve(bench, await propose_budget(bench, campaign_id, amount)))
    assert (failed.status, newer.status) == (ChangeStatus.FAILED, ChangeStatus.APPLIED)
    await reject(bench, failed)
    assert (await bench.desired(campaign_id)).fields.budget == daily(amount)
    assert await look(bench) == []


async def test_failed_change_then_what_it_has_left_to_do_is_no_drift_and_an_edit_outside_is(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    audience, version = (
        await new_audience(bench, Targeting(countries=("FR",))),
        await new_version(bench, "Oui"),
    )
    added = AdGroupEdit(name="France", audience_id=audience, ads=(AdEdit(creative_version_id=version),))
    bench.twin.fail(SetBudget, declined())
    edit = CampaignEdit(name="Renamed", budget=BUDGET_OF_60, ad_groups=(added,))
    failed = await apply(bench, campaign_id, edit)
    assert failed.status is ChangeStatus.FAILED
    assert await look(bench) == []
    edit_outside(bench, budget=daily("70"))
    [drift] = await look(bench)
    assert drift.parts == (("budget", "60.00 USD a day", "70.00 USD a day"),)
    newer = CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("65")))
    assert (await apply(bench, campaign_id, newer)).status is ChangeStatus.APPLIED
    edit_outside(bench, budget=daily("50"))
    [drift] = await look(bench)
    assert drift.parts == (("budget", "65.00 USD a day", "50.00 USD a day"),)


async def test_revert_when_it_fails_and_is_rejected_then_the_outside_edit_is_drift_still(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    edit_outside(bench, budget=daily("55"))
    [drift] = await look(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        revert = await settle(bench).revert(tx, bench.tenant.owner, drift.id, None)
    bench.twin.fail(SetBudget, declined())
    revert = await bench.run(await approve(bench, revert))
    await reject(bench, revert)
    assert (await bench.desired(campaign_id)).fields.budget == daily("50")
    assert [each.id for each in await look(bench)] == [drift.id]


async def half_way(bench: Workbench) -> tuple[Change, AdGroupRecord]:
    """A change that waits between the raises of two budgets, from 50 to 60, and the ad group that is left."""
    campaign_id = await bench.launched(groups=2, budget_at="ad_group")
    next_day(bench)
    groups = (await bench.campaign(campaign_id)).ad_groups
    edit = CampaignEdit(ad_groups=tuple(AdGroupEdit(id=each.id, budget=BUDGET_OF_60) for each in groups))
    bench.twin.fail(SetBudget, passing_trouble(), nth=2)
    change = await bench.run(await approve(bench, await propose(bench, campaign_id, edit)), at_once=1)
    [done] = [each.node_id for each in await bench.operations(change) if each.finished_at is not None]
    [left] = [each for each in groups if each.id != done]
    return change, left


async def test_change_when_what_is_left_of_it_moved_while_it_waited_then_stops(bench: Workbench) -> None:
    change, left = await half_way(bench)
    bench.twin.edit(left.external_id or "", budget=daily("55"))
    change = await bench.run(change)
    assert change.needs_a_look
    change = await bench.retry(change)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    before = {each.node.id: each.base.budget for each in change.patch.edits}
    assert before.pop(left.id) == daily("55")
    assert list(before.values()) == [daily("50")]


async def test_change_when_what_is_left_of_it_raises_more_by_now_then_the_days_sum_knows(
    bench: Workbench,
) -> None:
    await limit(bench, NO_LIMITS)
    change, left = await half_way(bench)
    bench.twin.edit(left.external_id or "", budget=daily("30"))
    assert (await bench.retry(await bench.run(change))).status is ChangeStatus.APPLIED
    async with bench.database.transaction(bench.tenant.scope) as tx:
        today = bench.account.today(bench.tenant.clock)
        day = await LedgerRepository(tx).day(bench.account.id, today, besides=new_id())
    assert day.raised_micros == usd("40").micros


async def paused(bench: Workbench) -> UUID:
    """A campaign that was paused on the day before."""
    campaign_id = await bench.launched()
    await bench.run(await approve(bench, await propose_state(bench, campaign_id, RunState.PAUSED)))
    next_day(bench)
    return campaign_id


async def test_raise_when_the_campaign_was_switched_on_outside_then_counts(bench: Workbench) -> None:
    campaign_id = await paused(bench)
    await limit(bench, Limits(max_daily_increase=(usd("5"),)))
    applied = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    edit_outside(bench, state=RunState.ACTIVE)
    await look(bench)
    with pytest.raises(Invalid, match=r"Raises the cost per day by 9.00 USD"):
        await propose(bench, campaign_id, CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("59"))))
    applied = await bench.run(applied)
    assert applied.failure is not None
    assert "Raises the cost per day by 10.00 USD" in applied.failure.message


async def test_raise_when_it_runs_by_the_time_it_is_approved_then_the_policy_judges_it_so(
    bench: Workbench,
) -> None:
    campaign_id = await paused(bench)
    await set_policy(bench, Policy((ApprovalRule(approvals=2, over=(usd("5"),)),)))
    change = await propose_budget(bench, campaign_id, "60")
    edit_outside(bench, state=RunState.ACTIVE)
    await look(bench)
    assert (await approve(bench, change)).status is ChangeStatus.PROPOSED


async def test_change_when_it_waits_then_is_rejected_only_if_it_has_done_nothing(bench: Workbench) -> None:
    begun, _ = await half_way(bench)
    with pytest.raises(Conflict, match="is being applied"):
        await reject(bench, begun)
    assert (await bench.run(begun)).status is ChangeStatus.APPLIED

    campaign_id = await bench.launched(name="Dips")
    waits = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    await limit(bench, Limits(no_touch_hours=(NoTouchHours(time(0), time(23, 59)),)))
    waits = await bench.run(waits)
    assert waits.waiting is not None
    await reject(bench, waits)
    await limit(bench, NO_LIMITS)
    assert (await bench.run(waits)).status is ChangeStatus.REJECTED
    assert (await bench.desired(campaign_id)).fields.budget == daily("50")
    assert len([call for call in bench.twin.calls if isinstance(call, SetBudget)]) == 3
