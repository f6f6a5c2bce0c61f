"""Changes as queries see them: events with old and new values, and the last change of each resource."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from adsandbox.google.change_log import DAY, EVENT_DAYS, Change, change_events, change_statuses
from adsandbox.google.messages import from_document
from adsandbox.world.nodes import Node
from adsandbox.world.world import World
from adsandbox.world.zones import zone_of

_STATUS_OF = {"CREATE": "ADDED", "UPDATE": "CHANGED", "REMOVE": "REMOVED"}


def event_messages(world: World, customer: Node) -> Iterator[tuple[Change, Any]]:
    """Every change event that can be seen, with its message; the newest first."""
    now = world.now()
    same_moment: dict[float, int] = defaultdict(int)
    found = change_events(world, customer, now - EVENT_DAYS * DAY, now + 1.0)
    places = {}
    for change in reversed(found):
        places[change.number] = same_moment[change.instant]
        same_moment[change.instant] += 1
    for change in found:
        message = from_document("resources.ChangeEvent", _event(customer, change, places[change.number]))
        message.changed_fields.paths.extend(change.changed_fields)
        yield change, message


def status_messages(world: World, customer: Node) -> Iterator[tuple[Change, Any]]:
    """The last change of every resource that was changed, with its message; the newest first."""
    for change in change_statuses(world, customer):
        yield change, from_document("resources.ChangeStatus", _status(customer, change))


def _event(customer: Node, change: Change, place: int) -> dict[str, Any]:
    kind = change.resource_type.lower()
    micros = round(change.instant * 1e6)
    document: dict[str, Any] = {
        "resource_name": f"customers/{customer.id}/changeEvents/{micros}~0~{place}",
        "change_date_time": _local(customer, change.instant),
        "change_resource_type": change.resource_type,
        "change_resource_name": change.resource_name,
        "client_type": change.client_type,
        "user_email": change.user_email,
        "resource_change_operation": change.operation,
        **_above(customer, change),
    }
    if change.old and change.operation != "CREATE":
        document["old_resource"] = {kind: change.old}
    if change.new and change.operation != "REMOVE":
        document["new_resource"] = {kind: change.new}
    return document


def _status(customer: Node, change: Change) -> dict[str, Any]:
    kind = change.resource_type.lower()
    identity = change.resource_name.rpartition("/")[2].replace("~", "-")
    return {
        "resource_name": f"customers/{customer.id}/changeStatus/{kind}-{identity}",
        "last_change_date_time": _local(customer, change.instant),
        "resource_type": change.resource_type,
        "resource_status": _STATUS_OF[change.operation],
        **_above(customer, change),
        kind: change.resource_name,
    }


def _above(customer: Node, change: Change) -> dict[str, str]:
    above = {}
    if change.campaign_id:
        above["campaign"] = f"customers/{customer.id}/campaigns/{change.campaign_id}"
    if change.ad_group_id:
        above["ad_group"] = f"customers/{customer.id}/adGroups/{change.ad_group_id}"
    return above


def _local(customer: Node, instant: float) -> str:
    return datetime.fromtimestamp(instant, zone_of(customer)).strftime("%Y-%m-%d %H:%M:%S.%f")
