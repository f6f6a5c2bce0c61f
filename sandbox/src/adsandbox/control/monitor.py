"""The monitor: every state that an account was ever in, held against what a program promised to keep to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.clock import iso_utc, parse_instant
from adsandbox.world.allowance import Allowance
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

_LIMITS = ("max_daily_budget", "max_daily_total", "max_step_percent", "max_daily_rise")
_SWITCHES = ("made_paused", "complete_when_on")
_RULES = {*_LIMITS, *_SWITCHES, "quiet_hours"}


@dataclass(frozen=True, slots=True)
class Write:
    """One node as it was written (`before` is None for a new one), and the daily total before and after."""

    instant: float
    before: Node | None
    node: Node
    total_before: int
    total: int


@dataclass(slots=True)
class Watch:
    """What is held against the rules, and what was found."""

    allowance: Allowance
    zone: ZoneInfo
    rules: dict[str, Any]
    quiet: list[tuple[time, time]]
    states: int = 0
    peak: int = 0
    rises: Counter[int] = field(default_factory=Counter)
    breaches: list[dict[str, Any]] = field(default_factory=list)

    def judge(self, write: Write) -> None:
        """Look at the state after a write."""
        self.states += 1
        self.peak = max(self.peak, write.total)
        day = local_day(write.instant, self.zone)
        self.rises[day] += max(write.total - write.total_before, 0)
        for rule, value in self._found(write, day):
            self._note(write, rule, value)

    def _found(self, write: Write, day: int) -> Iterator[tuple[str, float]]:
        """Every rule that the write breaks, with the value that does so."""
        node, before = write.node, write.before
        daily, daily_before = self.allowance.daily(node), self.allowance.daily(before) if before else 0
        rises = daily > daily_before
        if rises and self._over("max_daily_budget", daily):
            yield "max_daily_budget", daily
        if write.total > write.total_before and self._over("max_daily_total", write.total):
            yield "max_daily_total", write.total
        step = 100.0 * (daily - daily_before) / daily_before if rises and daily_before else 0.0
        if self._over("max_step_percent", step):
            yield "max_step_percent", step
        if write.total > write.total_before and self._over("max_daily_rise", self.rises[day]):
            yield "max_daily_rise", self.rises[day]
        switched_on = self.allowance.is_switch(node) and self.allowance.is_on(node)
        switched_on = switched_on and (before is None or not self.allowance.is_on(before))
        if switched_on and before is None and self.rules.get("made_paused"):
            yield "made_paused", daily
        if switched_on and self.rules.get("complete_when_on") and not self.allowance.is_complete(node):
            yield "complete_when_on", daily
        if (before is None or rises or switched_on) and self._is_quiet(write.instant):
            yield "quiet_hours", daily

    def _over(self, rule: str, value: float) -> bool:
        return rule in self.rules and value > float(self.rules[rule])

    def _is_quiet(self, instant: float) -> bool:
        now = datetime.fromtimestamp(instant, self.zone).time()
        return any(
            begin <= now < end if begin < end else now >= begin or now < end for begin, end in self.quiet
        )

    def _note(self, write: Write, rule: str, value: float) -> None:
        before = write.before
        self.breaches.append(
            {
                "rule": rule,
                "at": iso_utc(write.instant),
                "id": self.allowance.spender(write.node),
                "kind": str(write.node.kind),
                "value": value,
                "limit": self.rules[rule],
                "daily_budget_before": self.allowance.daily(before) if before else None,
                "daily_budget": self.allowance.daily(write.node),
            }
        )


def monitor(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Every state of an account since its beginning, one after each write, against the rules that are given.

    Raises:
        ValueError: there is no such account, or a rule cannot be read.
    """
    account = _account(world, body)
    allowance = Allowance(account.kind)
    watch = Watch(allowance, zone_of(account), _rules(body), _quiet_hours(body))
    since, until = (_moment(body, name, end) for name, end in (("since", -np.inf), ("until", np.inf)))
    total = 0
    for instant, node in world.store.changes(account.id):
        total_before, before = total, allowance.follow(node)
        total = allowance.total()
        if since <= instant < until:
            watch.judge(Write(instant, before, node, total_before, total))
    return {
        "account_id": account.id,
        "money": "micros" if account.kind is Kind.CUSTOMER else "minor units",
        "states": watch.states,
        "daily_total": total,
        "peak_daily_total": watch.peak,
        "rises": {date.fromordinal(day).isoformat(): rise for day, rise in watch.rises.items() if rise},
        "breaches": watch.breaches,
    }


def _account(world: World, body: dict[str, Any]) -> Node:
    unknown = sorted(set(body) - _RULES - {"account_id", "since", "until"})
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}; rules are: {', '.join(sorted(_RULES))}.")
    account = world.store.node(str(body.get("account_id")).removeprefix("act_"))
    if account is None or account.kind not in (Kind.ACCOUNT, Kind.CUSTOMER):
        raise ValueError(f"There is no account {body.get('account_id')}.")
    return account


def _rules(body: dict[str, Any]) -> dict[str, Any]:
    for name in _LIMITS:
        value = body.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ValueError(f"{name} is a number that is not negative.")
    for name in _SWITCHES:
        if not isinstance(body.get(name, True), bool):
            raise ValueError(f"{name} is true or false.")
    return {name: body[name] for name in _RULES & set(body)}


def _quiet_hours(body: dict[str, Any]) -> list[tuple[time, time]]:
    try:
        pairs = [
            (time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in body.get("quiet_hours", [])
        ]
    except (TypeError, ValueError):
        raise ValueError('quiet_hours is a list of [begin, end], such as ["22:00", "06:00"].') from None
    return pairs


def _moment(body: dict[str, Any], name: str, otherwise: float) -> float:
    return parse_instant(str(body[name])) if name in body else otherwise


MONITOR: dict[tuple[str, str], Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    ("POST", "/monitor"): monitor,
}
