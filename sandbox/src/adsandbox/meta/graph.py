"""From a path to its handler: nodes, edges, and the few addresses that are neither."""

from __future__ import annotations

import re
from typing import Any

# Each of these enters its handlers in the table of call.GRAPH.
from adsandbox.meta import (  # noqa: F401
    account,
    ad_sets,
    ads,
    async_requests,
    audience_members,
    audiences,
    businesses,
    campaigns,
    copies,
    creatives,
    images,
    insights,
    instagram,
    labels,
    lead_forms,
    people,
    pixels,
    previews,
    reports,
    subscriptions,
    videos,
)
from adsandbox.meta.auth import authenticate
from adsandbox.meta.call import GRAPH, LIVE_VERSIONS, VERSION, Call
from adsandbox.meta.errors import GraphError, missing_object, unknown_edge, unknown_path
from adsandbox.meta.fields import parse_fields
from adsandbox.meta.listing import real_fields, render
from adsandbox.meta.oauth import access_token, debug_token
from adsandbox.meta.params import Params, Upload
from adsandbox.meta.search import search
from adsandbox.world.access import Token
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World

_VERSION = re.compile(r"^v\d+\.\d+$")
_ID = re.compile(r"^(act_)?\d{5,20}$")
_IMAGE_ID = re.compile(r"^\d{5,20}:[0-9a-f]{32}$")


def answer(
    world: World,
    method: str,
    path: str,
    params: Params,
    files: dict[str, Upload],
    base_url: str,
    empty_page: bool = False,
) -> Any:
    """The JSON answer of one call; writes are one transaction.

    Raises:
        GraphError: in every case that Graph answers with an error.
    """
    parts = _parts(path)
    if method not in ("GET", "POST", "DELETE"):
        raise GraphError(100, f"Unsupported {method.lower()} request.", kind="GraphMethodException")
    override = params.text("method")
    if method == "POST" and override and override.upper() in ("GET", "DELETE"):
        method = override.upper()
    if parts == ["oauth", "access_token"]:
        return access_token(world, params)
    token = authenticate(world, params.text("access_token"), params.text("appsecret_proof"))
    call = Call(world, token, method, "/".join(parts), params, base_url, files, empty_page)
    if not parts:
        if "ids" in params:
            raise GraphError(
                100, "(#100) The parameter ids is not supported at the root in v26.0.", blame=("ids",)
            )
        raise GraphError(100, f"Unsupported {method.lower()} request.", kind="GraphMethodException")
    if method == "GET":
        return _route(call, token, parts)
    try:
        with world.store.writing():
            return _route(call, token, parts)
    except BaseException:
        world.forget_trees()
        raise


def _parts(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    if parts and _VERSION.match(parts[0]):
        if parts[0] not in LIVE_VERSIONS:
            raise GraphError(
                2635,
                f"(#2635) You are calling a deprecated version of the Ads API. Please update to the "
                f"latest version: {VERSION}.",
                title="Deprecated Version",
                reason=f"This request uses {parts[0]}; use {VERSION}.",
            )
        parts = parts[1:]
    return parts


def _route(call: Call, token: Token, parts: list[str]) -> Any:
    if parts == ["debug_token"]:
        return debug_token(call.world, token, call.params)
    if parts == ["search"]:
        return search(call)
    if len(parts) == 3 and parts[1] == "permissions":
        call = call.with_params({**call.params.raw(), "permission": parts.pop()})
    if len(parts) > 2:
        raise unknown_path("/".join(parts))
    node = _node(call, token, parts[0])
    if len(parts) == 1:
        return _on_node(call, node)
    return _on_edge(call, node, parts[1])


def _node(call: Call, token: Token, name: str) -> Node:
    if name == "me":
        return _me(call, token)
    if _IMAGE_ID.match(name):
        account_id, image_hash = name.split(":")
        image = images.image_of_hash(call, call.node(account_id, Kind.ACCOUNT), image_hash)
        if image is None:
            raise missing_object(call.method, name)
        return image
    if not _ID.match(name):
        raise (
            GraphError(2500, f"Unknown path components: /{name}")
            if not name.isalnum()
            else GraphError(803, f"(#803) Some of the aliases you requested do not exist: {name}")
        )
    if name == call.world.app_id:
        return Node(name, Kind.APP, "", "", 0.0, 0.0)
    node = call.node(name)
    if (node.kind is Kind.ACCOUNT) != name.startswith("act_"):
        raise missing_object(call.method, name)
    return node


def _me(call: Call, token: Token) -> Node:
    owner = call.world.store.node(token.page_id or token.user_id)
    if owner is None:
        raise GraphError(
            2500, "An active access token must be used to query information about the current user."
        )
    return owner


def _on_node(call: Call, node: Node) -> Any:
    kind = GRAPH[node.kind]
    if call.method == "GET":
        if node.account_id and node.kind not in (Kind.PAGE, Kind.PIXEL):
            call.need_read()
        return render(call, node, parse_fields(call.params.text("fields")))
    handler = kind.update if call.method == "POST" else kind.delete
    if handler is None:
        raise GraphError(
            100,
            f"Unsupported {call.method.lower()} request. Object with ID '{node.id}' does not support "
            "this operation.",
            subcode=33,
            kind="GraphMethodException",
        )
    return handler(call, node)


def _on_edge(call: Call, node: Node, name: str) -> Any:
    kind = GRAPH[node.kind]
    handlers = kind.edges.get(name)
    if handlers is None:
        if name in kind.fields or name in real_fields(kind.name) or name.replace("_", "").isalnum():
            raise unknown_edge(name, kind.name)
        raise unknown_path(f"{call.path}")
    handler = handlers.get(call.method)
    if handler is None:
        raise GraphError(
            100,
            f"Unsupported {call.method.lower()} request on the edge {name} of {kind.name}.",
            subcode=33,
            kind="GraphMethodException",
        )
    return handler(call, node)
