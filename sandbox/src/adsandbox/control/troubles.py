"""Troubles over the control interface: single ones, plans of them, events, rate limits, and what they did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.world.faults import moment, read_fault
from adsandbox.world.limits import TIERS
from adsandbox.world.world import World


def add_fault(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Something goes wrong with matching calls."""
    world.faults.add(body, world.now())
    return {"faults": world.faults.state()}


def list_faults(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The rules in force, and the events to come."""
    return {"faults": world.faults.state(), "events": world.agenda.state()}


def clear_faults(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Nothing goes wrong any more; the log stays."""
    world.faults.clear()
    world.agenda.clear()
    return {"faults": []}


def load_plan(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """A whole plan in place of the rules and events so far: all of it, or nothing if any part is wrong."""
    return plan_from(world, body, world.now())


def plan_from(world: World, body: dict[str, Any], begun: float) -> dict[str, Any]:
    """A whole plan whose hours count from the instant `begun`; events that are past do not happen again."""
    _only(body, {"seed", "faults", "events", "name"})
    seed, faults, events = body.get("seed", 1), body.get("faults", []), body.get("events", [])
    if not isinstance(seed, int) or not isinstance(faults, list) or not isinstance(events, list):
        raise ValueError("A plan is seed (a whole number), faults (a list) and events (a list).")
    for document in faults:
        read_fault(document, begun)
    planned = [(_instant(document, begun), document) for document in events]
    for instant, document in planned:
        world.agenda.read(document, instant, seed)
    clear_faults(world, {})
    world.faults.log.clear()
    for document in faults:
        world.faults.add(document, begun, seed)
    for instant, document in planned:
        if instant >= world.now():
            world.agenda.add(document, instant, seed)
    return list_faults(world, {})


def fault_log(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What rules and events did, the oldest first."""
    return {"log": list(world.faults.log)}


def add_event(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Somebody else does something: at once, or `at` a moment."""
    now = world.now()
    event = world.agenda.read(body, _instant(body, now), seed=1)
    if event.instant > now:
        world.agenda.add(body, event.instant, seed=1)
        return {"planned": world.agenda.state()}
    done = world.happen_now(event)
    if "failed" in done:
        raise ValueError(str(done["failed"]))
    return {"done": done}


def set_limits(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Enforce the rate limits of a tier, or stop doing so."""
    _only(body, {"tier", "enforced"})
    tier = body.get("tier", world.limits.tier.name)
    if tier not in TIERS or not isinstance(body.get("enforced", True), bool):
        raise ValueError(f"tier is one of: {', '.join(TIERS)}; enforced is true or false.")
    world.limits.tier, world.limits.enforced = TIERS[tier], body.get("enforced", world.limits.enforced)
    return {"tier": world.limits.tier.name, "enforced": world.limits.enforced}


def _instant(document: Any, now: float) -> float:
    if not isinstance(document, dict):
        raise ValueError("An event is an object.")
    instant = moment(document.get("at"), now)
    return now if instant is None else instant


def _only(body: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")


TROUBLES: dict[tuple[str, str], Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    ("POST", "/faults"): add_fault,
    ("GET", "/faults"): list_faults,
    ("DELETE", "/faults"): clear_faults,
    ("POST", "/faults/plan"): load_plan,
    ("GET", "/faults/log"): fault_log,
    ("POST", "/events"): add_event,
    ("POST", "/limits"): set_limits,
}
