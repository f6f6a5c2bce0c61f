"""The `filtering` parameter and the rule that archived and deleted objects are hidden unless asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from adsandbox.meta.call import Call
from adsandbox.meta.errors import GraphError, bad_param
from adsandbox.meta.listing import list_nodes
from adsandbox.meta.statuses import delivery_info, effective_status
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import GONE

OPERATORS = frozenset(
    {
        "EQUAL",
        "NOT_EQUAL",
        "GREATER_THAN",
        "GREATER_THAN_OR_EQUAL",
        "LESS_THAN",
        "LESS_THAN_OR_EQUAL",
        "IN",
        "NOT_IN",
        "IN_RANGE",
        "NOT_IN_RANGE",
        "CONTAIN",
        "NOT_CONTAIN",
        "ANY",
        "ALL",
        "NONE",
        "STARTS_WITH",
    }
)
_PREFIXES = {
    "campaign": Kind.CAMPAIGN,
    "campaign_group": Kind.CAMPAIGN,
    "adset": Kind.AD_SET,
    "ad": Kind.AD,
    "adgroup": Kind.AD,
}


def list_filtered(call: Call, nodes: list[Node]) -> dict[str, Any]:
    """A page of campaigns, ad sets, ads or creatives after all filters, the newest first."""
    conditions = read_filtering(call)
    wanted = call.params.names("effective_status")
    status_filtered = bool(wanted) or any(
        c["field"].endswith(("effective_status", "delivery_info")) for c in conditions
    )
    kept = []
    for node in reversed(nodes):
        effective = effective_status(call, node)
        if wanted and effective not in wanted:
            continue
        if not status_filtered and effective in GONE:
            continue
        if all(matches(condition, _value(call, node, condition["field"])) for condition in conditions):
            kept.append(node)
    return list_nodes(call, kept)


def read_filtering(call: Call) -> list[dict[str, Any]]:
    """The conditions of a call, each with field, operator and value."""
    conditions = call.params.document("filtering", list) or []
    for condition in conditions:
        if not isinstance(condition, dict) or not {"field", "operator"} <= set(condition):
            raise bad_param("filtering", "an array of {field, operator, value}")
        if condition["operator"] not in OPERATORS:
            raise bad_param("filtering", f"given with an operator out of {{{', '.join(sorted(OPERATORS))}}}")
        condition["field"] = str(condition["field"])
    return conditions


def matches(condition: dict[str, Any], value: Any) -> bool:
    """Whether a value satisfies a condition."""
    wanted = condition.get("value")
    operator = condition["operator"]
    if isinstance(wanted, str) and wanted.startswith("["):
        try:
            wanted = json.loads(wanted)
        except ValueError:
            raise bad_param("filtering", "given with a valid value") from None
    return _COMPARE[operator](value, wanted)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(item) for item in values if item is not None]


def _contains(value: Any, wanted: Any) -> bool:
    found = [item.lower() for item in _texts(value)]
    return any(part.lower() in item for part in _texts(wanted) for item in found)


def _in_range(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, list) or len(wanted) != 2:
        raise bad_param("filtering", "given with two values for a range")
    return _number(wanted[0]) <= _number(value) <= _number(wanted[1])


def _same(value: Any, wanted: Any) -> bool:
    numbers = _number(value), _number(wanted)
    return str(value) == str(wanted) or (numbers[0] == numbers[1])


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "EQUAL": _same,
    "NOT_EQUAL": lambda value, wanted: not _same(value, wanted),
    "GREATER_THAN": lambda value, wanted: _number(value) > _number(wanted),
    "GREATER_THAN_OR_EQUAL": lambda value, wanted: _number(value) >= _number(wanted),
    "LESS_THAN": lambda value, wanted: _number(value) < _number(wanted),
    "LESS_THAN_OR_EQUAL": lambda value, wanted: _number(value) <= _number(wanted),
    "IN": lambda value, wanted: bool(set(_texts(value)) & set(_texts(wanted))),
    "NOT_IN": lambda value, wanted: not set(_texts(value)) & set(_texts(wanted)),
    "ANY": lambda value, wanted: bool(set(_texts(value)) & set(_texts(wanted))),
    "ALL": lambda value, wanted: set(_texts(wanted)) <= set(_texts(value)),
    "NONE": lambda value, wanted: not set(_texts(value)) & set(_texts(wanted)),
    "CONTAIN": _contains,
    "NOT_CONTAIN": lambda value, wanted: not _contains(value, wanted),
    "STARTS_WITH": lambda value, wanted: str(value).lower().startswith(str(wanted).lower()),
    "IN_RANGE": _in_range,
    "NOT_IN_RANGE": lambda value, wanted: not _in_range(value, wanted),
}


def _value(call: Call, node: Node, field: str) -> Any:
    prefix, _, name = field.rpartition(".")
    target: Node | None = node
    if prefix:
        kind = _PREFIXES.get(prefix)
        if kind is None:
            raise GraphError(100, f"(#100) Filtering field {field} with operation is not supported")
        target = _ancestor(call, node, kind)
    if target is None or name not in _FILTERABLE:
        raise GraphError(100, f"(#100) Filtering field {field} with operation is not supported")
    return _FILTERABLE[name](call, target)


def _ancestor(call: Call, node: Node, kind: Kind) -> Node | None:
    current: Node | None = node
    while current is not None and current.kind is not kind:
        current = call.world.store.node(current.parent_id) if current.parent_id else None
    return current


_FILTERABLE: dict[str, Callable[[Call, Node], Any]] = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "status": lambda call, node: node.status,
    "configured_status": lambda call, node: node.status,
    "effective_status": effective_status,
    "delivery_info": delivery_info,
    "delivery_status": lambda call, node: effective_status(call, node).lower(),
    "objective": lambda call, node: node.fields.get("objective"),
    "optimization_goal": lambda call, node: node.fields.get("optimization_goal"),
    "adlabels": lambda call, node: node.fields.get("adlabels", []),
    "created_time": lambda call, node: node.created,
    "updated_time": lambda call, node: node.updated,
    "daily_budget": lambda call, node: node.fields.get("daily_budget", 0),
    "lifetime_budget": lambda call, node: node.fields.get("lifetime_budget", 0),
}
