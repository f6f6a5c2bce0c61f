"""A launch on the twin: made once, all paused, switched on last, whatever goes wrong in between."""

from __future__ import annotations

import asyncio

import pytest

from adwright.accounts import service as accounts
from adwright.accounts.model import ConnectionStatus
from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import CampaignStatus, RunState
from adwright.changes.model.change import LogKind
from adwright.changes.model.life import ChangeStatus, OperationStatus
from adwright.changes.model.steps import Action
from adwright.changes.ports import (
    Answer,
    Call,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    ObjectKind,
    SetState,
    UploadImage,
)
from adwright.core.errors import Upstream
from adwright.journeys.apply_change import ApplyChange
from adwright.platforms.model import Level
from tests.factories import make_connection
from tests.journeys.workbench import Workbench
from tests.twins.troubles import declined, lost_answer, passing_trouble, refused_token

COUNTS = {
    ObjectKind.LABEL: 1,
    ObjectKind.IMAGE: 2,
    ObjectKind.CREATIVE: 2,
    ObjectKind.CAMPAIGN: 1,
    ObjectKind.AD_GROUP: 2,
    ObjectKind.AD: 4,
}


def counts(bench: Workbench) -> dict[ObjectKind, int]:
    return {kind: len(bench.twin.of(kind)) for kind in COUNTS}


async def draft(bench: Workbench) -> object:
    return await bench.draft(groups=2, ads=2, creatives_made=2)


@pytest.mark.parametrize("at_once", [1, 4])
async def test_launch_when_approved_then_all_is_made_once_and_on(bench: Workbench, at_once: int) -> None:
    campaign_id = await bench.draft(groups=2, ads=2, creatives_made=2)
    change = await bench.run(await bench.launch(campaign_id), at_once=at_once)
    assert change.status is ChangeStatus.APPLIED
    assert change.mismatches == ()
    assert counts(bench) == COUNTS
    assert {each.fields.state for each in bench.twin.objects.values() if each.fields} == {RunState.ACTIVE}
    record = await bench.campaign(campaign_id)
    assert record.status is CampaignStatus.LIVE
    assert record.external_id == bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id
    ads = {ad.external_id for group in record.ad_groups for ad in group.ads}
    assert ads == {each.external_id for each in bench.twin.of(ObjectKind.AD)}
    assert len(await bench.observed(campaign_id)) == 7


async def test_launch_when_applied_then_the_campaign_is_switched_on_last(bench: Workbench) -> None:
    await bench.run(await bench.launch(await bench.draft(groups=2, ads=2, creatives_made=2)))
    switched = [call for call in bench.twin.calls if isinstance(call, SetState)]
    first = bench.twin.calls.index(switched[0])
    assert all(isinstance(call, SetState) for call in bench.twin.calls[first:])
    assert [each.level for each in switched] == [Level.AD] * 4 + [Level.AD_GROUP] * 2 + [Level.CAMPAIGN]


async def test_launch_when_applied_then_the_first_sync_is_queued(bench: Workbench) -> None:
    await bench.run(await bench.launch(await bench.draft()))
    assert [each.lock for each in bench.jobs.of("insights.sync")] == [f"facts:{bench.account.id}"]


async def test_launch_when_run_again_then_nothing_is_called(bench: Workbench) -> None:
    change = await bench.run(await bench.launch(await bench.draft()))
    calls = len(bench.twin.calls)
    again = await bench.run(change)
    assert again == change
    assert len(bench.twin.calls) == calls


async def test_launch_when_a_worker_taken_for_dead_still_holds_it_then_comes_back_later(
    bench: Workbench,
) -> None:
    change = await bench.launch(await bench.draft())
    async with bench.database.alone(f"change:{change.id}") as held:
        assert held
        await bench.run(change)
    assert bench.twin.calls == []
    assert len(bench.jobs.of("changes.wake")) == 1
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


CREATING: list[type[Call]] = [
    CreateLabel,
    UploadImage,
    CreateCreative,
    CreateCampaign,
    CreateAdGroup,
    CreateAd,
]


@pytest.mark.parametrize("after_effect", [True, False])
@pytest.mark.parametrize("kind", CREATING)
async def test_launch_when_an_answer_is_lost_then_it_is_looked_up_and_made_once(
    bench: Workbench, kind: type[Call], after_effect: bool
) -> None:
    bench.twin.fail(kind, lost_answer(), after_effect=after_effect)
    change = await bench.run(await bench.launch(await bench.draft(groups=2, ads=2, creatives_made=2)))
    assert change.status is ChangeStatus.APPLYING
    assert change.waiting is not None
    assert change.waiting.reason == "It did not answer in time."
    [wake] = bench.jobs.of("changes.wake")
    assert (wake.lock, wake.run_at) == (None, change.waiting.until)
    bench.tenant.clock.instant = change.waiting.until
    change = await bench.run(change)
    assert change.status is ChangeStatus.APPLIED
    assert counts(bench) == COUNTS


async def test_launch_when_the_look_up_is_stale_then_it_looks_again_before_making(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, lost_answer(), after_effect=True)
    bench.twin.stale_look_ups = 2
    change = await bench.run(await bench.launch(await bench.draft()))
    change = await bench.run(change)
    assert change.status is ChangeStatus.APPLIED
    assert len(bench.twin.of(ObjectKind.CAMPAIGN)) == 1
    assert bench.twin.look_ups == 3
    found = [each.title for each in await bench.operations(change) if each.found]
    assert found == ["Make the campaign “Spicy chips”, paused"]


async def test_launch_when_the_look_up_fails_then_the_next_try_looks_up_again(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, lost_answer(), after_effect=True)
    change = await bench.run(await bench.launch(await bench.draft()))
    look_up = bench.twin.look_up

    async def unreachable(*_: object) -> str | None:
        raise Upstream("It cannot be reached.", retry_after_seconds=5.0)

    bench.twin.look_up = unreachable  # type: ignore[method-assign]
    change = await bench.run(change)
    assert change.status is ChangeStatus.APPLYING
    bench.twin.look_up = look_up  # type: ignore[method-assign]
    change = await bench.run(change)
    assert change.status is ChangeStatus.APPLIED
    assert len(bench.twin.of(ObjectKind.CAMPAIGN)) == 1


async def test_launch_when_throttled_then_waits_as_long_as_asked(bench: Workbench) -> None:
    bench.twin.fail(CreateAdGroup, passing_trouble())
    change = await bench.run(await bench.launch(await bench.draft()))
    assert change.waiting is not None
    assert (change.waiting.until - bench.tenant.clock.now()).total_seconds() == 60
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


async def test_launch_when_declined_then_stops_with_the_node_and_the_reason(bench: Workbench) -> None:
    bench.twin.fail(CreateAd, declined(), nth=2)
    campaign_id = await bench.draft(groups=1, ads=2)
    change = await bench.run(await bench.launch(campaign_id), at_once=1)
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert change.failure.message == (
        "Make the ad “Ad 0.1”, paused: Meta declined this. The link does not open. "
        "Nothing runs: what was made so far is paused. Put it right, then try again; it goes on here."
    )
    assert change.failure.answer["user_message"] == "The link does not open."
    assert {each.fields.state for each in bench.twin.objects.values() if each.fields} == {RunState.PAUSED}
    record = await bench.campaign(campaign_id)
    assert record.status is CampaignStatus.ERROR
    assert record.error_reason == change.failure.message


async def test_launch_when_tried_again_then_goes_on_where_it_stopped(bench: Workbench) -> None:
    bench.twin.fail(CreateAd, declined())
    campaign_id = await bench.draft(groups=2, ads=2, creatives_made=2)
    change = await bench.run(await bench.launch(campaign_id))
    assert change.status is ChangeStatus.FAILED
    change = await bench.retry(change)
    assert change.status is ChangeStatus.APPLIED
    assert change.failure is None
    assert counts(bench) == COUNTS
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.LIVE


async def test_launch_when_the_token_is_revoked_then_says_connect_again_and_goes_on_later(
    bench: Workbench,
) -> None:
    bench.twin.fail(CreateAdGroup, refused_token())
    change = await bench.run(await bench.launch(await bench.draft(groups=2, ads=2, creatives_made=2)))
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert change.failure.code == "reconnect_needed"
    assert "Connect Meta again." in change.failure.message
    assert bench.account.connection_id is not None
    async with bench.database.transaction(bench.tenant.scope) as tx:
        connection = await accounts.get_connection(tx, bench.account.connection_id)
    assert connection.status is ConnectionStatus.RECONNECT_NEEDED

    still_refused = await bench.retry(change)
    assert still_refused.status is ChangeStatus.FAILED
    assert still_refused.failure is not None
    assert "Connect again under Connections." in still_refused.failure.message

    await reconnect(bench)
    change = await bench.retry(change)
    assert change.status is ChangeStatus.APPLIED
    assert counts(bench) == COUNTS


async def reconnect(bench: Workbench) -> None:
    await make_connection(bench.database, bench.tenant, token="EAAnew-token")


async def test_launch_when_the_worker_is_asked_to_stop_in_a_call_then_the_next_run_goes_on(
    bench: Workbench,
) -> None:
    change = await bench.launch(await bench.draft())
    perform, calling = bench.twin.perform, asyncio.Event()

    async def slow(access: AccountAccess, call: Call) -> Answer:
        answer = await perform(access, call)
        if isinstance(call, CreateCampaign):
            calling.set()
            await asyncio.Event().wait()
        return answer

    bench.twin.perform = slow  # type: ignore[method-assign]
    working = asyncio.create_task(bench.run(change))
    await calling.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    bench.twin.perform = perform  # type: ignore[method-assign]
    assert (await bench.run(change)).status is ChangeStatus.APPLIED
    assert len(bench.twin.of(ObjectKind.CAMPAIGN)) == 1


async def test_launch_when_the_platform_is_not_set_up_any_more_then_says_so(bench: Workbench) -> None:
    change = await bench.launch(await bench.draft())
    apply = ApplyChange(bench.database, {}, bench.tenant.keyring, bench.store, bench.jobs, bench.tenant.clock)
    await apply.run(bench.tenant.organization_id, change.id)
    change = await bench.change(change.id)
    assert change.failure is not None
    assert change.failure.message == "This installation has no meta_sandbox platform set up."
    assert (await bench.retry(change)).status is ChangeStatus.APPLIED


async def test_launch_when_the_platform_stays_away_then_stops_after_bounded_tries(bench: Workbench) -> None:
    for _ in range(12):
        bench.twin.fail(CreateCampaign, passing_trouble())
    change = await bench.launch(await bench.draft())
    for _ in range(11):
        change = await bench.run(change)
        assert change.status is ChangeStatus.APPLYING
    change = await bench.run(change)
    assert change.status is ChangeStatus.FAILED
    change = await bench.retry(change)
    assert change.status is ChangeStatus.APPLIED


async def test_launch_when_reads_are_stale_then_reads_back_again(bench: Workbench) -> None:
    bench.twin.stale_reads = 1
    change = await bench.run(await bench.launch(await bench.draft()))
    assert change.status is ChangeStatus.APPLIED
    assert change.mismatches == ()


async def test_launch_when_read_back_differs_then_it_is_shown(bench: Workbench) -> None:
    campaign_id = await bench.draft()
    read = bench.twin.read

    async def renamed(access: object, level: Level, external_id: str) -> object:
        made = bench.twin.objects[external_id]
        if level is Level.AD and made.fields is not None and made.fields.name != "Someone's":
            bench.twin.edit(external_id, name="Someone's")
        return await read(access, level, external_id)  # type: ignore[arg-type]

    bench.twin.read = renamed  # type: ignore[method-assign, assignment]
    change = await bench.run(await bench.launch(campaign_id))
    assert change.status is ChangeStatus.APPLIED
    assert [(each.node, each.field, each.wanted, each.found) for each in change.mismatches] == [
        ("Ad 0.0", "name", "Ad 0.0", "Someone's")
    ]


async def test_launch_when_it_cannot_be_read_back_then_waits_and_in_the_end_says_so(bench: Workbench) -> None:
    async def unreachable(*_: object) -> None:
        raise Upstream("It cannot be reached.", retry_after_seconds=5.0)

    bench.twin.read = unreachable  # type: ignore[method-assign, assignment]
    campaign_id = await bench.draft()
    change = await bench.launch(campaign_id)
    for _ in range(11):
        change = await bench.run(change)
        assert change.waiting is not None
    change = await bench.run(change)
    assert change.status is ChangeStatus.APPLIED
    assert [each.found for each in change.mismatches] == ["It cannot be reached."]
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.LIVE


async def test_launch_when_applied_then_the_log_tells_each_step(bench: Workbench) -> None:
    change = await bench.run(await bench.launch(await bench.draft()))
    log = await bench.log(change)
    kinds = [each.kind for each in log]
    operations = await bench.operations(change)
    assert kinds == [LogKind.PROPOSED, LogKind.APPROVED, *[LogKind.CALLED] * len(operations), LogKind.APPLIED]
    assert log[0].actor == bench.tenant.owner.name
    made = next(each for each in log if each.text == "Make the campaign “Spicy chips”, paused")
    assert made.external_id == bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id


async def test_operations_when_applied_then_tell_intent_answer_and_attempts(bench: Workbench) -> None:
    bench.twin.fail(CreateCampaign, passing_trouble())
    change = await bench.run(await bench.launch(await bench.draft()))
    [campaign] = [each for each in await bench.operations(change) if each.action is Action.CAMPAIGN]
    assert (campaign.status, campaign.attempts) == (OperationStatus.WAITING, 1)
    assert campaign.failure == "The rate limit is used up."
    change = await bench.run(change)
    [campaign] = [each for each in await bench.operations(change) if each.action is Action.CAMPAIGN]
    assert (campaign.status, campaign.attempts, campaign.failure) == (OperationStatus.DONE, 2, None)
    assert campaign.intent_at is not None
    assert campaign.finished_at is not None
    assert campaign.external_id == bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id
