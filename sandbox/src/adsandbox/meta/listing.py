"""Lists: filters, cursors and pages, and nodes rendered with the wanted fields."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from adsandbox.meta.call import GRAPH, VERSION, Call, Ref
from adsandbox.meta.errors import GraphError, bad_param, unknown_edge
from adsandbox.meta.fields import Selection, parse_fields
from adsandbox.world.nodes import Node

DEFAULT_LIMIT = 25
LARGEST_LIMIT = 5000


@cache
def real_fields(type_name: str) -> frozenset[str]:
    """Names that v26.0 knows for a type; those that the sandbox does not simulate are always empty."""
    text = resources.files("adsandbox.meta").joinpath("known_fields.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text).get(type_name, ()))


def render(
    call: Call, node: Node, selections: tuple[Selection, ...], defaults: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """A node as JSON with the selected fields; fields without a value are left out."""
    kind = GRAPH[node.kind]
    if not selections:
        selections = tuple(Selection(name) for name in defaults or kind.defaults)
    document: dict[str, Any] = {}
    for selection in selections:
        value = _field(call, node, selection)
        if value is not None:
            document[selection.name] = value
    document["id"] = _id(node)
    return document


def _id(node: Node) -> str:
    reader = GRAPH[node.kind].fields.get("id")
    return node.id if reader is None else str(reader(None, node))  # type: ignore[arg-type]


def _field(call: Call, node: Node, selection: Selection) -> Any:
    kind = GRAPH[node.kind]
    reader = kind.fields.get(selection.name)
    if reader is not None:
        return _expanded(call, reader(call, node), selection)
    handlers = kind.edges.get(selection.name)
    if handlers and "GET" in handlers:
        inner = {**selection.modifiers, "fields": _fields_text(selection.inner)}
        values = {name: value for name, value in inner.items() if value}
        nested = call.with_params({**values, "access_token": call.token.value})
        nested.path = f"{_id(node)}/{selection.name}"
        return handlers["GET"](nested, node)
    if selection.name == "id":
        return _id(node)
    if selection.name in real_fields(kind.name):
        return None
    raise unknown_edge(selection.name, kind.name)


def _expanded(call: Call, value: Any, selection: Selection) -> Any:
    if isinstance(value, Ref):
        return render(call, value.node, selection.inner, value.defaults)
    if isinstance(value, list):
        return [_expanded(call, item, selection) for item in value]
    return value


def _fields_text(selections: tuple[Selection, ...]) -> str:
    parts = []
    for selection in selections:
        modifiers = "".join(f".{name}({value})" for name, value in selection.modifiers.items())
        inner = f"{{{_fields_text(selection.inner)}}}" if selection.inner else ""
        parts.append(selection.name + modifiers + inner)
    return ",".join(parts)


def list_nodes(call: Call, nodes: list[Node]) -> dict[str, Any]:
    """A page of nodes, rendered as the call asks."""
    selections = parse_fields(call.params.text("fields"))
    page = list_rows(call, nodes, [node.id for node in nodes])
    page["data"] = [render(call, node, selections) for node in page["data"]]
    return page


def list_rows(call: Call, rows: Sequence[Any], keys: Sequence[str] | None = None) -> dict[str, Any]:
    """A page of rows with cursors. `keys` let a cursor find its place when rows have come or gone."""
    keys = keys if keys is not None else _Places(len(rows))
    limit = page_size(call)
    begin, end = _window(call, keys, limit)
    page = list(rows[begin:end])
    document: dict[str, Any] = {"data": page}
    if call.empty_page and len(rows):
        document["data"], end = [], begin
    if page or (call.empty_page and len(rows)):
        first, last = (begin, end - 1) if end > begin else (begin, begin - 1)
        document["paging"] = {"cursors": {"before": _cursor(keys, first), "after": _cursor(keys, last)}}
        if end < len(rows):
            document["paging"]["next"] = _page_url(call, "after", _cursor(keys, last))
        if begin > 0:
            document["paging"]["previous"] = _page_url(call, "before", _cursor(keys, first))
    if (call.params.text("summary") or "").lower() in ("true", "1"):
        document["summary"] = {"total_count": len(rows)}
    return document


class _Places(Sequence[str]):
    """Keys of rows that have none of their own: their places."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return str(range(self._length)[index])

    def __contains__(self, key: object) -> bool:
        return str(key).isdigit() and int(str(key)) < self._length


def page_size(call: Call) -> int:
    """The wanted length of a page."""
    limit = call.params.whole("limit")
    if limit is None:
        return DEFAULT_LIMIT
    if limit < 1:
        raise bad_param("limit", "a positive integer")
    return min(limit, LARGEST_LIMIT)


def _window(call: Call, keys: Sequence[str], limit: int) -> tuple[int, int]:
    after, before = call.params.text("after"), call.params.text("before")
    if after:
        begin = _place(keys, after) + 1
        return begin, min(begin + limit, len(keys))
    if before:
        end = _place(keys, before)
        return max(0, end - limit), end
    return 0, min(limit, len(keys))


def _cursor(keys: Sequence[str], index: int) -> str:
    key = keys[index] if 0 <= index < len(keys) else ""
    return base64.urlsafe_b64encode(f"{index}|{key}".encode()).decode()


def _place(keys: Sequence[str], cursor: str) -> int:
    try:
        index_text, key = base64.urlsafe_b64decode(cursor.encode()).decode().split("|", 1)
        index = int(index_text)
    except (ValueError, binascii.Error):
        raise GraphError(2642, "(#2642) Invalid cursors values", reason="Invalid cursors values") from None
    if 0 <= index < len(keys) and keys[index] == key:
        return index
    return keys.index(key) if key in keys else min(index, len(keys))


def _page_url(call: Call, direction: str, cursor: str) -> str:
    values = {name: value for name, value in call.params.raw().items() if name not in ("after", "before")}
    values["access_token"] = call.token.value
    values[direction] = cursor
    return f"{call.base_url}/{VERSION}/{call.path}?{urlencode(values)}"
