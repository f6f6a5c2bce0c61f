"""What was applied is taken back, unless the world has moved on."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import CampaignStatus
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.ports import CreateAd, ObjectKind
from adwright.core.errors import Conflict
from adwright.core.money import Money
from adwright.journeys.undo_change import UndoChange
from adwright.platforms.model import BudgetPeriod
from tests.journeys.live_editing import apply, approve, new_version, propose
from tests.journeys.workbench import Workbench
from tests.twins.platform import campaign_fields
from tests.twins.troubles import declined


async def undo(bench: Workbench, *changes: Change, partly: bool = False) -> Change:
    async with bench.database.transaction(bench.tenant.scope) as tx:
        [proposed] = await UndoChange(bench.decide, bench.tenant.clock).propose(
            tx, bench.tenant.owner, [each.id for each in changes], None, leave_out_conflicts=partly
        )
    return proposed


async def test_undo_when_nothing_moved_then_all_is_as_before(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    before = await bench.desired(campaign_id)
    [group] = before.ad_groups
    version = await new_version(bench, "Double crunch")
    edit = CampaignEdit(
        name="Other",
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60")),
        spend_cap=Decimal("500"),
        ad_groups=(AdGroupEdit(id=group.id, ads=(AdEdit(id=group.ads[0].id, creative_version_id=version),)),),
    )
    change = await apply(bench, campaign_id, edit)
    undoing = await undo(bench, change)
    assert undoing.kind is ChangeKind.UNDO
    assert undoing.undoes == (change.id,)
    done = await bench.run(await approve(bench, undoing))
    assert (done.status, done.mismatches) == (ChangeStatus.APPLIED, ())
    assert (await bench.change(change.id)).status is ChangeStatus.UNDONE
    after = await bench.desired(campaign_id)
    assert after.fields == before.fields
    assert after.ad_groups[0].ads[0].fields.creative.headline == group.ads[0].fields.creative.headline
    # The platform had the old creative still: it is shown again, not made again.
    assert len(bench.twin.of(ObjectKind.CREATIVE)) == 2


async def test_undo_of_a_launch_then_archives_it(bench: Workbench) -> None:
    campaign_id = await bench.draft()
    change = await bench.run(await bench.launch(campaign_id))
    done = await bench.run(await approve(bench, await undo(bench, change)))
    assert done.status is ChangeStatus.APPLIED
    assert (await bench.change(change.id)).status is ChangeStatus.UNDONE
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.ARCHIVED


async def test_undo_when_the_world_moved_on_then_is_refused_and_offered_in_part(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    first = await apply(
        bench,
        campaign_id,
        CampaignEdit(name="First", budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60"))),
    )
    await apply(bench, campaign_id, CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("70"))))
    with pytest.raises(Conflict, match=r"was set to 60.00 USD a day and is 70.00 USD a day now"):
        await undo(bench, first)
    done = await bench.run(await approve(bench, await undo(bench, first, partly=True)))
    assert done.status is ChangeStatus.APPLIED
    assert (await bench.change(first.id)).status is ChangeStatus.APPLIED
    there = campaign_fields(bench.twin.of(ObjectKind.CAMPAIGN)[0])
    assert there.name == "Spicy chips"
    assert there.budget is not None
    assert there.budget.amount == Money.of("70", "USD")


async def test_undo_of_a_set_then_goes_back_past_all_of_it(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    steps = [
        await apply(bench, campaign_id, CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal(amount))))
        for amount in (60, 70, 80)
    ]
    undoing = await undo(bench, *steps)
    assert [(line.before, line.after) for line in undoing.diff] == [("80.00 USD a day", "50.00 USD a day")]
    await bench.run(await approve(bench, undoing))
    assert {(await bench.change(each.id)).status for each in steps} == {ChangeStatus.UNDONE}


async def given_up(bench: Workbench, campaign_id: UUID) -> Change:
    """Give up an edit that has renamed an ad group, and come neither to its new ad nor to its budget."""
    group = (await bench.desired(campaign_id)).ad_groups[0]
    version = await new_version(bench, "Oui")
    bench.twin.fail(CreateAd, declined())
    edit = CampaignEdit(
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60")),
        ad_groups=(AdGroupEdit(id=group.id, name="Renamed", ads=(AdEdit(creative_version_id=version),)),),
    )
    change = await apply(bench, campaign_id, edit)
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.give_up(tx, bench.tenant.owner, change.id, "Another time")
    change = await bench.run(change)
    assert change.status is ChangeStatus.REJECTED
    return change


async def test_undo_of_what_was_given_up_half_way_then_takes_back_only_what_it_had_done(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    before = await bench.desired(campaign_id)
    change = await given_up(bench, campaign_id)

    undoing = await undo(bench, change)
    done = await bench.run(await approve(bench, undoing))

    assert [(line.field, line.before, line.after) for line in undoing.diff] == [
        ("name", "Renamed", before.ad_groups[0].fields.name)
    ]
    assert (done.status, done.mismatches) == (ChangeStatus.APPLIED, ())
    assert (await bench.change(change.id)).status is ChangeStatus.UNDONE
    after = await bench.desired(campaign_id)
    assert (after.fields, after.ad_groups[0].fields) == (before.fields, before.ad_groups[0].fields)
    with pytest.raises(Conflict, match="is undone"):
        await undo(bench, change)


async def test_undo_of_what_was_given_up_when_the_world_moved_on_then_is_refused(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await given_up(bench, campaign_id)
    group = (await bench.desired(campaign_id)).ad_groups[0]
    await apply(bench, campaign_id, CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, name="Newer"),)))
    with pytest.raises(Conflict, match="was set to Renamed and is Newer now"):
        await undo(bench, change)


async def test_undo_of_what_was_given_up_with_nothing_edited_then_says_so(bench: Workbench) -> None:
    bench.twin.fail(CreateAd, declined())
    change = await bench.run(await bench.launch(await bench.draft()))
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.give_up(tx, bench.tenant.owner, change.id, "Not this time")
    await bench.run(change)
    with pytest.raises(Conflict, match="is rejected"):
        await undo(bench, change)


async def test_undo_when_it_is_not_applied_then_says_so(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await propose(bench, campaign_id, CampaignEdit(name="Other"))
    with pytest.raises(Conflict, match="Only what is applied can be undone"):
        await undo(bench, change)
