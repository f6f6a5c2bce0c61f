"""A live campaign is edited: any field at any level, nodes added and archived; and given up, and undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import AdFields, AdGroupFields, CampaignStatus, RunState, Targeting
from adwright.changes.model.life import ChangeStatus
from adwright.changes.ports import CreateAd, CreateAdGroup, ObjectKind, SetBudget, SwapCreative, UpdateNode
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.journeys.edit_campaign import EditCampaign
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level
from tests.journeys.live_editing import apply, approve, new_audience, new_version, propose
from tests.journeys.workbench import Workbench
from tests.twins.platform import campaign_fields
from tests.twins.troubles import declined, lost_answer


async def test_edit_of_everything_when_approved_then_is_so_there_and_here(bench: Workbench) -> None:
    campaign_id = await bench.launched(ads=2)
    [group] = (await bench.campaign(campaign_id)).ad_groups
    audience = await new_audience(
        bench, Targeting(countries=("CA", "US"), age_min=21, age_max=50, languages=("en",))
    )
    version = await new_version(bench, "Double crunch")
    edit = CampaignEdit(
        name="Spicy chips, winter",
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60")),
        spend_cap=Decimal("2000"),
        bid_strategy=BidStrategy.COST_CAP,
        bid_amount=Decimal("3.50"),
        end_local=datetime.fromisoformat("2026-12-31T12:00"),
        ad_groups=(
            AdGroupEdit(
                id=group.id,
                name="Grown-ups",
                audience_id=audience,
                ads=(AdEdit(id=group.ads[0].id, name="Double", creative_version_id=version),),
            ),
        ),
    )
    proposed = await propose(bench, campaign_id, edit)
    assert (await bench.desired(campaign_id)).fields.name == "Spicy chips"
    assert {line.field for line in proposed.diff} >= {
        "name",
        "budget",
        "countries",
        "age",
        "headline",
        "image",
    }

    change = await bench.run(await approve(bench, proposed))
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    there = campaign_fields(bench.twin.of(ObjectKind.CAMPAIGN)[0])
    assert (there.name, there.bid_strategy) == ("Spicy chips, winter", BidStrategy.COST_CAP)
    assert there.spend_cap == Money.of("2000", "USD")
    group_there = bench.twin.of(ObjectKind.AD_GROUP)[0].fields
    assert isinstance(group_there, AdGroupFields)
    assert (group_there.name, group_there.targeting.countries) == ("Grown-ups", ("CA", "US"))
    assert group_there.bid_amount == Money.of("3.50", "USD")
    ad_there = bench.twin.of(ObjectKind.AD)[0].fields
    assert isinstance(ad_there, AdFields)
    assert (ad_there.name, ad_there.creative.headline) == ("Double", "Double crunch")

    record = await bench.campaign(campaign_id)
    assert (record.name, record.end_local) == ("Spicy chips, winter", None)
    assert record.ad_groups[0].end_at is not None
    assert record.ad_groups[0].audience is not None
    assert record.ad_groups[0].audience.audience_id == audience
    assert record.ad_groups[0].ads[0].creative is not None
    assert record.ad_groups[0].ads[0].creative.id == version
    with pytest.raises(Conflict, match="so already"):
        await propose(bench, campaign_id, edit)


async def test_edit_when_nodes_are_added_and_removed_then_the_new_run_and_the_old_are_archived(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched(groups=2, ads=2)
    first, second = (await bench.campaign(campaign_id)).ad_groups
    audience = await new_audience(bench, Targeting(countries=("DE",)))
    version = await new_version(bench, "Auf Deutsch")
    change = await propose(
        bench,
        campaign_id,
        CampaignEdit(
            ad_groups=(
                AdGroupEdit(id=first.id, ads=(AdEdit(name="Third", creative_version_id=version),)),
                AdGroupEdit(
                    name="Germany",
                    audience_id=audience,
                    ads=(AdEdit(name="Chips DE", creative_version_id=version),),
                ),
            ),
            remove=(second.id, first.ads[0].id),
        ),
    )
    assert len((await bench.campaign(campaign_id)).ad_groups) == 2
    change = await bench.run(await approve(bench, change))
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    record = await bench.campaign(campaign_id)
    assert [group.name for group in record.ad_groups] == ["Group 0", "Group 1", "Germany"]
    assert all(group.external_id for group in record.ad_groups)
    assert [ad.name for ad in record.ad_groups[0].ads] == ["Ad 0.0", "Ad 0.1", "Third"]
    states = {each.fields.name: each.fields.state for each in bench.twin.objects.values() if each.fields}
    assert states["Germany"] is states["Chips DE"] is states["Third"] is RunState.ACTIVE
    assert states["Group 1"] is states["Ad 0.0"] is RunState.ARCHIVED


async def test_preview_then_shows_what_would_be_called_and_stores_nothing(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    edit = CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("20")), name="Renamed")
    async with bench.database.transaction(bench.tenant.scope) as tx:
        journey = EditCampaign(bench.decide, bench.tenant.clock)
        preview = await journey.preview(tx, bench.tenant.owner, campaign_id, edit)
    assert [each.title for each in preview.operations] == [
        "Set the budget of the campaign “Spicy chips”",
        "Edit the campaign “Spicy chips”: name",
    ]
    assert preview.cost.after == Money.of("20", "USD")
    assert preview.problems == ()
    assert (await bench.campaign(campaign_id)).name == "Spicy chips"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            CampaignEdit(budget=DraftBudget(BudgetPeriod.LIFETIME, Decimal(90))),
            "does not change between a daily",
        ),
        (CampaignEdit(budget=DraftBudget(BudgetPeriod.DAILY, Decimal("0.10"))), "less than Meta takes"),
        (CampaignEdit(bid_strategy=BidStrategy.COST_CAP), "needs an amount"),
        (CampaignEdit(bid_strategy=BidStrategy.MANUAL_CPC), "not available for this purpose"),
        (CampaignEdit(end_local=datetime.fromisoformat("2020-01-01T00:00")), "would end before it begins"),
    ],
)
async def test_edit_when_the_platform_does_not_do_it_then_says_what_to_do(
    bench: Workbench, edit: CampaignEdit, says: str
) -> None:
    campaign_id = await bench.launched()
    with pytest.raises(Invalid, match=says):
        await propose(bench, campaign_id, edit)


async def test_edit_when_it_would_leave_nothing_then_is_refused(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    [group] = (await bench.campaign(campaign_id)).ad_groups
    with pytest.raises(Invalid, match="No ad group would be left"):
        await propose(bench, campaign_id, CampaignEdit(remove=(group.id,)))
    with pytest.raises(Invalid, match="would have no ad left"):
        await propose(bench, campaign_id, CampaignEdit(remove=(group.ads[0].id,)))
    with pytest.raises(NotFound):
        await propose(bench, campaign_id, CampaignEdit(remove=(new_id(),)))


async def test_edit_when_another_field_moved_there_then_that_is_no_conflict(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await approve(bench, await propose(bench, campaign_id, CampaignEdit(name="Renamed")))
    bench.twin.edit(bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id, spend_cap=Money.of("900", "USD"))
    assert (await bench.run(change)).status is ChangeStatus.APPLIED


async def test_swap_when_its_answer_is_lost_then_the_creative_is_made_once(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    [group] = (await bench.campaign(campaign_id)).ad_groups
    version = await new_version(bench, "Double crunch")
    swap = AdGroupEdit(id=group.id, ads=(AdEdit(id=group.ads[0].id, creative_version_id=version),))
    bench.twin.fail(SwapCreative, lost_answer(), after_effect=True)
    change = await apply(bench, campaign_id, CampaignEdit(ad_groups=(swap,)))
    assert change.status is ChangeStatus.APPLYING
    change = await bench.run(change)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    assert len(bench.twin.of(ObjectKind.CREATIVE)) == 2


async def test_budget_of_an_ad_group_when_edited_often_then_waits_for_the_platforms_hour(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched(budget_at="ad_group")
    [group] = (await bench.campaign(campaign_id)).ad_groups

    def to(amount: int) -> CampaignEdit:
        budget = DraftBudget(BudgetPeriod.DAILY, Decimal(amount))
        return CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, budget=budget),))

    for amount in (51, 52, 53, 54):
        assert (await apply(bench, campaign_id, to(amount))).status is ChangeStatus.APPLIED
    fifth = await apply(bench, campaign_id, to(55))
    assert fifth.status is ChangeStatus.APPLYING
    assert fifth.waiting is not None
    assert "4 budget edits an hour" in fifth.waiting.reason
    assert len([call for call in bench.twin.calls if isinstance(call, SetBudget)]) == 4
    bench.tenant.clock.advance(timedelta(hours=1, seconds=1))
    assert (await bench.run(fifth)).status is ChangeStatus.APPLIED


async def test_many_edits_when_applied_then_go_in_batches_and_null_items_are_made_once(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched(groups=1, ads=30)
    [group] = (await bench.campaign(campaign_id)).ad_groups
    bench.twin.batches.clear()
    renamed = tuple(AdEdit(id=ad.id, name=f"Renamed {ad.name}") for ad in group.ads)
    bench.twin.null_items = 3
    change = await apply(bench, campaign_id, CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, ads=renamed),)))
    assert change.status is ChangeStatus.APPLYING
    change = await bench.run(change)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    assert max(bench.twin.batches) > 1
    assert all(each.fields.name.startswith("Renamed") for each in bench.twin.of(ObjectKind.AD) if each.fields)


async def test_new_nodes_when_items_of_a_batch_get_no_answer_then_each_is_made_once(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    [group] = (await bench.campaign(campaign_id)).ad_groups
    version = await new_version(bench, "Many of these")
    new = tuple(AdEdit(name=f"New {number}", creative_version_id=version) for number in range(20))
    bench.twin.null_items = 5
    change = await apply(bench, campaign_id, CampaignEdit(ad_groups=(AdGroupEdit(id=group.id, ads=new),)))
    while change.status is ChangeStatus.APPLYING:
        bench.tenant.clock.advance(timedelta(seconds=30))
        change = await bench.run(change)
    assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
    assert len(bench.twin.of(ObjectKind.AD)) == 21


async def test_edit_when_it_fails_half_way_and_is_given_up_then_what_was_made_is_archived(
    bench: Workbench,
) -> None:
    campaign_id = await bench.launched()
    [group] = (await bench.campaign(campaign_id)).ad_groups
    audience, version = (
        await new_audience(bench, Targeting(countries=("FR",))),
        await new_version(bench, "Oui"),
    )
    bench.twin.fail(CreateAd, declined())
    edit = CampaignEdit(
        budget=DraftBudget(BudgetPeriod.DAILY, Decimal("60")),
        ad_groups=(
            AdGroupEdit(id=group.id, name="Renamed"),
            AdGroupEdit(name="France", audience_id=audience, ads=(AdEdit(creative_version_id=version),)),
        ),
    )
    change = await apply(bench, campaign_id, edit)
    assert change.status is ChangeStatus.FAILED
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.give_up(tx, bench.tenant.owner, change.id, "Another time")
    change = await bench.run(change)
    assert (change.status, change.giving_up) == (ChangeStatus.REJECTED, False)
    made = bench.twin.of(ObjectKind.AD_GROUP)
    france = next(each for each in made if each.fields and each.fields.name == "France")
    assert bench.twin.state(france.external_id) is RunState.ARCHIVED
    desired = await bench.desired(campaign_id)
    assert desired.fields.budget is not None
    assert desired.fields.budget.amount == Money.of("50", "USD")
    assert [each.fields.name for each in desired.ad_groups] == ["Renamed", "France"]
    assert desired.ad_groups[1].fields.state is RunState.ARCHIVED
    assert desired.ad_groups[1].ads == ()


@pytest.mark.parametrize("after_effect", [True, False])
async def test_launch_when_half_made_and_given_up_then_is_archived_whole(
    bench: Workbench, after_effect: bool
) -> None:
    campaign_id = await bench.draft()
    bench.twin.fail(CreateAdGroup, lost_answer(), after_effect=after_effect)
    bench.twin.fail(CreateAdGroup, declined(), nth=1)
    change = await bench.run(await bench.launch(campaign_id))
    while change.status is ChangeStatus.APPLYING:
        bench.tenant.clock.advance(timedelta(seconds=30))
        bench.twin.fail(CreateAd, declined())
        change = await bench.run(change)
    assert change.status is ChangeStatus.FAILED
    async with bench.database.transaction(bench.tenant.scope) as tx:
        await bench.decide.give_up(tx, bench.tenant.owner, change.id, "Not this time")
    change = await bench.run(change)
    assert change.status is ChangeStatus.REJECTED
    [there] = bench.twin.of(ObjectKind.CAMPAIGN)
    assert bench.twin.state(there.external_id) is RunState.ARCHIVED
    assert (await bench.campaign(campaign_id)).status is CampaignStatus.ARCHIVED


async def test_calls_then_are_logged_with_their_time_and_cost(bench: Workbench) -> None:
    campaign_id = await bench.launched()
    change = await apply(bench, campaign_id, CampaignEdit(name="Other"))
    [called] = [entry for entry in await bench.log(change) if entry.quota_cost is not None]
    assert (called.quota_cost, called.duration_ms is not None) == (3, True)
    assert [type(call) for call in bench.twin.calls[-1:]] == [UpdateNode]
    assert called.external_id == bench.twin.of(ObjectKind.CAMPAIGN)[0].external_id
    assert Level.CAMPAIGN in {line.level for line in change.diff}
