"""Guardrails: whether a change may be applied now, judged one by one, in plain words and with figures.

Judged at proposal and again before every batch of calls. What cannot be judged does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from adwright.changes.model.effect import LEAP_FACTOR, BudgetEffect, Effect
from adwright.changes.model.limits import SCOPE_WORDS, InForce, Levels, Scope, in_force, in_zone
from adwright.core.money import Money

_HOUR = timedelta(hours=1)
# A day's share of a total is rounded down, before and after; no currency counts in micros.
_ROUNDED_MICROS = 2


class Guardrail(StrEnum):
    """The kinds of guardrail."""

    STOPPED = "stopped"
    NEVER_TOUCH = "never_touch"
    MAX_DAILY_BUDGET = "max_daily_budget"
    MAX_DAILY_INCREASE = "max_daily_increase"
    MAX_STEP = "max_step"
    NO_TOUCH_HOURS = "no_touch_hours"
    COOL_DOWN = "cool_down"
    MAX_ENTITIES = "max_entities"
    LEAP = "leap"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one guardrail says of a change.

    Attributes:
        text: the finding in plain words, with its figures.
        scope: who set the limit; None for what holds always.
        until: when it passes by time alone (UTC, by the platform's clock); None when waiting does not help.
    """

    guardrail: Guardrail
    passed: bool
    text: str
    scope: Scope | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, and what the ad account has seen already.

    Attributes:
        now: the platform's present instant (UTC).
        zone: of the ad account; its days are days there.
        raised_today: by how much other changes have raised the daily cost today; None where that cannot be
            said of one of them.
        last_touched: when other changes touched each node last (UTC).
    """

    now: datetime
    zone: str
    raised_today: Money | None
    last_touched: Mapping[UUID, datetime]


def judge(
    effect: Effect, levels: Levels, moment: Moment, *, leap_confirmed: bool = False
) -> tuple[Finding, ...]:
    """Return what each guardrail in force says of a change.

    What only reduces spend passes all but the never-touch list. What puts back what was approved (an undo,
    a revert) is free of step and cool-down.

    Args:
        effect: what the change does.
        levels: what the organization, the advertiser and the ad account set.
        moment: now, and what happened today already.
        leap_confirmed: a person has seen that an amount grows more than tenfold, and meant it.
    """
    force = in_force(levels, effect.currency)
    findings = list(_never_touch(effect, force))
    if effect.only_reduces:
        text = "Only lowers what is spent, so that no other limit applies."
        return (*findings, Finding(Guardrail.MAX_DAILY_INCREASE, True, text))
    findings += _stopped(force)
    findings += _max_entities(effect, force)
    findings += _max_daily_budget(effect, force)
    findings += _max_daily_increase(effect, force, moment)
    if not effect.undoes:
        findings += _max_step(effect, force)
        findings += _cool_down(effect, force, moment)
    findings += _no_touch_hours(force, moment)
    findings += _leap(effect, leap_confirmed)
    return tuple(findings)


def failed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a change from being applied now."""
    return tuple(each for each in findings if not each.passed)


def never_passes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that neither time nor a person's confirmation will turn."""
    lasting = (each for each in failed(findings) if each.until is None)
    return tuple(each for each in lasting if each.guardrail is not Guardrail.LEAP)


def passes_at(findings: Sequence[Finding]) -> datetime | None:
    """Return when all that failed passes by time alone (UTC); None when something will not."""
    untils = [each.until for each in failed(findings)]
    known = [until for until in untils if until is not None]
    return max(known) if known and len(known) == len(untils) else None


def _stopped(force: InForce) -> Iterator[Finding]:
    if force.stopped is not None:
        text = f"All changes are stopped by a switch of {SCOPE_WORDS[force.stopped]}. Turn it off first."
        yield Finding(Guardrail.STOPPED, False, text, force.stopped)


def _never_touch(effect: Effect, force: InForce) -> Iterator[Finding]:
    if not force.never_touch:
        return
    for each in effect.touched:
        listed = (each.within | each.archived) & force.never_touch.keys()
        if listed:
            scope = force.never_touch[min(listed)]
            where = "is on a never-touch list, or within what is"
            if not listed & each.within:
                where = "would archive with it what is on a never-touch list"
            yield Finding(
                Guardrail.NEVER_TOUCH, False, f"The {each.node.called} {where} ({SCOPE_WORDS[scope]}).", scope
            )
            return
    text = "Nothing that it touches is on a never-touch list."
    yield Finding(Guardrail.NEVER_TOUCH, True, text, next(iter(force.never_touch.values())))


def _max_entities(effect: Effect, force: InForce) -> Iterator[Finding]:
    if force.max_entities is None:
        return
    count, most, scope = len(effect.touched), force.max_entities.value, force.max_entities.scope
    passed = count <= most
    text = f"It touches {count} of {most} entities at most."
    if not passed:
        text = f"It touches {count} entities; {SCOPE_WORDS[scope]} allows {most}. Split the change."
    yield Finding(Guardrail.MAX_ENTITIES, passed, text, scope)


def _max_daily_budget(effect: Effect, force: InForce) -> Iterator[Finding]:
    limit = force.max_daily_budget
    if limit is None:
        return
    most, scope = limit.value, limit.scope
    if most is None:
        yield _no_currency(Guardrail.MAX_DAILY_BUDGET, "the daily budget", scope, effect.currency)
        return
    largest: tuple[Money, BudgetEffect] | None = None
    for each in effect.budgets:
        if each.per_day is None:
            text = (
                f"What the {each.node.called} may spend a day cannot be said; {SCOPE_WORDS[scope]} allows "
                f"{most}. Give it an end, or a daily budget."
            )
            yield Finding(Guardrail.MAX_DAILY_BUDGET, False, text, scope)
            return
        if largest is None or largest[0] < each.per_day:
            largest = each.per_day, each
    if largest is None:
        yield Finding(Guardrail.MAX_DAILY_BUDGET, True, f"No budget changes; {most} a day at most.", scope)
        return
    amount, effect_on = largest
    passed = amount <= most
    text = f"{amount} a day of {most} at most."
    if not passed:
        text = f"The {effect_on.node.called} gets {amount} a day; {SCOPE_WORDS[scope]} allows {most}."
    yield Finding(Guardrail.MAX_DAILY_BUDGET, passed, text, scope)


def _max_daily_increase(effect: Effect, force: InForce, moment: Moment) -> Iterator[Finding]:
    limit = force.max_daily_increase
    if limit is None:
        return
    most, scope, kind = limit.value, limit.scope, Guardrail.MAX_DAILY_INCREASE
    if most is None:
        yield _no_currency(kind, "the daily increase", scope, effect.currency)
        return
    rise, before = effect.rise, moment.raised_today
    if rise is None:
        text = (
            f"By how much this raises the cost per day cannot be said, and {SCOPE_WORDS[scope]} allows "
            f"{most}. Give the budget an end, or a daily amount."
        )
        yield Finding(kind, False, text, scope)
        return
    if rise.micros == 0:
        yield Finding(kind, True, "Does not raise the cost per day.", scope)
        return
    if before is None:
        text = (
            "By how much an earlier change of today raised the cost per day cannot be said, and "
            f"{SCOPE_WORDS[scope]} allows {most}."
        )
        yield Finding(kind, False, text, scope, _next_midnight(moment) if rise <= most else None)
        return
    total = before + rise
    so_far = f", with {before} before it today" if before.micros else ""
    if total <= most:
        yield Finding(kind, True, f"Raises the cost per day by {rise}{so_far}, of {most} at most.", scope)
        return
    text = f"Raises the cost per day by {rise}{so_far}; {SCOPE_WORDS[scope]} allows {most} a day."
    yield Finding(kind, False, text, scope, _next_midnight(moment) if rise <= most else None)


def _max_step(effect: Effect, force: InForce) -> Iterator[Finding]:
    limit = force.max_step_percent
    if limit is None:
        return
    largest = Decimal(0)
    for each in effect.budgets:
        if each.amounts is None:
            text = f"Old and new budget of the {each.node.called} cannot be compared: only one is a day's."
            yield Finding(Guardrail.MAX_STEP, False, text, limit.scope)
            return
        for before, after in each.amounts:
            step = _step_percent(before, after)
            if step > limit.value:
                text = (
                    f"The budget of the {each.node.called} rises by {_percent(step)}, from {before} to "
                    f"{after}; {SCOPE_WORDS[limit.scope]} allows {limit.value} %."
                )
                yield Finding(Guardrail.MAX_STEP, False, text, limit.scope)
                return
            largest = max(largest, step)
    text = "No budget that exists already rises."
    if largest:
        text = f"Largest step {_percent(largest)}, of {limit.value} % at most."
    yield Finding(Guardrail.MAX_STEP, True, text, limit.scope)


def _step_percent(before: Money, after: Money) -> Decimal:
    """Return by how much of itself an amount rises."""
    rise = max(after.micros - before.micros - _ROUNDED_MICROS, 0)
    return Decimal(rise * 100) / max(before.micros, 1)


def _percent(step: Decimal) -> str:
    return f"{step.quantize(Decimal('0.1'))} %"


def _cool_down(effect: Effect, force: InForce, moment: Moment) -> Iterator[Finding]:
    limit = force.cool_down_hours
    if limit is None:
        return
    wait = limit.value * _HOUR
    free_at = {
        each.node: last + wait
        for each in effect.touched
        if (last := moment.last_touched.get(each.node.id)) is not None and last + wait > moment.now
    }
    if not free_at:
        text = f"Nothing that it touches was changed in the last {_hours(limit.value)}."
        yield Finding(Guardrail.COOL_DOWN, True, text, limit.scope)
        return
    node, until = max(free_at.items(), key=lambda item: item[1])
    text = (
        f"The {node.called} was changed less than {_hours(limit.value)} ago; "
        f"{SCOPE_WORDS[limit.scope]} leaves it alone until {_clock_time(until, moment)}."
    )
    yield Finding(Guardrail.COOL_DOWN, False, text, limit.scope, until)


def _no_touch_hours(force: InForce, moment: Moment) -> Iterator[Finding]:
    if not force.no_touch_hours:
        return
    local = in_zone(moment.now, moment.zone)
    held = [each for each in force.no_touch_hours if each.value.holds(local)]
    if not held:
        scope = force.no_touch_hours[0].scope
        yield Finding(Guardrail.NO_TOUCH_HOURS, True, "It is not a no-touch hour.", scope)
        return
    last = max(held, key=lambda each: each.value.over_at(local))
    until = last.value.over_at(local).astimezone(UTC)
    text = (
        f"{SCOPE_WORDS[last.scope].capitalize()} lets nothing be changed from {last.value.start:%H:%M} to "
        f"{last.value.end:%H:%M} ({moment.zone})."
    )
    yield Finding(Guardrail.NO_TOUCH_HOURS, False, text, last.scope, until)


def _leap(effect: Effect, confirmed: bool) -> Iterator[Finding]:
    for each in effect.leaps:
        text = (
            f"The {each.what} of the {each.node.called} goes from {each.before} to {each.after}, "
            f"more than {LEAP_FACTOR} times as much."
        )
        said = "A person has confirmed it." if confirmed else "A person has to confirm that this is meant."
        yield Finding(Guardrail.LEAP, confirmed, f"{text} {said}")


def _no_currency(guardrail: Guardrail, what: str, scope: Scope, currency: str) -> Finding:
    text = (
        f"{SCOPE_WORDS[scope].capitalize()} limits {what}, but not in {currency}, in which this account "
        f"counts. Add an amount in {currency}."
    )
    return Finding(guardrail, False, text, scope)


def _next_midnight(moment: Moment) -> datetime:
    local = in_zone(moment.now, moment.zone)
    tomorrow = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)
    return tomorrow.astimezone(UTC)


def _hours(count: int) -> str:
    return "hour" if count == 1 else f"{count} hours"


def _clock_time(instant: datetime, moment: Moment) -> str:
    return f"{in_zone(instant, moment.zone):%Y-%m-%d %H:%M} ({moment.zone})"
