"""The campaign tree as it stands on Meta."""

from __future__ import annotations

from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import reading
from adwright.adapters.meta.graph import Graph
from adwright.adapters.meta.locales import Locales
from adwright.campaigns.model import ObservedNode, ObservedTree
from adwright.core.clock import Clock
from adwright.platforms.model import Level

_EDGES = {Level.CAMPAIGN: "campaigns", Level.AD_GROUP: "adsets", Level.AD: "ads"}

# Edges hide what is archived or deleted unless it is asked for by status.
_STATUSES = {
    Level.CAMPAIGN: ("ACTIVE", "PAUSED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES"),
    Level.AD_GROUP: ("ACTIVE", "PAUSED", "ARCHIVED", "CAMPAIGN_PAUSED", "IN_PROCESS", "WITH_ISSUES"),
    Level.AD: (
        "ACTIVE",
        "PAUSED",
        "ARCHIVED",
        "CAMPAIGN_PAUSED",
        "ADSET_PAUSED",
        "DISAPPROVED",
        "PENDING_REVIEW",
        "PREAPPROVED",
        "PENDING_BILLING_INFO",
        "IN_PROCESS",
        "WITH_ISSUES",
    ),
}


class MetaTree:
    """Meta's side of `campaigns.ports.PlatformTree`."""

    def __init__(self, graph: Graph, locales: Locales, clock: Clock) -> None:
        self._graph = graph
        self._locales = locales
        self._clock = clock

    async def read_tree(self, access: AccountAccess) -> ObservedTree:
        """Read every campaign, ad set and ad of an account, archived ones included."""
        seen_at = self._clock.now()
        nodes: list[ObservedNode] = []
        for level, edge in _EDGES.items():
            rows = await self._graph.every(
                access.token,
                (access.external_id, edge),
                {"fields": reading.FIELDS[level], "effective_status": list(_STATUSES[level])},
            )
            targeted = any((row.get("targeting") or {}).get("locales") for row in rows)
            languages = await self._locales.languages(access.token) if targeted else {}
            nodes.extend(reading.node(level, row, access.currency, languages) for row in rows)
        return ObservedTree(seen_at=seen_at, nodes=tuple(nodes))
