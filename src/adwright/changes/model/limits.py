"""Limits that people set for changes, and which of them is in force for an ad account: the stricter one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from adwright.core.errors import FieldProblem, Invalid
from adwright.core.money import Money

T = TypeVar("T")

DEFAULT_STEP_PERCENT = 20
LONGEST_COOL_DOWN_HOURS = 24 * 30


class Scope(StrEnum):
    """Whom a setting is for; each holds for all that is below it."""

    ORGANIZATION = "organization"
    ADVERTISER = "advertiser"
    AD_ACCOUNT = "ad_account"


SCOPE_WORDS = {
    Scope.ORGANIZATION: "the organization",
    Scope.ADVERTISER: "the advertiser",
    Scope.AD_ACCOUNT: "the ad account",
}

# At most one amount for each currency: amounts are never converted.
Amounts = tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class NoTouchHours:
    """Hours of every day, in the ad account's zone; an end before the start is on the next day."""

    start: time
    end: time

    def holds(self, local: datetime) -> bool:
        """Say whether a wall-clock time is within."""
        now = local.time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def over_at(self, local: datetime) -> datetime:
        """Return the next end of these hours after a time, in the same zone.

        Where the clock was set back since, an hour comes twice, and so does the end within it.
        """
        end = datetime.combine(local.date(), self.end, local.tzinfo).replace(fold=local.fold)
        return end if end > local else end + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one organization, advertiser or ad account sets; nothing is limited unless it is set.

    Attributes:
        max_daily_budget: the largest daily budget of a campaign or an ad group.
        max_daily_increase: by how much all changes of a day together may raise an ad account's daily cost.
        max_step_percent: by how much of itself one budget may rise at once.
        no_touch_hours: when nothing is applied.
        cool_down_hours: how long an entity is left alone after it was changed.
        never_touch: campaigns, ad groups and ads that nothing may change, nor anything within them.
        max_entities: how many entities one change may touch.
        stopped: nothing may be changed at all.
    """

    max_daily_budget: Amounts = ()
    max_daily_increase: Amounts = ()
    max_step_percent: int | None = None
    no_touch_hours: tuple[NoTouchHours, ...] = ()
    cool_down_hours: int | None = None
    never_touch: frozenset[UUID] = frozenset()
    max_entities: int | None = None
    stopped: bool = False


NO_LIMITS = Limits()
# What holds for an organization that has set nothing yet: bigger steps restart a platform's learning.
ORGANIZATION_DEFAULT = Limits(max_step_percent=DEFAULT_STEP_PERCENT)

Levels = Mapping[Scope, Limits]


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value in force, and who set it."""

    value: T
    scope: Scope


@dataclass(frozen=True, slots=True)
class InForce:
    """The limits that hold for one ad account: of each kind the strictest; None where none is set.

    An amount without a value is set in other currencies only, and cannot be kept.
    """

    max_daily_budget: Sourced[Money | None] | None
    max_daily_increase: Sourced[Money | None] | None
    max_step_percent: Sourced[int] | None
    no_touch_hours: tuple[Sourced[NoTouchHours], ...]
    cool_down_hours: Sourced[int] | None
    never_touch: Mapping[UUID, Scope]
    max_entities: Sourced[int] | None
    stopped: Scope | None


def in_force(levels: Levels, currency: str) -> InForce:
    """Return what holds for an ad account of a currency.

    Args:
        levels: what the organization, the advertiser and the ad account set.
        currency: of the ad account.
    """
    return InForce(
        max_daily_budget=_least_amount(levels, lambda limits: limits.max_daily_budget, currency),
        max_daily_increase=_least_amount(levels, lambda limits: limits.max_daily_increase, currency),
        max_step_percent=_least(levels, lambda limits: limits.max_step_percent),
        no_touch_hours=tuple(
            Sourced(hours, scope) for scope, limits in levels.items() for hours in limits.no_touch_hours
        ),
        cool_down_hours=_most(levels, lambda limits: limits.cool_down_hours),
        never_touch={node: scope for scope, limits in levels.items() for node in limits.never_touch},
        max_entities=_least(levels, lambda limits: limits.max_entities),
        stopped=next((scope for scope, limits in levels.items() if limits.stopped), None),
    )


def currencies_of(levels: Levels) -> list[str]:
    """Return every currency in which some amount is set, in the order of the alphabet."""
    amounts = [each.max_daily_budget + each.max_daily_increase for each in levels.values()]
    return sorted({amount.currency for each in amounts for amount in each})


def strictest(levels: Levels, currencies: Iterable[str]) -> Mapping[Scope, Limits]:
    """Return what of each level is in force: what no other level is stricter about.

    Args:
        levels: what is set at each level.
        currencies: those of interest; amounts in others are left out.
    """
    force = {currency: in_force(levels, currency) for currency in currencies}
    any_currency = in_force(levels, "USD")

    def amounts(pick: Callable[[InForce], Sourced[Money | None] | None], scope: Scope) -> Amounts:
        found = [pick(each) for each in force.values()]
        return tuple(each.value for each in found if each and each.value and each.scope is scope)

    def number(limit: Sourced[int] | None, scope: Scope) -> int | None:
        return limit.value if limit is not None and limit.scope is scope else None

    return {
        scope: Limits(
            max_daily_budget=amounts(lambda each: each.max_daily_budget, scope),
            max_daily_increase=amounts(lambda each: each.max_daily_increase, scope),
            max_step_percent=number(any_currency.max_step_percent, scope),
            no_touch_hours=levels[scope].no_touch_hours,
            cool_down_hours=number(any_currency.cool_down_hours, scope),
            never_touch=levels[scope].never_touch,
            max_entities=number(any_currency.max_entities, scope),
            stopped=any_currency.stopped is scope,
        )
        for scope in levels
    }


def amount_in(amounts: Amounts, currency: str) -> Money | None:
    """Return the amount that is given in a currency; None when there is none."""
    return next((amount for amount in amounts if amount.currency == currency), None)


def check_limits(limits: Limits) -> None:
    """Let limits pass that make sense.

    Raises:
        Invalid: two amounts in one currency, hours that never begin, or a number out of range.
    """
    problems = [
        *_amount_problems("max_daily_budget", limits.max_daily_budget),
        *_amount_problems("max_daily_increase", limits.max_daily_increase),
    ]
    if any(hours.start == hours.end for hours in limits.no_touch_hours):
        message = "Give hours that end at another time than they begin. To stop everything, use the switch."
        problems.append(FieldProblem("no_touch_hours", message))
    if problems:
        raise Invalid(problems[0].message, code="limits_contradictory", fields=tuple(problems))


def _amount_problems(field: str, amounts: Amounts) -> Iterable[FieldProblem]:
    currencies = [amount.currency for amount in amounts]
    if len(set(currencies)) < len(currencies):
        yield FieldProblem(field, "Give one amount for each currency.")


def _least_amount(
    levels: Levels, pick: Callable[[Limits], Amounts], currency: str
) -> Sourced[Money | None] | None:
    found: Sourced[Money | None] | None = None
    for scope, limits in levels.items():
        amounts = pick(limits)
        if not amounts:
            continue
        amount = amount_in(amounts, currency)
        if amount is None:
            return Sourced(None, scope)
        if found is None or found.value is None or amount < found.value:
            found = Sourced(amount, scope)
    return found


def _least(levels: Levels, pick: Callable[[Limits], int | None]) -> Sourced[int] | None:
    return min(_set(levels, pick), key=lambda each: each.value, default=None)


def _most(levels: Levels, pick: Callable[[Limits], int | None]) -> Sourced[int] | None:
    return max(_set(levels, pick), key=lambda each: each.value, default=None)


def _set(levels: Levels, pick: Callable[[Limits], int | None]) -> list[Sourced[int]]:
    return [Sourced(value, scope) for scope, each in levels.items() if (value := pick(each)) is not None]


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return an instant as the wall clock of a zone shows it."""
    return instant.astimezone(ZoneInfo(zone))
