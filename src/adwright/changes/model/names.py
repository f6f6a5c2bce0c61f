"""What people call what a change speaks of: nodes, and what an account knows by number. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from adwright.campaigns.model import DesiredCampaign
from adwright.changes.fields import NAMED_PARTS, Field, Part, parts
from adwright.changes.model.patch import DesiredNode, NodeRef, name_of, nodes_of


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the place of ids.

    Attributes:
        nodes: what the campaign and what is below it are called, each told apart from its like.
        by_number: what pages, Instagram accounts and forms are called, by the platform's ids.
    """

    nodes: Mapping[UUID, str]
    by_number: Mapping[str, str]

    @classmethod
    def of(cls, campaign: DesiredCampaign, by_number: Mapping[str, str]) -> Names:
        """Name the nodes of a tree; the platform's id stands after a name that several of a level have."""
        names = [(level, node, name_of(node)) for level, node in nodes_of(campaign)]
        alike = Counter((level, name) for level, _, name in names)
        return cls(
            {node.id: _apart(node, name) if alike[level, name] > 1 else name for level, node, name in names},
            by_number,
        )

    def of_node(self, node: NodeRef) -> str:
        """Return what a node is called; one that is not of the tree has the name that it brings along."""
        return self.nodes.get(node.id) or node.name

    def called(self, node: NodeRef) -> str:
        """Return a node in a sentence: what it is and its name."""
        return replace(node, name=self.of_node(node)).called

    def parts(self, field: Field, before: Any, after: Any) -> tuple[Part, ...]:
        """Return what differs between two values of a field, part by part in words."""
        return self.said(parts(field, before, after))

    def said(self, found: Iterable[Part]) -> tuple[Part, ...]:
        """Return parts with names in the place of ids, where the account knows them."""
        return tuple(
            (part, self._said(one), self._said(other)) if part in NAMED_PARTS else (part, one, other)
            for part, one, other in found
        )

    def _said(self, text: str | None) -> str | None:
        return None if text is None else self.by_number.get(text, text)


def _apart(node: DesiredNode, name: str) -> str:
    return f"{name} ({node.external_id})" if node.external_id not in (None, name) else name
