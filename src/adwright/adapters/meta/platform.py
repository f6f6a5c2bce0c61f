"""Everything Adwright does on Meta, behind one door."""

from __future__ import annotations

from collections.abc import Sequence

from adwright.accounts.ports import AccountAccess, Quota
from adwright.adapters.meta.connector import MetaConnector
from adwright.adapters.meta.executor import MetaExecutor
from adwright.adapters.meta.facts import MetaFacts
from adwright.adapters.meta.graph import DIALOG_URL, GRAPH_URL, Graph
from adwright.adapters.meta.locales import Locales
from adwright.adapters.meta.tree import MetaTree
from adwright.campaigns.model import Interest
from adwright.campaigns.places import Place
from adwright.core.clock import Clock


class MetaPlatform(MetaConnector, MetaTree, MetaFacts, MetaExecutor):
    """Fits Connector, PlatformTree, FactSource and Executor for one Graph address and one app."""

    def __init__(
        self,
        clock: Clock,
        *,
        graph_url: str = GRAPH_URL,
        dialog_url: str = DIALOG_URL,
        app_id: str | None = None,
        app_secret: str | None = None,
        timeout_seconds: float = 60.0,
        quota: Quota | None = None,
    ) -> None:
        graph = Graph(
            graph_url=graph_url,
            app_id=app_id,
            app_secret=app_secret,
            timeout_seconds=timeout_seconds,
            quota=quota,
        )
        locales = Locales(graph)
        MetaConnector.__init__(self, graph, dialog_url=dialog_url)
        MetaTree.__init__(self, graph, locales, clock)
        MetaFacts.__init__(self, graph)
        MetaExecutor.__init__(self, graph, locales)

    async def interests(self, access: AccountAccess, query: str) -> Sequence[Interest]:
        """Search Meta's catalogue of interests. Repeatable."""
        params = {"type": "adinterest", "q": query, "limit": 25}
        reply = await self._graph.get(access.token, ("search",), params)
        rows = reply.body.get("data") or []
        return [Interest(str(row["id"]), str(row["name"])) for row in rows]

    async def places(self, access: AccountAccess, query: str) -> Sequence[Place]:
        """Return none: on Meta whole countries are chosen here."""
        return ()

    async def places_called(self, access: AccountAccess, codes: Sequence[str]) -> Sequence[Place]:
        """Return none: numbers of places are Google's."""
        return ()
