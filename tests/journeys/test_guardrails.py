"""Guardrails and policy at work: at proposal, at approval, and before every batch of calls."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

import pytest

from adwright.campaigns.model import RunState
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.changes.model.guardrails import Guardrail, failed
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.limits import NO_LIMITS, Limits, NoTouchHours, Scope
from adwright.changes.model.policy import ApprovalRule, AuthorKind, Automatic, Policy
from adwright.changes.ports import CreateAd, ObjectKind, SetBudget, SetState
from adwright.changes.repository.ledger import LedgerRepository
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.errors import Conflict, Denied, Invalid
from adwright.core.ids import new_id
from adwright.core.money import Money
from tests.journeys.test_edits import approve, daily, propose_budget, propose_state
from tests.journeys.workbench import Workbench
from tests.twins.platform import campaign_fields
from tests.twins.troubles import declined


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


async def limit(bench: Workbench, limits: Limits, scope: Scope = Scope.ORGANIZATION) -> None:
    subjects = {
        Scope.ORGANIZATION: bench.tenant.organization_id,
        Scope.ADVERTISER: bench.tenant.advertiser_id,
        Scope.AD_ACCOUNT: bench.account.id,
    }
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await changes.set_limits(tx, bench.tenant.owner, bench.tenant.clock, scope, subjects[scope], limits)


async def set_policy(bench: Workbench, policy: Policy, scope: Scope = Scope.ORGANIZATION) -> None:
    subject = bench.tenant.advertiser_id if scope is Scope.ADVERTISER else bench.tenant.organization_id
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await changes.set_policy(tx, bench.tenant.owner, bench.tenant.clock, scope, subject, policy)


async def decide(bench: Workbench, actor: Actor, change: Change, *, confirmed: bool = False) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.decide.approve(tx, actor, change.id, None, leap_confirmed=confirmed)


def next_day(bench: Workbench) -> None:
    bench.tenant.clock.advance(timedelta(days=1))


async def test_budget_when_its_step_is_too_large_then_is_not_even_proposed(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    with pytest.raises(Invalid, match=r"rises by 22.0 %, from 50.00 USD to 61.00 USD") as refused:
        await propose_budget(bench, campaign_id, "61")
    assert refused.value.code == "guardrail"
    assert [each.field for each in refused.value.fields] == ["max_step"]


@pytest.mark.parametrize("scope", list(Scope))
async def test_launch_when_any_level_limits_it_then_is_refused(bench: Workbench, scope: Scope) -> None:
    await limit(bench, Limits(max_daily_increase=(usd("49.99"),)), scope)
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Invalid, match=r"Raises the cost per day by 50.00 USD"):
            await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)


async def test_proposal_when_a_limit_is_set_meanwhile_then_cannot_be_approved(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_budget(bench, campaign_id, "60")
    await limit(bench, Limits(max_daily_budget=(usd("55"),)))
    with pytest.raises(Conflict, match=r"gets 60.00 USD a day; the organization allows 55.00 USD") as refused:
        await approve(bench, change)
    assert refused.value.code == "guardrail"


async def test_approved_change_when_a_limit_is_set_before_it_is_applied_then_stops_untouched(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    change = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    await limit(bench, Limits(max_daily_budget=(usd("55"),)), Scope.AD_ACCOUNT)
    change = await bench.run(change)
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert change.failure.code == "guardrail"
    assert [each.guardrail for each in failed(change.findings)] == [Guardrail.MAX_DAILY_BUDGET]
    assert [call for call in bench.twin.calls if isinstance(call, SetBudget)] == []
    await limit(bench, NO_LIMITS, Scope.AD_ACCOUNT)
    assert (await bench.retry(change)).status is ChangeStatus.APPLIED


async def two_raises(bench: Workbench) -> list[Change]:
    """Two campaigns on another day, each with an approved raise of ten dollars."""
    campaign_ids = [await bench.launched(name="Chips"), await bench.launched(name="Dips")]
    next_day(bench)
    await limit(bench, Limits(max_daily_increase=(usd("15"),)))
    return [await approve(bench, await propose_budget(bench, each, "60")) for each in campaign_ids]


async def test_day_when_its_increase_is_used_up_then_the_next_change_waits_for_midnight(
    bench: Workbench,
) -> None:
    first, second = await two_raises(bench)
    assert (await bench.run(first)).status is ChangeStatus.APPLIED
    second = await bench.run(second)
    assert second.status is ChangeStatus.APPLYING
    assert second.waiting is not None
    assert "with 10.00 USD before it today; the organization allows 15.00 USD a day" in second.waiting.reason
    assert len([call for call in bench.twin.calls if isinstance(call, SetBudget)]) == 1
    bench.tenant.clock.instant = second.waiting.until
    assert (await bench.run(second)).status is ChangeStatus.APPLIED


async def test_day_when_a_rise_before_it_was_unknown_then_the_next_change_waits_for_midnight(
    bench: Workbench,
) -> None:
    first, second = await two_raises(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        now = bench.tenant.clock.now()
        rises = {first.campaign_id: None}
        await LedgerRepository(tx).add(
            bench.account.id, first.id, bench.account.today(bench.tenant.clock), now, rises
        )
    second = await bench.run(second)
    assert second.waiting is not None
    assert "By how much an earlier change of today raised" in second.waiting.reason


async def test_two_changes_when_applied_at_the_same_moment_then_only_one_passes_the_sum(
    bench: Workbench,
) -> None:
    pair = await two_raises(bench)
    done = await asyncio.gather(*(bench.run(change) for change in pair))
    assert sorted(change.status for change in done) == [ChangeStatus.APPLIED, ChangeStatus.APPLYING]


async def test_no_touch_hours_when_it_is_one_then_waits_and_a_pause_does_not(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    await limit(bench, Limits(no_touch_hours=(NoTouchHours(time(0), time(23, 59)),)))
    change = await bench.run(change)
    assert (change.status, change.waiting is not None) == (ChangeStatus.APPLYING, True)
    pause = await approve(bench, await propose_state(bench, campaign_id, RunState.PAUSED))
    assert (await bench.run(pause)).status is ChangeStatus.APPLIED


async def test_launch_when_everything_is_stopped_in_between_then_nothing_runs(bench: Workbench) -> None:
    bench.twin.fail(CreateAd, declined())
    change = await bench.run(await bench.launch(await bench.draft()))
    assert change.status is ChangeStatus.FAILED
    await limit(bench, Limits(stopped=True))
    with pytest.raises(Invalid, match="All changes are stopped"):
        await bench.launch(await bench.draft(name="Other"))
    change = await bench.retry(change)
    assert change.failure is not None
    assert "All changes are stopped" in change.failure.message
    assert [call for call in bench.twin.calls if isinstance(call, SetState)] == []


async def test_launch_when_it_stops_before_anything_runs_then_does_not_use_up_the_day(
    bench: Workbench,
) -> None:
    await limit(bench, Limits(max_daily_increase=(usd("60"),)))
    bench.twin.fail(CreateAd, declined())
    stopped = await bench.run(await bench.launch(await bench.draft(name="Dips")))
    assert stopped.status is ChangeStatus.FAILED
    assert (await bench.run(await bench.launch(await bench.draft()))).status is ChangeStatus.APPLIED
    assert (await bench.retry(stopped)).waiting is not None


async def test_cool_down_when_just_launched_then_a_raise_waits_as_long_as_is_left(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    await limit(bench, Limits(cool_down_hours=6))
    bench.tenant.clock.advance(timedelta(hours=2))
    change = await bench.run(await approve(bench, await propose_budget(bench, campaign_id, "60")))
    assert change.waiting is not None
    left = change.waiting.until - bench.tenant.clock.now()
    assert timedelta(hours=3, minutes=59) < left <= timedelta(hours=4)


async def test_budget_when_it_grows_tenfold_then_a_person_has_to_confirm_it(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    await limit(bench, NO_LIMITS)
    change = await propose_budget(bench, campaign_id, "5000")
    assert change.leaps
    assert [each.guardrail for each in failed(change.findings)] == [Guardrail.LEAP]
    change = await decide(bench, bench.tenant.owner, change)
    assert change.status is ChangeStatus.PROPOSED
    with pytest.raises(Conflict, match="an amount grows more than tenfold, which a person has to confirm"):
        await decide(bench, bench.tenant.owner, change)
    change = await decide(bench, bench.tenant.owner, change, confirmed=True)
    assert (await bench.run(change)).status is ChangeStatus.APPLIED
    assert campaign_fields(bench.twin.of(ObjectKind.CAMPAIGN)[0]).budget == daily("5000")


async def test_value_when_it_moved_so_that_the_step_is_tenfold_then_needs_a_new_confirmed_approval(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    await limit(bench, NO_LIMITS)
    change = await approve(bench, await propose_budget(bench, campaign_id, "60"))
    bench.twin.edit(bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id, budget=daily("5"))
    change = await bench.run(change)
    assert change.needs_a_look
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.decide.retry(tx, bench.tenant.owner, change.id)
    assert (change.status, change.leaps) == (ChangeStatus.PROPOSED, True)
    change = await decide(bench, bench.tenant.owner, change, confirmed=True)
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


async def test_value_when_it_moved_then_the_approvals_of_the_old_version_do_not_count(
    bench: Workbench,
) -> None:
    await set_policy(bench, Policy((ApprovalRule(approvals=2),)))
    one, other = await bench.member(Role.ADMIN), await bench.member(Role.MANAGER)
    campaign_id = await launched_by_two(bench, one, other)
    change = await propose_budget(bench, campaign_id, "60")
    await decide(bench, one, change)
    change = await decide(bench, other, change)
    bench.twin.edit(bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id, budget=daily("55"))
    change = await bench.run(change)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.decide.retry(tx, one, change.id)
    assert change.status is ChangeStatus.PROPOSED
    assert (await decide(bench, other, change)).status is ChangeStatus.APPROVED


async def launched_by_two(bench: Workbench, one: Actor, other: Actor) -> UUID:
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    await decide(bench, one, change)
    await bench.run(await decide(bench, other, change))
    return campaign_id


async def test_two_people_when_they_approve_at_the_same_moment_then_each_counts_once(
    bench: Workbench,
) -> None:
    await set_policy(bench, Policy((ApprovalRule(approvals=2, author_counts=False),)), Scope.ADVERTISER)
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    one, other = await bench.member(Role.ADMIN), await bench.member(Role.MANAGER)
    outcomes = await asyncio.gather(
        *(decide(bench, actor, change) for actor in (one, one, other)), return_exceptions=True
    )
    assert len([each for each in outcomes if isinstance(each, Conflict)]) == 1
    assert (await bench.change(change.id)).status is ChangeStatus.APPROVED
    assert len(bench.jobs.of("changes.apply")) == 1


async def test_own_change_when_the_policy_forbids_it_then_is_denied_with_who_is_needed(
    bench: Workbench,
) -> None:
    rule = ApprovalRule(approver_roles=frozenset({Role.OWNER, Role.ADMIN}), author_counts=False)
    await set_policy(bench, Policy((rule,)))
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    with pytest.raises(Denied, match="1 approval by admin or owner, not by the author"):
        await decide(bench, bench.tenant.owner, change)
    with pytest.raises(Denied):
        await decide(bench, await bench.member(Role.MANAGER), change)
    assert (await decide(bench, await bench.member(Role.ADMIN), change)).status is ChangeStatus.APPROVED


async def test_machine_change_when_nothing_is_said_then_a_key_cannot_approve_it(bench: Workbench) -> None:
    campaign_id = await bench.draft()
    key = replace(bench.tenant.owner, kind=ActorKind.API_KEY, name="CI", credential_id=new_id())
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, key, campaign_id, None)
    assert change.author_kind is AuthorKind.API_KEY
    with pytest.raises(Denied, match="what no person proposes needs a person's approval"):
        await decide(bench, key, change)
    assert (await decide(bench, bench.tenant.owner, change)).status is ChangeStatus.APPROVED


async def test_change_when_the_policy_asks_for_nobody_then_is_applied_at_once(bench: Workbench) -> None:
    automatic = Automatic(frozenset({AuthorKind.PERSON}), up_to=(usd("50"),))
    await set_policy(bench, Policy(automatic=(automatic,)))
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    assert change.status is ChangeStatus.APPROVED
    assert len(bench.jobs.of("changes.apply")) == 1
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


async def test_expiry_when_the_policy_is_shorter_then_holds(bench: Workbench) -> None:
    await set_policy(bench, Policy(expires_after_days=2), Scope.ADVERTISER)
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    assert change.expires_at == bench.tenant.clock.now() + timedelta(days=2)


async def test_settings_when_the_actor_is_no_admin_then_are_denied(bench: Workbench) -> None:
    manager, clock = bench.tenant.actor(Role.MANAGER), bench.tenant.clock
    limited = bench.tenant.actor(Role.ADMIN, advertiser_ids=frozenset({bench.tenant.advertiser_id}))
    organization_id = bench.tenant.organization_id
    async with bench.database.transaction(bench.tenant.scope) as tx:
        for actor in (manager, limited):
            with pytest.raises(Denied):
                await changes.set_limits(tx, actor, clock, Scope.ORGANIZATION, organization_id, NO_LIMITS)
            with pytest.raises(Denied):
                await changes.set_policy(tx, actor, clock, Scope.ORGANIZATION, organization_id, Policy())
        with pytest.raises(Invalid, match="organization's or an advertiser's"):
            await changes.set_policy(
                tx, bench.tenant.owner, clock, Scope.AD_ACCOUNT, bench.account.id, Policy()
            )
