"""What the control interface tells of Google's customers; managers have neither objects nor delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

from adsandbox.clock import iso_utc
from adsandbox.world.nodes import GOOGLE_KINDS, Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

_OBJECTS = tuple(kind for kind in Kind if kind in GOOGLE_KINDS and kind is not Kind.CUSTOMER)
_COUNTS = ("impressions", "clicks", "cost_micros")


def customer_states(world: World) -> list[dict[str, Any]]:
    """Every customer with how many objects it has and what it has spent."""
    return [_state(world, node) for node in world.store.nodes(Kind.CUSTOMER)]


def customer_exports(world: World) -> list[dict[str, Any]]:
    """Every customer with its objects, changes, and the daily delivery of each pair of ad and keyword."""
    return [_export(world, node) for node in world.store.nodes(Kind.CUSTOMER)]


def _state(world: World, node: Node) -> dict[str, Any]:
    resource = node.fields["resource"]
    shown = {
        "customer_id": node.id,
        "name": node.name,
        "manager": bool(resource.get("manager")),
        "manager_id": node.parent_id,
        "status": node.fields["status"],
        "currency": node.fields["currency"],
        "timezone": node.fields["timezone_name"],
    }
    if shown["manager"]:
        return shown
    counts = {f"{kind}s": len(world.store.nodes(kind, node.id)) for kind in _OBJECTS}
    return {**shown, "spent_micros": int(_rows(world, node)["cost_micros"].sum()), **counts}


def _export(world: World, node: Node) -> dict[str, Any]:
    shown = {
        "id": node.id,
        "manager_id": node.parent_id,
        "created": iso_utc(node.created),
        "resource": node.fields["resource"],
    }
    if node.fields["resource"].get("manager"):
        return shown
    found = {kind: world.store.nodes(kind, node.id) for kind in _OBJECTS}
    return {
        **shown,
        **{f"{kind}s": [_object(entry) for entry in nodes] for kind, nodes in found.items()},
        "changes": [
            {"time": iso_utc(instant), **fields}
            for instant, fields in world.store.activities(node.id, 0.0, world.now() + 1.0)
        ],
        "delivery": [
            {
                "date": date.fromordinal(int(row["day"])).isoformat(),
                **{level: str(int(row[level])) for level in ("campaign", "ad_group", "ad", "criterion")},
                **{name: int(row[name]) for name in _COUNTS},
            }
            for row in _rows(world, node)
        ],
    }


def _object(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "parent_id": node.parent_id,
        "status": node.fields["status"],
        "created": iso_utc(node.created),
        "updated": iso_utc(node.updated),
        "resource": node.fields["resource"],
    }


def _rows(world: World, node: Node) -> Any:
    zone = zone_of(node)
    return world.search_rows(node, local_day(node.created, zone), local_day(world.now(), zone))
