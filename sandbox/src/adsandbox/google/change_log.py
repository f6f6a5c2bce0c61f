"""Who changed what: written with every mutate, and given out as change events and change statuses.

What is kept of a change are the fields that it touched, before and after. An event is seen some minutes
after it happened, for 30 days; the last change of each resource for 90 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from adsandbox.google.resources import Edit
from adsandbox.google.tokens import email_of
from adsandbox.world.nodes import Node
from adsandbox.world.world import World

DAY = 86_400.0
EVENT_DAYS, STATUS_DAYS = 30, 90
LONGEST_DELAY_SECONDS = 180.0
_EVENT_TYPES = {
    "ad", "ad_group", "ad_group_criterion", "campaign", "campaign_budget", "campaign_criterion",
    "ad_group_ad", "asset", "customer_asset", "campaign_asset", "ad_group_asset",
}  # fmt: skip
_STATUS_TYPES = _EVENT_TYPES - {"ad"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one resource. `number` tells changes apart and grows with time; `old` and `new` hold the
    fields that changed, in JSON form with names as in protobuf; `operation` is CREATE, UPDATE or REMOVE.
    `campaign_id` and `ad_group_id` are empty where there is none.
    """

    number: int
    instant: float
    resource_type: str
    resource_name: str
    operation: str
    user_email: str
    client_type: str
    old: dict[str, Any]
    new: dict[str, Any]
    campaign_id: str
    ad_group_id: str

    @property
    def changed_fields(self) -> list[str]:
        """Paths of the fields that changed."""
        return sorted(set(_paths(self.old)) | set(_paths(self.new)))


def note(edit: Edit, node: Node, operation: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Record what an operation did to a node's resource; labels, lists and the like have no events."""
    if edit.type.snake not in _EVENT_TYPES:
        return
    if edit.type.inside:
        old, new = old[edit.type.inside], new[edit.type.inside]
    call = edit.call
    record(
        call.world,
        node,
        edit.type.snake,
        operation,
        old=_only_changed(old, new),
        new=_only_changed(new, old),
        user_email=email_of(call.world, call.token.user_id),
        client_type=call.client,
    )


def record(world: World, node: Node, resource_type: str, operation: str, **values: Any) -> None:
    """Record a change of a resource: `old`, `new`, `user_email` and `client_type`."""
    resource = node.fields["resource"]
    name = resource["ad"]["resource_name"] if resource_type == "ad" else resource["resource_name"]
    fields = {
        "resource_type": resource_type.upper(),
        "resource_name": name,
        "operation": operation,
        **_place(world, node, resource_type),
        **values,
    }
    world.store.add_activity(node.account_id, world.now(), fields)


def change_events(world: World, customer: Node, since: float, until: float) -> list[Change]:
    """Events within [since, until) that can be seen by now, the newest first."""
    now = world.now()
    since = max(since, now - EVENT_DAYS * DAY)
    return [
        change
        for change in _changes(world, customer, since, until)
        if change.instant + _delay(world, change) <= now
    ]


def change_statuses(world: World, customer: Node) -> list[Change]:
    """The last change of each resource within 90 days that can be seen by now, the newest first."""
    now = world.now()
    last: dict[str, Change] = {}
    for change in _changes(world, customer, now - STATUS_DAYS * DAY, now + 1.0):
        if change.resource_type.lower() in _STATUS_TYPES and change.instant + _delay(world, change) <= now:
            last.setdefault(change.resource_name, change)
    return list(last.values())


def _changes(world: World, customer: Node, since: float, until: float) -> list[Change]:
    found = world.store.activities(customer.id, since, until)
    return [Change(len(found) - index, instant, **fields) for index, (instant, fields) in enumerate(found)]


def _delay(world: World, change: Change) -> float:
    """How long an event takes to be seen, in seconds; the same at every look."""
    moment, which = np.int64(change.instant * 1000), np.int64(sum(map(ord, change.resource_name)))
    return LONGEST_DELAY_SECONDS * float(world.luck.uniform("change_event", moment, which))


def _place(world: World, node: Node, resource_type: str) -> dict[str, str]:
    """The campaign and the ad group that a resource belongs to."""
    resource = node.fields["resource"]
    ad_group = resource.get("ad_group", "")
    campaign = resource.get("campaign", "")
    if resource_type == "campaign":
        campaign = resource["resource_name"]
    if resource_type == "ad_group":
        ad_group = resource["resource_name"]
    if ad_group and not campaign:
        group = world.store.node(ad_group.rsplit("/", 1)[-1])
        campaign = group.fields["resource"]["campaign"] if group else ""
    return {"campaign_id": campaign.rsplit("/", 1)[-1], "ad_group_id": ad_group.rsplit("/", 1)[-1]}


def _only_changed(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What `one` holds and `other` does not hold in the same way."""
    kept: dict[str, Any] = {}
    for name, value in one.items():
        if name in other and isinstance(value, dict) and isinstance(other[name], dict):
            inner = _only_changed(value, other[name])
            if inner:
                kept[name] = inner
        elif name not in other or other[name] != value:
            kept[name] = value
    return kept


def _paths(document: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in document.items():
        if isinstance(value, dict) and value:
            yield from _paths(value, f"{before}{name}.")
        else:
            yield before + name
