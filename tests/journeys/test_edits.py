"""Pause, resume, budget and archive: checked against what is there, applied, read back."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from adwright.campaigns.model import Budget, CampaignStatus, RunState
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.ports import ObjectKind, SetBudget, SetState
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from tests.journeys.workbench import Workbench
from tests.twins.platform import campaign_fields
from tests.twins.troubles import declined, lost_answer


def daily(amount: str) -> Budget:
    return Budget(BudgetPeriod.DAILY, Money.of(amount, "USD"))


async def propose_state(bench: Workbench, campaign_id: UUID, state: RunState, **where: object) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.propose.set_state(tx, bench.tenant.owner, campaign_id, state, "because", **where)  # type: ignore[arg-type]


async def propose_budget(bench: Workbench, campaign_id: UUID, amount: str, **where: object) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.propose.set_budget(
            tx,
            bench.tenant.owner,
            campaign_id,
            Decimal(amount),
            None,
            **where,  # type: ignore[arg-type]
        )


async def approve(bench: Workbench, change: Change) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.decide.approve(tx, bench.tenant.owner, change.id, "good")


async def test_pause_when_approved_then_is_paused_there_and_here(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    proposed = await propose_state(bench, campaign_id, RunState.PAUSED)
    assert proposed.cost.before == Money.of("50", "USD")
    assert proposed.cost.after == Money.of("0", "USD")
    assert [(line.before, line.after) for line in proposed.diff] == [("on", "paused")]
    assert (await bench.desired(campaign_id)).fields.state is RunState.ACTIVE

    approved = await approve(bench, proposed)
    assert (await bench.desired(campaign_id)).fields.state is RunState.PAUSED
    change = await bench.run(approved)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    assert bench.twin.state(bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id) is RunState.PAUSED
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.PAUSED


async def test_resume_when_paused_then_runs_again(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    await bench.run(await approve(bench, await propose_state(bench, campaign_id, RunState.PAUSED)))
    change = await propose_state(bench, campaign_id, RunState.ACTIVE)
    assert change.kind is ChangeKind.RESUME
    assert change.cost.after == Money.of("50", "USD")
    await bench.run(await approve(bench, change))
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.LIVE


async def test_archive_when_approved_then_is_archived(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    await bench.run(await approve(bench, await propose_state(bench, campaign_id, RunState.ARCHIVED)))
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.ARCHIVED


async def test_edit_when_it_or_what_holds_it_is_archived_then_is_refused(bench: Workbench) -> None:
    campaign_id = await bench.launched(ads=2)
    group = (await bench.campaign(campaign_id)).ad_groups[0]
    in_group = {"level": Level.AD_GROUP, "node_id": group.id}
    archiving = await propose_state(bench, campaign_id, RunState.ARCHIVED, **in_group)
    await bench.run(await approve(bench, archiving))
    with pytest.raises(Conflict, match=r"The ad group “.*” is archived"):
        await propose_state(bench, campaign_id, RunState.ACTIVE, **in_group)
    with pytest.raises(Conflict, match=r"The ad group “.*” is archived"):
        await propose_state(bench, campaign_id, RunState.PAUSED, level=Level.AD, node_id=group.ads[1].id)

    await bench.run(await approve(bench, await propose_state(bench, campaign_id, RunState.ARCHIVED)))
    with pytest.raises(Conflict, match="Duplicate the campaign and launch the copy"):
        await propose_budget(bench, campaign_id, "60")
    with pytest.raises(Conflict, match="is archived already"):
        await propose_state(bench, campaign_id, RunState.ARCHIVED)


async def test_ad_when_paused_then_only_it_is(bench: Workbench) -> None:
    campaign_id = await bench.launched(ads=2)
    ad = (await bench.campaign(campaign_id)).ad_groups[0].ads[1]
    change = await propose_state(bench, campaign_id, RunState.PAUSED, level=Level.AD, node_id=ad.id)
    assert change.title == "Pause the ad “Ad 0.1”"
    await bench.run(await approve(bench, change))
    paused = [
        each.external_id
        for each in bench.twin.objects.values()
        if each.fields and each.fields.state is RunState.PAUSED
    ]
    assert paused == [ad.external_id]
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.LIVE


async def test_budget_when_approved_then_is_set_there_and_here(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_budget(bench, campaign_id, "59.50")
    assert [(line.before, line.after) for line in change.diff] == [("50.00 USD a day", "59.50 USD a day")]
    change = await bench.run(await approve(bench, change))
    assert change.status is ChangeStatus.APPLIED
    assert campaign_fields(bench.twin.of(ObjectKind.CAMPAIGN)[0]).budget == daily("59.50")
    assert (await bench.desired(campaign_id)).fields.budget == daily("59.50")


async def test_budget_when_it_moved_since_the_proposal_then_stops_for_review(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_budget(bench, campaign_id, "60")
    external_id = bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id
    bench.twin.edit(external_id, budget=daily("80"))
    calls = len(bench.twin.calls)
    change = await bench.run(await approve(bench, change))
    assert change.status is ChangeStatus.FAILED
    assert change.failure is not None
    assert change.failure.code == "moved"
    assert change.failure.message == (
        "The campaign “Spicy chips” has moved since this was proposed: it was 50.00 USD a day then and is "
        "80.00 USD a day now. Look at the values as they are now, then try again."
    )
    assert len(bench.twin.calls) == calls

    change = await bench.retry(change)
    assert change.status is ChangeStatus.APPLIED
    assert [(line.before, line.after) for line in change.diff] == [("80.00 USD a day", "60.00 USD a day")]
    assert campaign_fields(bench.twin.of(ObjectKind.CAMPAIGN)[0]).budget == daily("60")


async def test_budget_when_it_is_there_already_then_that_is_no_conflict(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_budget(bench, campaign_id, "60")
    bench.twin.edit(bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id, budget=daily("60"))
    assert (await bench.run(await approve(bench, change))).status is ChangeStatus.APPLIED


async def test_pause_when_the_node_is_gone_there_then_says_so(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_state(bench, campaign_id, RunState.PAUSED)
    del bench.twin.objects[bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id]
    change = await bench.run(await approve(bench, change))
    assert change.failure is not None
    assert change.failure.message.startswith("The campaign “Spicy chips” is not on the platform any more.")


async def test_pause_when_declined_then_the_campaign_is_not_in_error(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose_state(bench, campaign_id, RunState.PAUSED)
    bench.twin.fail(SetState, declined())
    change = await bench.run(await approve(bench, change))
    assert change.status is ChangeStatus.FAILED
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.LIVE


async def test_budget_when_its_answer_was_lost_then_is_simply_set_again(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    bench.twin.fail(SetBudget, lost_answer(), after_effect=True)
    change = await bench.run(await approve(bench, await propose_budget(bench, campaign_id, "60")))
    assert change.status is ChangeStatus.APPLYING
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


@pytest.mark.parametrize(
    ("amount", "code"),
    [("0", "budget_too_low"), ("0.50", "budget_too_low"), ("60.505", "too_many_decimals")],
)
async def test_budget_when_the_platform_would_not_take_it_then_is_refused(
    bench: Workbench, amount: str, code: str
) -> None:
    campaign_id = await bench.launched()
    with pytest.raises(Invalid) as refused:
        await propose_budget(bench, campaign_id, amount)
    assert refused.value.code == code


async def test_budget_when_asked_at_the_wrong_level_then_says_where_it_is(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    group = (await bench.campaign(campaign_id)).ad_groups[0]
    with pytest.raises(Invalid, match="The budget of this campaign is at the campaign"):
        await propose_budget(bench, campaign_id, "60", level=Level.AD_GROUP, node_id=group.id)


async def test_edit_when_nothing_would_change_then_is_refused(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    with pytest.raises(Conflict, match="is on already"):
        await propose_state(bench, campaign_id, RunState.ACTIVE)
    with pytest.raises(Conflict, match="has this budget already"):
        await propose_budget(bench, campaign_id, "50")


async def test_edit_when_the_node_is_unknown_then_not_found(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    with pytest.raises(NotFound):
        await propose_state(bench, campaign_id, RunState.PAUSED, level=Level.AD, node_id=new_id())


async def test_edit_when_the_campaign_is_a_draft_then_says_launch_first(bench: Workbench) -> None:
    campaign_id = await bench.draft()
    with pytest.raises(Conflict, match="Launch it first"):
        await propose_state(bench, campaign_id, RunState.PAUSED)


async def test_edit_when_the_same_is_open_then_says_where(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    first = await propose_state(bench, campaign_id, RunState.PAUSED)
    with pytest.raises(Conflict, match=str(first.id)):
        await propose_state(bench, campaign_id, RunState.PAUSED)
    assert (await propose_budget(bench, campaign_id, "60")).status is ChangeStatus.PROPOSED
