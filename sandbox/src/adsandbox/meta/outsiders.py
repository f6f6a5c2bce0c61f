"""What others do to an advertiser's objects: people with their own access, and the platform itself."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np

from adsandbox.market.luck import Luck
from adsandbox.meta.courier import queue_callback, queue_webhook
from adsandbox.meta.errors import GraphError
from adsandbox.meta.graph import answer
from adsandbox.meta.params import Params
from adsandbox.meta.watch import Change, checked_field
from adsandbox.world.access import ALL_SCOPES, APP_REMOVED, EXPIRED, PASSWORD_CHANGED
from adsandbox.world.events import Event
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import GONE
from adsandbox.world.world import World

OUTSIDER_NAME = "Jordan Colleague"
_SETTINGS = {
    "advantage_audience": (Kind.AD_SET, "targeting", ("targeting_automation", "advantage_audience"), 1),
    "standard_enhancements": (
        Kind.CREATIVE,
        "degrees_of_freedom_spec",
        ("creative_features_spec", "standard_enhancements"),
        {"enroll_status": "OPT_IN"},
    ),
}
_EVENT_OF_SETTING = {"targeting": "update_ad_set_target_spec"}
_OBJECTS = (Kind.CAMPAIGN, Kind.AD_SET, Kind.AD)
_LEVELS = {Kind.CAMPAIGN: "CAMPAIGN", Kind.AD_SET: "AD_SET", Kind.AD: "AD", Kind.CREATIVE: "CREATIVE"}
_OF_ALL_TOKENS = (APP_REMOVED, PASSWORD_CHANGED)


def perform(world: World, event: Event) -> dict[str, Any]:
    """Let an event happen and tell what it did.

    Raises:
        ValueError: it cannot be done; the message says why.
    """
    return _ACTIONS[event.do](world, event)


def _outsider_edit(world: World, event: Event) -> dict[str, Any]:
    """Somebody else with access edits an object, by the same rules as everybody."""
    values = event.values.get("values")
    if not isinstance(values, dict) or not values:
        raise ValueError("values is an object of what the outsider sets.")
    node = _target(world, event, _OBJECTS)
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    params = Params({**texts, "access_token": _outsiders_token(world)})
    try:
        answer(world, "POST", node.id, params, {}, "")
    except GraphError as error:
        raise ValueError(f"{node.id}: {error.reason or error.message}") from None
    return {"node_id": node.id, "values": values}


def _platform_setting(world: World, event: Event) -> dict[str, Any]:
    """The platform switches a setting on that nobody asked for."""
    name = str(event.values.get("setting"))
    if name not in _SETTINGS:
        raise ValueError(f"setting is one of: {', '.join(_SETTINGS)}.")
    kind, field, (outer, inner), value = _SETTINGS[name]
    node = _target(world, event, (kind,))
    old = node.fields.get(field)
    new = copy.deepcopy(old) or {}
    new.setdefault(outer, {})[inner] = value
    node.fields[field], node.updated = new, world.now()
    world.save(node)
    fields = {
        "event_type": _EVENT_OF_SETTING.get(field, "edit_and_update_ad_creative"),
        "actor_id": "0",
        "actor_name": "Meta",
        "object_id": node.id,
        "object_name": node.name,
        "object_type": "AD_SET" if kind is Kind.AD_SET else "OTHER",
        "application_id": "0",
        "changes": {field: [old, new]},
    }
    world.store.add_activity(node.account_id, world.now(), fields)
    return {"node_id": node.id, "setting": name}


def _account_status(world: World, event: Event) -> dict[str, Any]:
    """The platform disables an account, or lets it advertise again."""
    wanted = str(event.values.get("account_id") or "").removeprefix("act_")
    account = world.account(wanted) if wanted else world.store.nodes(Kind.ACCOUNT)[0]
    if account is None:
        raise ValueError(f"There is no account {wanted}.")
    account.fields["account_status"] = int(event.values.get("account_status", 2))
    account.fields["disable_reason"] = int(event.values.get("disable_reason", 0))
    world.save(account)
    return {"account_id": f"act_{account.id}", "account_status": account.fields["account_status"]}


def _object_issue(world: World, event: Event) -> dict[str, Any]:
    """Something keeps an object from running, or does so no longer (`solved`)."""
    node = _target(world, event, (*_OBJECTS, Kind.CREATIVE))
    if event.values.get("solved"):
        node.fields.pop("issues", None)
    else:
        issue = {
            "level": _LEVELS[node.kind],
            "error_code": int(event.values.get("error_code", 1815869)),
            "error_summary": str(event.values.get("error_summary", "Ad post is not available")),
            "error_message": str(event.values.get("error_message", "The post of this ad is not available.")),
            "error_type": "HARD_ERROR",
        }
        node.fields["issues"] = [*(node.fields.get("issues") or []), issue]
    world.save(node)
    return {"node_id": node.id, "issues": node.fields.get("issues", [])}


def _in_process(world: World, event: Event) -> dict[str, Any]:
    """The platform works on an object for a while (`minutes`, default 5)."""
    node = _target(world, event, _OBJECTS)
    node.fields["in_process_until"] = world.now() + 60.0 * float(event.values.get("minutes", 5))
    world.save(node)
    return {"node_id": node.id, "until": node.fields["in_process_until"]}


def _webhook(world: World, event: Event) -> dict[str, Any]:
    """A webhook about an account, with any value."""
    wanted = str(event.values.get("account_id") or "").removeprefix("act_")
    account = world.account(wanted) if wanted else world.store.nodes(Kind.ACCOUNT)[0]
    value = event.values.get("value")
    if account is None or not isinstance(value, dict):
        raise ValueError("There is no such account, or value is no object.")
    change = Change(account.id, checked_field(str(event.values.get("field"))), value)
    if not account.fields.get("subscribed_apps") or not queue_webhook(world, change):
        raise ValueError("No app has subscribed to this field and this account.")
    world.wake()
    return {"account_id": account.id, "field": change.field}


def _data_deletion(world: World, event: Event) -> dict[str, Any]:
    """A person wants what the app knows of them to be deleted."""
    user_id = str(event.values.get("user_id") or world.user("person").id)
    if not queue_callback(world, "data_deletion", user_id):
        raise ValueError("The app has no data_deletion_callback_url: set it with POST /app.")
    return {"user_id": user_id}


def _token_end(world: World, event: Event) -> dict[str, Any]:
    """A token ends: 463 expired, 459 checkpoint, 458 removed, 460 password changed.

    Who removes the app ends all their tokens for it, and the app is told; a new password ends them too.
    """
    value = str(event.values.get("access_token") or world.store.setting("meta_access_token"))
    token = world.access.find(value)
    if token is None:
        raise ValueError("There is no such token.")
    subcode = int(event.values.get("subcode", EXPIRED))
    if subcode == EXPIRED:
        token.expires = max(world.now(), 1.0)
        world.access.save(token)
    elif subcode in _OF_ALL_TOKENS and token.kind in ("user", "page"):
        world.access.end_all(token, subcode)
        if subcode == APP_REMOVED:
            queue_callback(world, "deauthorize", token.user_id)
    else:
        token.ended = subcode
        world.access.save(token)
    return {"token": value[:10], "subcode": subcode}


_ACTIONS = {
    "outsider_edit": _outsider_edit,
    "platform_setting": _platform_setting,
    "account_status": _account_status,
    "token_end": _token_end,
    "object_issue": _object_issue,
    "in_process": _in_process,
    "webhook": _webhook,
    "data_deletion": _data_deletion,
}


def _target(world: World, event: Event, kinds: tuple[Kind, ...]) -> Node:
    """The object named by `node_id`, or one of the kind `of` that the event's seed picks."""
    if event.values.get("node_id"):
        node = world.store.node(str(event.values["node_id"]))
        if node is None or node.kind not in kinds:
            raise ValueError(f"{event.values['node_id']} is none of: {', '.join(kinds)}.")
        return node
    wanted = event.values.get("of", kinds[0])
    if wanted not in kinds:
        raise ValueError(f"of is one of: {', '.join(kinds)}.")
    present = [node for node in world.store.nodes(Kind(wanted)) if node.status not in GONE]
    if not present:
        raise ValueError(f"There is no {wanted} yet.")
    draw = float(Luck(event.seed).uniform("event", np.int64(event.number)))
    return present[int(draw * len(present))]


def _outsiders_token(world: World) -> str:
    """The token of a person who is not the advertiser's software; made when first needed."""
    people = [node for node in world.store.nodes(Kind.USER) if node.fields["role"] == "outsider"]
    if not people:
        people = [world.new_node(Kind.USER, None, "", {"name": OUTSIDER_NAME, "role": "outsider"})]
        world.store.add_node(people[0])
    known = [value for value, fields in world.store.tokens() if fields["user_id"] == people[0].id]
    if known:
        return known[0]
    token = world.access.mint(
        "user", people[0].id, world.app_id,
        scopes=list(ALL_SCOPES), accounts=None, now=world.now(), expires=0.0,
    )  # fmt: skip
    return token.value
