"""How the nodes of Google's objects are read: their resources in protobuf JSON form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.market.search_terms import Negative
from adsandbox.world.nodes import Node

ENABLED = "ENABLED"


def resource_of(node: Node) -> dict[str, Any]:
    """What the API gives of a node."""
    resource: dict[str, Any] = node.fields["resource"]
    return resource


def on(node: Node) -> bool:
    """Whether a node is switched on."""
    return bool(node.fields["status"] == ENABLED)


def budget_id(campaign: Node) -> str:
    """The id of the budget that pays for a campaign."""
    return str(resource_of(campaign).get("campaign_budget", "")).rpartition("/")[2]


def last_number(resource_name: str) -> int:
    """The number at the end of a resource name."""
    return int(resource_name.rpartition("/")[2])


def number(node: Node, name: str) -> float:
    """An amount of a resource; NaN if it is not set."""
    amount = float(resource_of(node).get(name, 0))
    return amount if amount > 0 else np.nan


def instant(text: Any, zone: ZoneInfo, otherwise: float) -> float:
    """A date-time of the account's zone, as seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() if text else otherwise


def as_negative(resource: dict[str, Any]) -> Negative:
    """A negative keyword's words and match type."""
    return Negative(resource["keyword"]["text"], resource["keyword"]["match_type"])


def ids(nodes: Iterable[Node]) -> Ints:
    """The ids of nodes as numbers."""
    return ints(int(node.id) for node in nodes)


def ints(values: Iterable[int]) -> Ints:
    """Whole numbers as a column."""
    return np.array(list(values), dtype=np.int64)


def floats(values: Iterable[Any]) -> Floats:
    """Numbers as a column."""
    return np.array(list(values), dtype=np.float64)
