"""What a change does to an account's money: what runs, what rises, what slips a comma."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adwright.campaigns.model import Budget, RunState, SearchSettings
from adwright.changes.model.effect import effect_of
from adwright.changes.model.guardrails import Guardrail, failed, judge
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Limits, Scope
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.values import Values
from adwright.platforms.model import BudgetPeriod, Level
from tests.unit.changes.test_guardrails import NODE, NOW, budget_patch, moment, of, state_patch, usd
from tests.unit.changes.trees import daily, launched, make_campaign


def test_rises_when_a_budget_cannot_be_said_per_day_then_are_unknown_unless_it_is_switched_off() -> None:
    campaign = launched(make_campaign())
    budget = Budget(BudgetPeriod.LIFETIME, usd(500))
    campaign = replace(campaign, fields=replace(campaign.fields, budget=budget))
    started = effect_of(state_patch(RunState.PAUSED, RunState.ACTIVE), campaign, "USD", NOW)
    assert started.rises() == {campaign.id: None}
    stopped = effect_of(state_patch(RunState.ACTIVE, RunState.PAUSED), campaign, "USD", NOW)
    assert stopped.rises() == {campaign.id: 0}


def test_effect_when_a_paused_campaign_is_switched_on_then_its_whole_budget_is_a_rise() -> None:
    campaign = launched(make_campaign())
    effect = effect_of(state_patch(RunState.PAUSED, RunState.ACTIVE), campaign, "USD", NOW)
    assert (effect.rise, effect.only_reduces) == (usd(50), False)
    paused = effect_of(state_patch(RunState.ACTIVE, RunState.PAUSED), campaign, "USD", NOW)
    assert (paused.rise, paused.only_reduces) == (usd(0), True)


def test_effect_when_a_search_campaign_has_a_total_budget_then_its_own_end_says_what_a_day_costs() -> None:
    campaign = make_campaign()
    search = SearchSettings(countries=("US",), end_at=NOW + timedelta(days=10))
    budget = Budget(BudgetPeriod.LIFETIME, usd(500))
    campaign = replace(campaign, fields=replace(campaign.fields, budget=budget, search=search))
    assert effect_of(Patch(ChangeKind.LAUNCH), campaign, "USD", NOW).rise == usd(50)


def test_effect_when_a_budget_is_edited_then_is_the_same_before_and_after_it_is_desired() -> None:
    campaign = launched(make_campaign())
    patch = budget_patch("50", "60")
    desired = replace(campaign, fields=replace(campaign.fields, budget=daily("60")))
    assert effect_of(patch, campaign, "USD", NOW) == effect_of(patch, desired, "USD", NOW)
    assert effect_of(patch, campaign, "USD", NOW).rise == usd(10)


def test_effect_when_all_below_a_budget_is_paused_then_its_first_child_brings_the_whole_of_it() -> None:
    campaign = launched(make_campaign(groups=2, ads=1))
    paused = replace(campaign.ad_groups[0].fields, state=RunState.PAUSED)
    off = [replace(group, fields=paused) for group in campaign.ad_groups]
    campaign = replace(campaign, ad_groups=tuple(off))
    group = NodeRef.of(Level.AD_GROUP, off[0])
    started = Edit(group, Values(state=RunState.PAUSED), Values(state=RunState.ACTIVE))
    resume = effect_of(Patch(ChangeKind.RESUME, (started,)), campaign, "USD", NOW)
    assert resume.rises() == {group.id: 0} | {campaign.id: 50_000_000}
    assert effect_of(budget_patch("50", "60"), campaign, "USD", NOW).rise == usd(0)


@pytest.mark.parametrize("what", ["bid", "spend cap", "target cost"])
def test_leap_when_any_amount_grows_more_than_tenfold_then_a_person_has_to_confirm(what: str) -> None:
    def values(amount: int) -> Values:
        if what == "bid":
            return Values(bid_amount=usd(amount))
        if what == "spend cap":
            return Values(spend_cap=usd(amount))
        return Values(search=SearchSettings(countries=("US",), target_cost=usd(amount)))

    campaign = launched(make_campaign())
    for after, leaps in ((20, False), (21, True)):
        patch = Patch(ChangeKind.EDIT, (Edit(NODE, values(2), values(after)),))
        effect = effect_of(patch, campaign, "USD", NOW)
        assert [each.guardrail for each in failed(judge(effect, {}, moment()))] == [Guardrail.LEAP] * leaps
    text = f"The {what} of the campaign “Chips” goes from 2.00 USD to 21.00 USD, more than 10 times as much."
    assert of(judge(effect, {}, moment()), Guardrail.LEAP).text.startswith(text)


@pytest.mark.parametrize(
    ("days", "amount", "found"),
    [
        (30, 360, set()),
        (25, 300, set()),
        (24, 300, {Guardrail.MAX_STEP}),
        (2, 360, {Guardrail.MAX_STEP, Guardrail.LEAP}),
    ],
)
def test_total_budget_when_its_end_moves_then_the_step_is_what_a_day_gets(
    days: int, amount: int, found: set[Guardrail]
) -> None:
    campaign = launched(make_campaign())
    total = Budget(BudgetPeriod.LIFETIME, usd(300))
    search = SearchSettings(countries=("US",), end_at=NOW + timedelta(days=30))
    campaign = replace(campaign, fields=replace(campaign.fields, budget=total, search=search))
    base = Values(budget=total, search=search)
    wanted = Values(
        budget=Budget(BudgetPeriod.LIFETIME, usd(amount)),
        search=replace(search, end_at=NOW + timedelta(days=days)),
    )
    effect = effect_of(Patch(ChangeKind.EDIT, (Edit(NODE, base, wanted),)), campaign, "USD", NOW)
    limits = {Scope.ORGANIZATION: Limits(max_step_percent=20)}
    assert {each.guardrail for each in failed(judge(effect, limits, moment()))} == found
