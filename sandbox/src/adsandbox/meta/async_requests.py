"""Requests in sets that the platform works off by itself: new ads, and large copies."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from adsandbox.meta import writing
from adsandbox.meta.ads import create_ad
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.copies import make_copy
from adsandbox.meta.errors import GraphError, bad_param, missing_object
from adsandbox.meta.listing import list_nodes
from adsandbox.world.nodes import Kind, Node

MOST_REQUESTS = 50
SECONDS_PER_REQUEST = 2.0
_COPIED = (Kind.CAMPAIGN, Kind.AD_SET, Kind.AD)
_MODES = frozenset({"OFF", "ON_COMPLETE"})


@edge(Kind.ACCOUNT, "asyncadrequestsets")
def list_sets(call: Call, account: Node) -> dict[str, Any]:
    """The account's sets of requests, the newest first."""
    call.need_read()
    wanted = call.params.flag("is_completed")
    sets = call.world.store.nodes(Kind.ASYNC_SET, account.id)
    return list_nodes(call, [node for node in sets if wanted in (None, _done(call, node))][::-1])


@edge(Kind.ACCOUNT, "asyncadrequestsets", "POST")
def create_ads(call: Call, account: Node) -> dict[str, Any]:
    """Have ads made one after the other."""
    specs = _items(call, "ad_specs")
    call.params.choice("notification_mode", _MODES)
    jobs = [(spec, _texts(spec)) for spec in specs]
    return _work_off(call, account, jobs, lambda part: create_ad(part, account))


@edge(Kind.ACCOUNT, "async_batch_requests", "POST")
def copy_asynchronously(call: Call, account: Node) -> dict[str, Any]:
    """Have objects copied with up to 51 children each: items are `relative_url` (ID/copies) and `body`."""
    items = _items(call, "adbatch")
    jobs = [(item, dict(parse_qsl(str(item.get("body") or "")))) for item in items]
    urls = [str(item.get("relative_url") or "").strip("/") for item in items]
    if not all(url.endswith("/copies") for url in urls):
        raise bad_param("adbatch", "an array of {name, relative_url, body} whose relative_url is ID/copies")
    of = iter(urls)

    def copied(part: Call) -> dict[str, Any]:
        node = call.node(next(of).split("/")[-2])
        if node.kind not in _COPIED or node.account_id != account.id:
            raise missing_object("POST", node.id)
        return dict(make_copy(part, node))

    return _work_off(call, account, jobs, copied)


@edge(Kind.ASYNC_SET, "requests")
def list_requests(call: Call, request_set: Node) -> dict[str, Any]:
    """The requests of a set, in their order."""
    call.need_read()
    return list_nodes(call, call.world.store.nodes(Kind.ASYNC_REQUEST, parent_id=request_set.id))


def _work_off(call: Call, account: Node, jobs: list[tuple[Any, dict[str, str]]], do: Any) -> dict[str, Any]:
    """Do every job now; the set tells it as if each took its time."""
    call.need_write()
    fields = {"name": call.params.text("name") or "", "seconds": SECONDS_PER_REQUEST * len(jobs)}
    request_set = call.world.new_node(Kind.ASYNC_SET, account, account.id, fields)
    call.world.store.add_node(request_set)
    for given, values in jobs:
        part = call.with_params({**values, "access_token": call.token.value})
        part.asynchronous = True
        document: dict[str, Any] = {"input": given}
        try:
            with call.world.store.attempt():
                document["result"] = do(part)
        except GraphError as error:
            call.world.forget_trees()
            document["error"] = error.body()["error"]
        call.world.store.add_node(call.world.new_node(Kind.ASYNC_REQUEST, account, request_set.id, document))
    return {"id": request_set.id}


def _items(call: Call, name: str) -> list[Any]:
    items = call.params.document(name, list)
    if not items or len(items) > MOST_REQUESTS or not all(isinstance(item, dict) for item in items):
        raise bad_param(name, f"an array of 1 to {MOST_REQUESTS} objects")
    return list(items)


def _texts(spec: dict[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in spec.items()}


def _done(call: Call, request_set: Node) -> bool:
    return bool(call.now >= request_set.created + request_set.fields["seconds"])


def _status(call: Call, request: Node) -> str:
    request_set = call.world.store.node(request.parent_id)
    if request_set is None or not _done(call, request_set):
        return "IN_PROGRESS"
    return "ERROR" if "error" in request.fields else "SUCCESS"


def _result(call: Call, request: Node) -> Any:
    if _status(call, request) == "IN_PROGRESS":
        return None
    return request.fields.get("result") or request.fields["error"]


def _counted(*statuses: str) -> Any:
    def count(call: Call, request_set: Node) -> int:
        requests = call.world.store.nodes(Kind.ASYNC_REQUEST, parent_id=request_set.id)
        return sum(_status(call, request) in statuses for request in requests)

    return count


GRAPH[Kind.ASYNC_SET].fields = {
    "id": lambda call, node: node.id,
    "owner_id": lambda call, node: node.account_id,
    "name": lambda call, node: node.name,
    "is_completed": _done,
    "total_count": _counted("IN_PROGRESS", "SUCCESS", "ERROR"),
    "initial_count": lambda call, node: 0,
    "in_progress_count": _counted("IN_PROGRESS"),
    "success_count": _counted("SUCCESS"),
    "error_count": _counted("ERROR"),
    "canceled_count": lambda call, node: 0,
    "created_time": lambda call, node: local_time(call, node, node.created),
    "updated_time": lambda call, node: local_time(call, node, node.created + node.fields["seconds"]),
}
GRAPH[Kind.ASYNC_SET].delete = writing.delete
GRAPH[Kind.ASYNC_REQUEST].fields = {
    "id": lambda call, node: node.id,
    "status": _status,
    "result": _result,
    "input": lambda call, node: node.fields["input"],
    "async_request_set": lambda call, node: {"id": node.parent_id},
    "scope_object_id": lambda call, node: node.account_id,
    "created_time": lambda call, node: local_time(call, node, node.created),
}
