"""Who may decide what about a change, once, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from adwright.accounts import service as accounts
from adwright.accounts.model import Member
from adwright.audit import service as audit
from adwright.campaigns.model import CampaignStatus
from adwright.changes import service as changes
from adwright.changes.model.change import Change, Verdict
from adwright.changes.model.life import ChangeStatus
from adwright.changes.model.limits import Scope
from adwright.changes.model.policy import ApprovalRule, Policy
from adwright.changes.ports import CreateAd, CreateCampaign
from adwright.core.actor import Actor, Role
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Denied, Invalid, NotFound
from adwright.core.ids import new_id
from tests.journeys.workbench import Workbench, make_workbench
from tests.twins.troubles import declined, passing_trouble


async def propose(bench: Workbench, why: str | None = None) -> Change:
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.propose.launch(tx, bench.tenant.owner, campaign_id, why)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MANAGER, Role.APPROVER])
async def test_approve_when_the_role_allows_then_is_queued(bench: Workbench, role: Role) -> None:
    change = await propose(bench)
    member = await bench.member(role)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        approved = await bench.decide.approve(tx, member, change.id, "Fine by me")
        [decision] = await changes.list_decisions(tx, change.id)
    assert approved.status is ChangeStatus.APPROVED
    assert (decision.verdict, decision.by, decision.comment) == (
        Verdict.APPROVED,
        f"Some {role.value}",
        "Fine by me",
    )
    [job] = bench.jobs.of("changes.apply")
    assert job.lock == f"apply:{bench.account.id}"
    assert job.arguments == {
        "organization_id": str(bench.tenant.organization_id),
        "change_id": str(change.id),
    }


async def test_analyst_when_deciding_or_proposing_then_is_denied(bench: Workbench) -> None:
    change = await propose(bench)
    analyst = bench.tenant.actor(Role.ANALYST)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Denied):
            await bench.decide.approve(tx, analyst, change.id, None)
        with pytest.raises(Denied):
            await bench.decide.reject(tx, analyst, change.id, "no")
        with pytest.raises(Denied):
            await bench.decide.retry(tx, analyst, change.id)
        with pytest.raises(Denied):
            await bench.propose.launch(tx, analyst, change.campaign_id, None)


async def test_approver_when_proposing_then_is_denied(bench: Workbench) -> None:
    campaign_id = await bench.draft()
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Denied):
            await bench.propose.launch(tx, bench.tenant.actor(Role.APPROVER), campaign_id, None)


async def test_change_when_of_another_organization_then_not_found(bench: Workbench) -> None:
    change = await propose(bench)
    other = await make_workbench(bench.database)
    async with other.database.transaction(other.tenant.scope) as tx:
        with pytest.raises(NotFound):
            await changes.get_change(tx, change.id)
        with pytest.raises(NotFound):
            await other.decide.approve(tx, other.tenant.owner, change.id, None)


async def test_approve_when_done_twice_then_the_second_is_refused(bench: Workbench) -> None:
    change = await propose(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.approve(tx, bench.tenant.owner, change.id, None)
        with pytest.raises(Conflict, match="approved and about to be applied"):
            await bench.decide.approve(tx, bench.tenant.owner, change.id, None)


async def test_launch_when_clicked_twice_then_makes_one_change(bench: Workbench) -> None:
    campaign_id = await bench.draft()

    async def click() -> Change:
        async with bench.database.transaction(bench.tenant.scope) as tx:
            return await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)

    outcomes = await asyncio.gather(click(), click(), return_exceptions=True)
    made = [each for each in outcomes if isinstance(each, Change)]
    refused = [each for each in outcomes if isinstance(each, Conflict)]
    assert (len(made), len(refused)) == (1, 1)
    assert str(made[0].id) in refused[0].message


async def test_draft_when_its_launch_is_open_then_has_an_open_change(bench: Workbench) -> None:
    change = await propose(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        assert await changes.has_open_change(tx, change.campaign_id)
        held = await changes.campaigns_with_open_change(tx, bench.account.id)
        await bench.decide.reject(tx, bench.tenant.owner, change.id, "wrong picture")
        assert not await changes.has_open_change(tx, change.campaign_id)
    assert held == frozenset({change.campaign_id})


async def test_reject_when_a_reason_is_given_then_is_closed_and_never_applied(bench: Workbench) -> None:
    change = await propose(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        rejected = await bench.decide.reject(tx, bench.tenant.owner, change.id, "wrong picture")
    assert rejected.status is ChangeStatus.REJECTED
    assert (await bench.run(rejected)).status is ChangeStatus.REJECTED
    assert bench.twin.calls == []
    assert (await propose_again(bench, change)).status is ChangeStatus.PROPOSED


async def propose_again(bench: Workbench, change: Change) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.propose.launch(tx, bench.tenant.owner, change.campaign_id, None)


async def test_reject_when_no_reason_is_given_then_is_refused(bench: Workbench) -> None:
    change = await propose(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Invalid):
            await bench.decide.reject(tx, bench.tenant.owner, change.id, "  ")


async def test_failed_launch_when_given_up_with_nothing_made_then_is_a_draft_again(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, declined())
    campaign_id = await bench.draft()
    change = await bench.run(await bench.launch(campaign_id), at_once=1)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.reject(tx, bench.tenant.owner, change.id, "the text has to change")
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.DRAFT


async def test_failed_launch_when_part_of_it_exists_then_is_not_given_up(bench: Workbench) -> None:
    bench.twin.fail(CreateAd, declined())
    change = await bench.run(await bench.launch(await bench.draft()))
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Conflict, match="Part of this is on the platform already"):
            await bench.decide.reject(tx, bench.tenant.owner, change.id, "never mind")


async def test_retry_when_there_is_nothing_to_try_then_is_refused(bench: Workbench) -> None:
    change = await propose(bench)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Conflict, match="not been approved"):
            await bench.decide.retry(tx, bench.tenant.owner, change.id)


async def test_retry_when_it_waits_for_the_platform_then_goes_on_now(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, passing_trouble())
    change = await bench.run(await bench.launch(await bench.draft()))
    assert change.waiting is not None
    assert (await bench.retry(change)).status is ChangeStatus.APPLIED


async def test_wake_when_it_still_waits_then_is_queued_and_otherwise_not(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, passing_trouble())
    change = await bench.run(await bench.launch(await bench.draft()))
    queued = len(bench.jobs.of("changes.apply"))
    await bench.decide.wake(bench.tenant.organization_id, change.id)
    assert len(bench.jobs.of("changes.apply")) == queued + 1
    await bench.run(change)
    await bench.decide.wake(bench.tenant.organization_id, change.id)
    assert len(bench.jobs.of("changes.apply")) == queued + 1


async def test_proposal_when_fourteen_days_pass_then_expires(bench: Workbench) -> None:
    change = await propose(bench)
    bench.tenant.clock.advance(timedelta(days=14) - timedelta(seconds=1))
    await bench.decide.expire()
    assert (await bench.change(change.id)).status is ChangeStatus.PROPOSED
    bench.tenant.clock.advance(timedelta(seconds=1))
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Conflict, match="The time to approve this change is over"):
            await bench.decide.approve(tx, bench.tenant.owner, change.id, None)
    assert await bench.decide.expire() >= 1
    assert (await bench.change(change.id)).status is ChangeStatus.EXPIRED


async def test_launch_when_something_is_missing_then_names_the_fields(bench: Workbench) -> None:
    campaign_id = await bench.draft(page="")
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(Invalid) as refused:
            await bench.propose.launch(tx, bench.tenant.owner, campaign_id, None)
    assert refused.value.code == "not_ready"
    assert refused.value.fields != ()


async def test_launch_when_the_campaign_is_unknown_then_not_found(bench: Workbench) -> None:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        with pytest.raises(NotFound):
            await bench.propose.launch(tx, bench.tenant.owner, new_id(), None)


async def test_change_when_it_lives_then_each_step_is_audited_with_who_and_why(bench: Workbench) -> None:
    change = await propose(bench, why="for the autumn")
    approver = await bench.member(Role.APPROVER)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.decide.approve(tx, approver, change.id, "go")
    await bench.run(change)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        entries = list(reversed(await audit.history(tx, [change.id])))
    steps = [(each.action, each.actor_name, each.why) for each in entries if each.action != "operation.done"]
    assert steps == [
        ("change.proposed", "Olive Owner", "for the autumn"),
        ("change.approved", "Some approver", "go"),
        ("change.applied", "Adwright", None),
    ]
    assert len([each for each in entries if each.action == "operation.done"]) == change.progress.total


async def leave(bench: Workbench, actor: Actor) -> None:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        member = await member_of(tx, actor)
        await accounts.remove_member(tx, bench.tenant.owner, bench.tenant.clock, member.id)


async def become_analyst(bench: Workbench, actor: Actor) -> None:
    await become(bench, actor, Role.ANALYST, None)


async def be_limited_to_others(bench: Workbench, actor: Actor) -> None:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        other = await accounts.create_advertiser(tx, bench.tenant.owner, bench.tenant.clock, name="Other")
    await become(bench, actor, Role.APPROVER, frozenset({other.id}))


async def become(
    bench: Workbench, actor: Actor, role: Role, advertiser_ids: frozenset[UUID] | None
) -> None:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        member = await member_of(tx, actor)
        await accounts.change_member(
            tx, bench.tenant.owner, member.id, role=role, advertiser_ids=advertiser_ids
        )


async def member_of(tx: Transaction, actor: Actor) -> Member:
    return next(each for each in await accounts.list_members(tx) if each.person_id == actor.person_id)


@pytest.mark.parametrize("lose_the_right", [leave, become_analyst, be_limited_to_others])
async def test_approved_change_when_its_approver_may_not_any_more_then_waits_for_another_approval(
    bench: Workbench, lose_the_right: Callable[[Workbench, Actor], Awaitable[None]]
) -> None:
    change, approver = await propose(bench), await bench.member(Role.APPROVER)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.decide.approve(tx, approver, change.id, None)
    await lose_the_right(bench, approver)

    waits = await bench.run(change)

    assert (waits.status, bench.twin.calls) == (ChangeStatus.PROPOSED, [])
    assert (await bench.campaign(change.campaign_id)).status is CampaignStatus.DRAFT
    assert (await bench.log(change))[-1].text == (
        "It waits for approval again. It needs: 1 approval: no rule asks for more "
        "(that of Some approver does not count any more)."
    )
    async with bench.database.transaction(bench.tenant.scope) as tx:
        approved = await bench.decide.approve(tx, bench.tenant.owner, change.id, None)
    assert (await bench.run(approved)).status is ChangeStatus.APPLIED


async def test_half_done_change_when_its_approver_leaves_then_stops_until_somebody_tries_it_again(
    bench: Workbench,
) -> None:
    bench.twin.fail(CreateAd, passing_trouble())
    change, approver = await propose(bench), await bench.member(Role.APPROVER)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        change = await bench.decide.approve(tx, approver, change.id, None)
    assert (await bench.run(change)).status is ChangeStatus.APPLYING
    await leave(bench, approver)

    stopped = await bench.run(change)

    assert stopped.status is ChangeStatus.FAILED
    assert stopped.failure is not None
    assert (stopped.failure.code, "Some approver" in stopped.failure.message) == ("approval_missing", True)
    assert (await bench.retry(change)).status is ChangeStatus.APPLIED


async def test_change_when_the_policy_asks_for_more_after_its_approval_then_is_not_applied(
    bench: Workbench,
) -> None:
    change = await bench.launch(await bench.draft())
    policy = Policy((ApprovalRule(approvals=2),))
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await changes.set_policy(
            tx,
            bench.tenant.owner,
            bench.tenant.clock,
            Scope.ORGANIZATION,
            bench.tenant.organization_id,
            policy,
        )
    assert (await bench.run(change)).status is ChangeStatus.PROPOSED
    assert bench.twin.calls == []
