"""What a change means: before and after in words, and money per day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adwright.campaigns.model import Budget, DesiredCampaign, RunState
from adwright.changes.fields import Field, budget_words
from adwright.changes.model.diff import cost_per_day, daily_cost, diff
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import Edit, NodeRef, Patch, find_node, moved
from adwright.changes.values import Values
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from tests.unit.changes.trees import daily, make_campaign

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


def lifetime(amount: str) -> Budget:
    return Budget(BudgetPeriod.LIFETIME, dollars(amount))


def at_groups(campaign: DesiredCampaign, *budgets: Budget, end_at: datetime | None = None) -> DesiredCampaign:
    return replace(
        campaign,
        fields=replace(campaign.fields, budget=None),
        ad_groups=tuple(
            replace(group, fields=replace(group.fields, budget=budget, end_at=end_at))
            for group, budget in zip(campaign.ad_groups, budgets, strict=True)
        ),
    )


def edit(level: Level, node_id: object, base: Values, wanted: Values) -> Edit:
    return Edit(NodeRef(level, node_id, "Chips", "1"), base, wanted)  # type: ignore[arg-type]


def test_launch_then_costs_its_budget_and_lists_every_node() -> None:
    campaign = make_campaign(groups=2, ads=2)
    launch = Patch(ChangeKind.LAUNCH)
    cost = cost_per_day(launch, campaign, "USD", NOW)
    assert (cost.before, cost.after) == (dollars("0"), dollars("50"))
    lines = diff(launch, campaign, Names.of(campaign, {}))
    assert [line.level for line in lines] == [
        Level.CAMPAIGN,
        *[Level.AD_GROUP, Level.AD, Level.AD] * 2,
    ]
    assert {line.before for line in lines} == {None}
    assert lines[0].after == "on, 50.00 USD a day"
    assert lines[1].after == "on, United States, 18–65+"


def test_cost_when_groups_have_budgets_then_only_those_that_run_count() -> None:
    campaign = at_groups(make_campaign(groups=2), daily("20"), daily("30"))
    assert daily_cost(campaign, "USD", NOW) == dollars("50")
    first, second = campaign.ad_groups
    paused = replace(second, fields=replace(second.fields, state=RunState.PAUSED))
    assert daily_cost(replace(campaign, ad_groups=(first, paused)), "USD", NOW) == dollars("20")


def test_cost_when_the_campaign_is_paused_then_nothing() -> None:
    campaign = make_campaign()
    paused = replace(campaign, fields=replace(campaign.fields, state=RunState.PAUSED))
    assert daily_cost(paused, "USD", NOW) == dollars("0")


@pytest.mark.parametrize(("days", "a_day"), [(10, "10"), (3, "33.33"), (0, "100")])
def test_cost_when_the_budget_is_for_the_whole_life_then_is_spread_over_the_days_left(
    days: int, a_day: str
) -> None:
    campaign = at_groups(make_campaign(), lifetime("100"), end_at=NOW + timedelta(days=days))
    cost = daily_cost(campaign, "USD", NOW)
    assert cost is not None
    assert cost.micros // 10_000 == dollars(a_day).micros // 10_000


def test_cost_when_a_lifetime_budget_has_no_end_then_cannot_be_said() -> None:
    campaign = at_groups(make_campaign(), lifetime("100"))
    assert daily_cost(campaign, "USD", NOW) is None


def test_pause_of_an_ad_group_then_takes_its_cost_away() -> None:
    campaign = at_groups(make_campaign(groups=2), daily("20"), daily("30"))
    pause = edit(
        Level.AD_GROUP,
        campaign.ad_groups[0].id,
        Values(state=RunState.ACTIVE),
        Values(state=RunState.PAUSED),
    )
    cost = cost_per_day(Patch(ChangeKind.PAUSE, (pause,)), campaign, "USD", NOW)
    assert (cost.before, cost.after) == (dollars("50"), dollars("30"))


def test_budget_edit_then_shows_both_amounts() -> None:
    campaign = make_campaign()
    change = edit(Level.CAMPAIGN, campaign.id, Values(budget=daily("50")), Values(budget=daily("80")))
    patch = Patch(ChangeKind.BUDGET, (change,))
    [line] = diff(patch, campaign, Names.of(campaign, {}))
    assert (line.field, line.before, line.after) == ("budget", "50.00 USD a day", "80.00 USD a day")
    assert cost_per_day(patch, campaign, "USD", NOW).after == dollars("80")


def test_moved_then_means_neither_as_it_was_nor_as_wanted() -> None:
    change = edit(Level.CAMPAIGN, None, Values(budget=daily("50")), Values(budget=daily("80")))
    assert not moved(change, Values(budget=daily("50")))
    assert not moved(change, Values(budget=daily("80")))
    assert moved(change, Values(budget=daily("60")))
    assert moved(change, Values(cleared=(Field.BUDGET,)))


def test_find_node_when_the_level_is_another_then_finds_nothing() -> None:
    campaign = make_campaign()
    ad = campaign.ad_groups[0].ads[0]
    assert find_node(campaign, Level.AD, ad.id) == ad
    assert find_node(campaign, Level.AD_GROUP, ad.id) is None


def test_budget_words_then_name_amount_and_period() -> None:
    assert budget_words(daily("5")) == "5.00 USD a day"
    assert budget_words(lifetime("5")) == "5.00 USD in all"
    assert budget_words(None) == "no budget of its own"
