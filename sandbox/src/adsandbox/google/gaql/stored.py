"""The messages that nodes hold."""

from __future__ import annotations

from typing import Any

from adsandbox.google.gaql.catalogue import row_class
from adsandbox.google.messages import from_document
from adsandbox.world.nodes import Node


class Messages:
    """Messages of nodes, kept as long as the nodes stay as they are: reading them from JSON takes long."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[dict[str, Any], Any]] = {}

    def copy(self, node: Node, resource: str) -> Any:
        """A fresh copy of the node's message."""
        document = node.fields["resource"]
        kept = self._kept.get(node.id)
        if kept is None or kept[0] != document:
            kept = self._kept[node.id] = document, from_document(_type_of(resource), document)
        made = type(kept[1])()
        made.CopyFrom(kept[1])
        return made


def _type_of(resource: str) -> str:
    return f"resources.{row_class().DESCRIPTOR.fields_by_name[resource].message_type.name}"
