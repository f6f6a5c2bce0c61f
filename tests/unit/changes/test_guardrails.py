"""Guardrails: stricter wins, tightening never lets more through, reductions pass, the day's sum is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.campaigns.model import Budget, RunState
from adwright.changes.model.effect import BudgetEffect, Effect, Touched, effect_of
from adwright.changes.model.guardrails import (
    Finding,
    Guardrail,
    Moment,
    failed,
    judge,
    never_passes,
    passes_at,
)
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Levels, Limits, NoTouchHours, Scope, check_limits, in_force
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.values import Values
from adwright.core.errors import Invalid
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level
from tests.unit.changes.trees import daily, launched, make_campaign, make_id

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"
NODE = NodeRef(Level.CAMPAIGN, make_id("campaign"), "Chips", "c")


def usd(amount: int | str) -> Money:
    return Money.of(str(amount), "USD")


def moment(now: datetime = NOW, raised: Money | None = None, **touched: datetime) -> Moment:
    last = {make_id(name): instant for name, instant in touched.items()}
    return Moment(now, ZONE, raised or usd(0), last)


def rising(before: int, after: int, *, cost: bool = True) -> Effect:
    """An effect on one campaign's daily budget."""
    old, new = daily(str(before)), daily(str(after))
    nothing = usd(0)
    costs = (old.amount, new.amount) if cost else (nothing, nothing)
    return Effect(
        "USD",
        (Touched(NODE, frozenset({NODE.id})),),
        (BudgetEffect(NODE, old, new, new.amount, *costs),),
        only_reduces=after <= before,
    )


def levels(limits: Limits, scope: Scope = Scope.ORGANIZATION) -> Levels:
    return {scope: limits}


def of(findings: tuple[Finding, ...], guardrail: Guardrail) -> Finding:
    [found] = [each for each in findings if each.guardrail is guardrail]
    return found


def budget_patch(before: str, after: str) -> Patch:
    edit = Edit(NODE, Values(budget=daily(before)), Values(budget=daily(after)))
    return Patch(ChangeKind.BUDGET, (edit,))


def state_patch(before: RunState, after: RunState) -> Patch:
    return Patch(ChangeKind.PAUSE, (Edit(NODE, Values(state=before), Values(state=after)),))


amounts = st.integers(1, 2_000)
maybe_amounts = st.one_of(st.just(()), amounts.map(lambda amount: (usd(amount),)))
hours = st.builds(
    NoTouchHours, st.integers(0, 11).map(lambda hour: time(hour)), st.integers(12, 23).map(lambda h: time(h))
)
all_limits = st.builds(
    Limits,
    max_daily_budget=maybe_amounts,
    max_daily_increase=maybe_amounts,
    max_step_percent=st.one_of(st.none(), st.integers(0, 3_000)),
    no_touch_hours=st.lists(hours, max_size=2).map(tuple),
    cool_down_hours=st.one_of(st.none(), st.integers(1, 100)),
    never_touch=st.sampled_from([frozenset(), frozenset({NODE.id}), frozenset({make_id("other")})]),
    max_entities=st.one_of(st.none(), st.integers(0, 3)),
    stopped=st.booleans(),
)
all_levels = st.fixed_dictionaries(dict.fromkeys(Scope, all_limits))
moments = st.builds(
    lambda minutes, raised, ago: moment(
        NOW + timedelta(minutes=minutes), usd(raised), campaign=NOW - timedelta(hours=ago)
    ),
    st.integers(0, 3_000),
    st.integers(0, 1_000),
    st.integers(0, 200),
)


@given(amounts, amounts, all_levels, moments)
def test_judge_when_three_levels_are_set_then_passes_only_what_passes_each_alone(
    before: int, after: int, three: Levels, at: Moment
) -> None:
    effect = rising(before, after)
    together = not failed(judge(effect, three, at))
    alone = [not failed(judge(effect, levels(limits, scope), at)) for scope, limits in three.items()]
    assert together == all(alone)


@given(amounts, amounts, all_limits, all_limits, moments)
def test_judge_when_a_limit_is_added_then_no_refusal_becomes_a_pass(
    before: int, after: int, limits: Limits, more: Limits, at: Moment
) -> None:
    effect = rising(before, after)
    refused = {each.guardrail for each in failed(judge(effect, levels(limits), at))}
    tighter = {Scope.ORGANIZATION: limits, Scope.AD_ACCOUNT: more}
    assert refused <= {each.guardrail for each in failed(judge(effect, tighter, at))}


@given(amounts, amounts, st.integers(0, 2_000), st.integers(0, 2_000))
def test_judge_when_a_number_is_lowered_then_no_refusal_becomes_a_pass(
    before: int, after: int, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    effect = rising(before, after)

    def limits(number: int) -> Levels:
        money = (usd(number),)
        return levels(Limits(money, money, number))

    loose = {each.guardrail for each in failed(judge(effect, limits(high), moment()))}
    strict = {each.guardrail for each in failed(judge(effect, limits(low), moment()))}
    assert loose <= strict


@given(amounts, amounts, all_levels, moments)
def test_judge_when_only_spend_is_reduced_then_only_the_never_touch_list_stops_it(
    one: int, other: int, three: Levels, at: Moment
) -> None:
    effect = rising(max(one, other), min(one, other))
    refused = {each.guardrail for each in failed(judge(effect, three, at))}
    assert refused == ({Guardrail.NEVER_TOUCH} if in_force(three, "USD").never_touch.get(NODE.id) else set())


@given(st.integers(1, 500), amounts, st.integers(0, 500))
def test_launch_when_an_increase_is_limited_then_counts_in_full(budget: int, most: int, before: int) -> None:
    campaign = make_campaign()
    campaign = replace(campaign, fields=replace(campaign.fields, budget=daily(str(budget))))
    effect = effect_of(Patch(ChangeKind.LAUNCH), campaign, "USD", NOW)
    assert effect.rise == usd(budget)
    limits = levels(Limits(max_daily_increase=(usd(most),)))
    passed = not failed(judge(effect, limits, moment(raised=usd(before))))
    assert passed == (before + budget <= most)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=4), st.integers(0, 120)
)
def test_day_when_changes_come_in_any_order_then_their_sum_never_exceeds_the_maximum(
    steps: list[tuple[int, int]], most: int
) -> None:
    limits = levels(Limits(max_daily_increase=(usd(most),)))
    for order in permutations(rising(before, after) for before, after in steps):
        raised = usd(0)
        for effect in order:
            rise = effect.rise
            if rise is not None and not failed(judge(effect, limits, moment(raised=raised))):
                raised += rise
        assert raised <= usd(most)


@given(amounts, amounts, all_limits)
def test_budget_when_it_grows_more_than_tenfold_then_a_person_has_to_confirm_whatever_the_limits(
    before: int, after: int, limits: Limits
) -> None:
    effect = rising(before, after)
    findings = judge(effect, levels(limits), moment())
    leaps = after > 10 * before
    assert (Guardrail.LEAP in {each.guardrail for each in failed(findings)}) == leaps
    confirmed = judge(effect, levels(limits), moment(), leap_confirmed=True)
    assert Guardrail.LEAP not in {each.guardrail for each in failed(confirmed)}


def test_step_when_larger_than_allowed_then_says_both_figures_and_whose_limit_it_is() -> None:
    limits = {Scope.ORGANIZATION: Limits(max_step_percent=50), Scope.ADVERTISER: Limits(max_step_percent=20)}
    finding = of(judge(rising(50, 61), limits, moment()), Guardrail.MAX_STEP)
    assert (finding.passed, finding.scope) == (False, Scope.ADVERTISER)
    assert finding.text == (
        "The budget of the campaign “Chips” rises by 22.0 %, from 50.00 USD to 61.00 USD; the advertiser "
        "allows 20 %."
    )
    assert of(judge(rising(50, 60), limits, moment()), Guardrail.MAX_STEP).text == (
        "Largest step 20.0 %, of 20 % at most."
    )


def test_increase_when_the_day_is_used_up_then_passes_at_the_accounts_midnight() -> None:
    limits = levels(Limits(max_daily_increase=(usd(100),)))
    findings = judge(rising(50, 60), limits, moment(raised=usd(95)))
    assert of(findings, Guardrail.MAX_DAILY_INCREASE).text == (
        "Raises the cost per day by 10.00 USD, with 95.00 USD before it today; the organization allows "
        "100.00 USD a day."
    )
    assert passes_at(findings) == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert never_passes(findings) == ()


def test_increase_when_it_is_too_much_for_any_day_then_never_passes() -> None:
    findings = judge(rising(50, 160), levels(Limits(max_daily_increase=(usd(100),))), moment())
    assert (passes_at(findings), len(never_passes(findings))) == (None, 1)


@pytest.mark.parametrize("field", ["max_daily_budget", "max_daily_increase"])
def test_amount_when_not_given_in_the_accounts_currency_then_nothing_passes_and_it_says_why(
    field: str,
) -> None:
    limits = {
        Scope.ORGANIZATION: replace(Limits(), **{field: (Money.of("900", "EUR"),)}),
        Scope.AD_ACCOUNT: replace(Limits(), **{field: (usd(900),)}),
    }
    [finding] = failed(judge(rising(50, 60), limits, moment()))
    assert finding.scope is Scope.ORGANIZATION
    assert "Add an amount in USD." in finding.text


def test_budget_when_its_share_of_a_day_is_unknown_then_stops_where_a_day_is_limited() -> None:
    campaign = make_campaign()
    budget = Budget(BudgetPeriod.LIFETIME, usd(500))
    campaign = replace(campaign, fields=replace(campaign.fields, budget=budget))
    effect = effect_of(Patch(ChangeKind.LAUNCH), campaign, "USD", NOW)
    limits = levels(Limits(max_daily_budget=(usd(900),), max_daily_increase=(usd(900),)))
    refused = {each.guardrail for each in never_passes(judge(effect, limits, moment()))}
    assert refused == {Guardrail.MAX_DAILY_BUDGET, Guardrail.MAX_DAILY_INCREASE}
    assert failed(judge(effect, levels(Limits()), moment())) == ()


def test_increase_when_an_earlier_one_of_the_day_is_unknown_then_only_no_rise_passes_until_midnight() -> None:
    limits = levels(Limits(max_daily_increase=(usd(100),)))
    unknown = replace(moment(), raised_today=None)
    findings = judge(rising(50, 60), limits, unknown)
    assert of(findings, Guardrail.MAX_DAILY_INCREASE).text == (
        "By how much an earlier change of today raised the cost per day cannot be said, and the organization "
        "allows 100.00 USD."
    )
    assert passes_at(findings) == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert failed(judge(rising(50, 60, cost=False), limits, unknown)) == ()


@pytest.mark.parametrize(
    ("local_hour", "held", "until_utc"),
    [(21, False, None), (22, True, (21, 5)), (3, True, (20, 5)), (6, False, None)],
)
def test_no_touch_hours_when_they_span_midnight_then_hold_in_the_accounts_zone(
    local_hour: int, held: bool, until_utc: tuple[int, int] | None
) -> None:
    limits = levels(Limits(no_touch_hours=(NoTouchHours(time(22), time(6)),)))
    now = datetime(2026, 11, 20, local_hour, tzinfo=UTC) - timedelta(hours=1)
    findings = judge(rising(50, 60), limits, moment(now))
    assert of(findings, Guardrail.NO_TOUCH_HOURS).passed is not held
    expected = None if until_utc is None else datetime(2026, 11, until_utc[0], until_utc[1], tzinfo=UTC)
    assert passes_at(findings) == expected


def test_cool_down_when_changed_lately_then_waits_and_an_undo_does_not() -> None:
    limits = levels(Limits(cool_down_hours=24, max_step_percent=5))
    at = moment(campaign=NOW - timedelta(hours=20))
    findings = judge(rising(50, 52), limits, at)
    assert passes_at(findings) == NOW + timedelta(hours=4)
    assert failed(judge(replace(rising(50, 90), undoes=True), limits, at)) == ()


def test_undo_when_it_exceeds_a_maximum_then_is_refused() -> None:
    limits = levels(Limits(max_daily_budget=(usd(80),)))
    [finding] = failed(judge(replace(rising(50, 90), undoes=True), limits, moment()))
    assert finding.text == "The campaign “Chips” gets 90.00 USD a day; the organization allows 80.00 USD."


def test_revert_when_it_raises_a_budget_then_is_free_of_step_and_cool_down_and_of_nothing_else() -> None:
    campaign = launched(make_campaign())
    patch = replace(budget_patch("20", "50"), kind=ChangeKind.REVERT)
    effect = effect_of(patch, campaign, "USD", NOW)
    restless = Limits(max_step_percent=5, cool_down_hours=24)
    at = moment(campaign=NOW - timedelta(hours=1))

    assert failed(judge(effect, levels(restless), at)) == ()
    for limits, guardrail in (
        (Limits(max_daily_budget=(usd(40),)), Guardrail.MAX_DAILY_BUDGET),
        (Limits(max_daily_increase=(usd(10),)), Guardrail.MAX_DAILY_INCREASE),
        (Limits(stopped=True), Guardrail.STOPPED),
    ):
        [finding] = failed(judge(effect, levels(limits), at))
        assert finding.guardrail is guardrail


def test_never_touch_when_an_ad_groups_campaign_is_listed_then_holds_for_the_ad_group() -> None:
    campaign = launched(make_campaign())
    group = campaign.ad_groups[0]
    ref = NodeRef(Level.AD_GROUP, group.id, "Group 0", "g0")
    pause = Edit(ref, Values(state=RunState.ACTIVE), Values(state=RunState.PAUSED))
    effect = effect_of(Patch(ChangeKind.PAUSE, (pause,)), campaign, "USD", NOW)
    assert effect.only_reduces
    [finding] = failed(judge(effect, levels(Limits(never_touch=frozenset({campaign.id}))), moment()))
    assert finding.guardrail is Guardrail.NEVER_TOUCH


def test_entities_when_a_launch_makes_more_than_allowed_then_is_refused() -> None:
    effect = effect_of(Patch(ChangeKind.LAUNCH), make_campaign(groups=2, ads=3), "USD", NOW)
    [finding] = failed(judge(effect, levels(Limits(max_entities=8)), moment()))
    assert finding.text == "It touches 9 entities; the organization allows 8. Split the change."


def test_stop_when_switched_on_then_only_reductions_pass() -> None:
    limits = levels(Limits(stopped=True))
    assert [each.guardrail for each in failed(judge(rising(50, 60), limits, moment()))] == [Guardrail.STOPPED]
    assert failed(judge(rising(60, 50), limits, moment())) == ()


def test_never_touch_when_an_ad_would_be_archived_with_its_campaign_then_holds_for_that_only() -> None:
    campaign = launched(make_campaign())
    limits = levels(Limits(never_touch=frozenset({campaign.ad_groups[0].ads[0].id})))
    archiving = effect_of(state_patch(RunState.ACTIVE, RunState.ARCHIVED), campaign, "USD", NOW)
    [finding] = failed(judge(archiving, limits, moment()))
    assert "would archive with it what is on a never-touch list" in finding.text
    pausing = effect_of(state_patch(RunState.ACTIVE, RunState.PAUSED), campaign, "USD", NOW)
    assert failed(judge(pausing, limits, moment())) == ()


def test_no_touch_hours_when_the_clock_is_set_back_within_then_end_after_now() -> None:
    limits = levels(Limits(no_touch_hours=(NoTouchHours(time(22), time(2, 30)),)))
    second_ten_past_two = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    findings = judge(rising(50, 60), limits, moment(second_ten_past_two))
    assert passes_at(findings) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_limits_when_they_contradict_themselves_then_are_refused() -> None:
    with pytest.raises(Invalid, match="one amount for each currency"):
        check_limits(Limits(max_daily_budget=(usd(1), usd(2))))
    with pytest.raises(Invalid, match="end at another time"):
        check_limits(Limits(no_touch_hours=(NoTouchHours(time(3), time(3)),)))
