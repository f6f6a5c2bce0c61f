"""What others do to a customer's objects: people with their own access, and the platform itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from adsandbox.google.access import ACCESS, DISABLED, REFRESH, SCOPE
from adsandbox.google.call import Call
from adsandbox.google.commands import set_status
from adsandbox.google.customers import customer
from adsandbox.google.errors import AdsError, Problem
from adsandbox.google.messages import message_class, set_enum
from adsandbox.google.mutate import Operation, mutate
from adsandbox.google.recommendations import recommend_budget, recommend_keyword, suggested_keyword
from adsandbox.google.resources import REMOVED, ResourceType
from adsandbox.google.tokens import mint_refresh_token, revoke
from adsandbox.google.undeclared import lose_declaration
from adsandbox.google.writable import WRITABLE
from adsandbox.market.luck import Luck
from adsandbox.world.access import Token
from adsandbox.world.events import Event
from adsandbox.world.nodes import GOOGLE_KINDS, Kind, Node
from adsandbox.world.world import World

OUTSIDER_NAME, PLATFORM_NAME = "Jordan Colleague", "Google Ads"
_AI_MAX, _KEYWORDS, _NO_DECLARATION = "ai_max", "auto_apply_keywords", "declaration_missing"
_BUDGET_ADVICE, _KEYWORD_ADVICE = "recommend_budget", "recommend_keyword"
SETTINGS = {
    _AI_MAX: Kind.SEARCH_CAMPAIGN,
    _KEYWORDS: Kind.AD_GROUP,
    _NO_DECLARATION: Kind.SEARCH_CAMPAIGN,
    _BUDGET_ADVICE: Kind.SEARCH_CAMPAIGN,
    _KEYWORD_ADVICE: Kind.AD_GROUP,
}


def concerns(world: World, event: Event) -> bool:
    """Whether an event is about Google."""
    values = event.values
    if values.get("platform") == "google" or values.get("setting") in SETTINGS:
        return True
    if values.get("of") in GOOGLE_KINDS or customer(world, str(values.get("account_id"))) is not None:
        return True
    node = world.store.node(str(values.get("node_id")))
    token = world.access.find(str(values.get("access_token")))
    return (node is not None and node.kind in GOOGLE_KINDS) or (
        token is not None and token.kind in (ACCESS, REFRESH)
    )


def perform(world: World, event: Event) -> dict[str, Any]:
    """Let an event happen and tell what it did.

    Raises:
        ValueError: it cannot be done; the message says why.
    """
    action = _ACTIONS.get(event.do)
    if action is None:
        raise ValueError(f"{event.do} is not for Google.")
    return action(world, event)


def _outsider_edit(world: World, event: Event) -> dict[str, Any]:
    """Somebody else with access edits an object in the web interface, by the same rules as everybody.

    `values` are fields by their paths, such as {"status": "PAUSED"} or {"network_settings.target_...": true}.
    """
    values = event.values.get("values")
    if not isinstance(values, dict) or not values:
        raise ValueError("values is an object of what the outsider sets.")
    node = _target(world, event, tuple(kind.kind for kind in WRITABLE))
    call = _call_as(world, node, OUTSIDER_NAME, "GOOGLE_ADS_WEB_CLIENT")
    _update(call, node, values)
    return {"node_id": node.id, "values": values}


def _platform_setting(world: World, event: Event) -> dict[str, Any]:
    """The platform does something that nobody asked for."""
    name = str(event.values.get("setting"))
    if name not in SETTINGS:
        raise ValueError(f"setting is one of: {', '.join(SETTINGS)}.")
    node = _target(world, event, (SETTINGS[name],))
    if name == _NO_DECLARATION:
        lose_declaration(world, node)
        return {"node_id": node.id, "setting": name}
    if name in (_BUDGET_ADVICE, _KEYWORD_ADVICE):
        recommend = recommend_budget if name == _BUDGET_ADVICE else recommend_keyword
        return {"node_id": node.id, "setting": name, "recommendation_id": recommend(world, node).id}
    call = _call_as(world, node, PLATFORM_NAME, "GOOGLE_ADS_RECOMMENDATIONS_SUBSCRIPTION")
    if name == _AI_MAX:
        _update(call, node, {"ai_max_setting.enable_ai_max": True})
    else:
        _add_keyword(call, node)
    return {"node_id": node.id, "setting": name}


def _account_status(world: World, event: Event) -> dict[str, Any]:
    """The platform suspends a customer, or lets it advertise again."""
    node = customer(world, str(event.values.get("account_id")))
    if node is None:
        raise ValueError(f"There is no customer {event.values.get('account_id')}.")
    set_status(world, node, event.values.get("account_status", "SUSPENDED"))
    return {"account_id": node.id, "account_status": node.fields["status"]}


def _token_end(world: World, event: Event) -> dict[str, Any]:
    """A grant is revoked (default), or the OAuth client is disabled (subcode 2)."""
    value = str(event.values.get("access_token") or world.store.setting("google_refresh_token"))
    token = world.access.find(value)
    if token is None:
        raise ValueError("There is no such token.")
    if event.values.get("subcode") == DISABLED:
        token.ended = DISABLED
        world.access.save(token)
    else:
        revoke(world, token)
    return {"token": value[:10]}


_ACTIONS = {
    "outsider_edit": _outsider_edit,
    "platform_setting": _platform_setting,
    "account_status": _account_status,
    "token_end": _token_end,
}


def _update(call: Call, node: Node, values: dict[str, Any]) -> None:
    from google.protobuf import json_format

    kind = _type_of(node)
    resource: dict[str, Any] = {"resource_name": node.fields["resource"]["resource_name"]}
    for path, value in values.items():
        *parents, name = str(path).split(".")
        inner = resource
        for parent in parents:
            inner = inner.setdefault(parent, {})
        inner[name] = value
    operation = message_class(f"services.{kind.message}Operation")()
    try:
        json_format.ParseDict(resource, operation.update)
    except json_format.ParseError as error:
        raise ValueError(f"{node.id}: {error}") from None
    operation.update_mask.paths.extend(str(path) for path in values)
    _do(call, kind, operation)


def _add_keyword(call: Call, group: Node) -> None:
    kind = next(entry for entry in WRITABLE if entry.kind is Kind.CRITERION)
    operation = message_class("services.AdGroupCriterionOperation")()
    operation.create.ad_group = group.fields["resource"]["resource_name"]
    operation.create.keyword.text = suggested_keyword(group)
    set_enum(operation.create.keyword, "match_type", "BROAD")
    _do(call, kind, operation)


def _do(call: Call, kind: ResourceType, operation: Any) -> None:
    try:
        mutate(call, [Operation(kind, operation, ())], partial=False, validate_only=False)
    except AdsError as error:
        raise ValueError("; ".join(_said(problem) for problem in error.problems)) from None


def _said(problem: Problem) -> str:
    return f"{problem.family}.{problem.code}"


def _type_of(node: Node) -> ResourceType:
    collection = node.fields["resource"]["resource_name"].split("/")
    name = collection[2] if len(collection) > 2 else collection[0]
    return next(kind for kind in WRITABLE if kind.collection == name)


def _target(world: World, event: Event, kinds: tuple[Kind, ...]) -> Node:
    """The object named by `node_id`, or one of the kind `of` that the event's seed picks."""
    if event.values.get("node_id"):
        node = world.store.node(str(event.values["node_id"]))
        if node is None or node.kind not in kinds:
            raise ValueError(f"{event.values['node_id']} is none of: {', '.join(sorted(set(kinds)))}.")
        return node
    wanted = event.values.get("of", kinds[0])
    if wanted not in kinds:
        raise ValueError(f"of is one of: {', '.join(sorted(set(kinds)))}.")
    present = [node for node in world.store.nodes(Kind(wanted)) if node.fields["status"] != REMOVED]
    if not present:
        raise ValueError(f"There is no {wanted} yet.")
    draw = float(Luck(event.seed).uniform("event", np.int64(event.number)))
    return present[int(draw * len(present))]


def _call_as(world: World, node: Node, name: str, client: str) -> Call:
    """A call by somebody who is not the advertiser's software; the person is made when first needed."""
    owner = customer(world, node.account_id)
    if owner is None:
        raise ValueError(f"{node.id} belongs to no customer.")
    people = [user for user in world.store.nodes(Kind.USER) if user.name == name]
    if not people:
        people = [world.new_node(Kind.USER, None, "", {"name": name, "role": "google_outsider"})]
        world.store.add_node(people[0])
    known = [value for value, fields in world.store.tokens() if fields["user_id"] == people[0].id]
    token: Token | None = world.access.find(known[0]) if known else None
    return Call(world, token or mint_refresh_token(world, people[0].id, [SCOPE]), owner, client=client)
