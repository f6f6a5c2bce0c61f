"""Languages: Meta numbers its locales, and tells the numbers only through its search."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from adwright.adapters.meta.graph import Graph
from adwright.platforms.languages import LANGUAGES


class Locales:
    """The numbers of the languages we know; asked for once, when a language is first used."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._keys: dict[str, int] = {}
        self._lock = asyncio.Lock()

    async def keys(self, token: str, languages: Sequence[str]) -> list[int]:
        """Return Meta's numbers for ISO 639-1 codes; a language that Meta does not have is left out."""
        if not languages:
            return []
        known = await self._load(token)
        return sorted(known[code] for code in languages if code in known)

    async def languages(self, token: str) -> Mapping[int, str]:
        """Return ISO 639-1 codes by Meta's numbers."""
        return {key: code for code, key in (await self._load(token)).items()}

    async def _load(self, token: str) -> Mapping[str, int]:
        async with self._lock:
            if not self._keys:
                for code, name in LANGUAGES.items():
                    reply = await self._graph.get(token, ("search",), {"type": "adlocale", "q": name})
                    key = _best(name, reply.body.get("data") or [])
                    if key is not None:
                        self._keys[code] = key
        return self._keys


def _best(name: str, rows: Sequence[Mapping[str, object]]) -> int | None:
    """Prefer the entry for all variants of a language over one country's."""
    by_name = {str(row["name"]).lower(): int(str(row["key"])) for row in rows}
    for wanted in (f"{name} (all)", name):
        if wanted.lower() in by_name:
            return by_name[wanted.lower()]
    return None
