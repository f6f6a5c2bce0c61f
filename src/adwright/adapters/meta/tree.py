"""The campaign tree as it stands on Meta."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import reading, writing
from adwright.adapters.meta.graph import Graph
from adwright.adapters.meta.locales import Locales
from adwright.campaigns.audience_size import AudienceSize
from adwright.campaigns.model import Activity, ObservedNode, ObservedTree, Targeting
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


# Meta's names of the fields in an activity's details.
_FIELDS = {
    "name": "name",
    "status": "state",
    "daily_budget": "budget",
    "lifetime_budget": "budget",
    "spend_cap": "spend_cap",
    "bid_amount": "bid_amount",
    "bid_strategy": "bid_strategy",
    "targeting": "targeting",
    "start_time": "start_at",
    "end_time": "end_at",
    "dsa_beneficiary": "declaration",
    "dsa_payor": "declaration",
    "special_ad_categories": "special_ad_categories",
    "creative_id": "creative",
    "degrees_of_freedom_spec": "creative",
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

    async def audience_size(self, access: AccountAccess, targeting: Targeting) -> AudienceSize | None:
        """Ask Meta how many people a targeting describes; None while it is not ready to say."""
        locales = await self._locales.keys(access.token, targeting.languages)
        params = {"targeting_spec": writing.targeting(targeting, locales)}
        reply = await self._graph.get(access.token, (access.external_id, "reachestimate"), params)
        told = reply.body.get("data") or {}
        lower, upper = (int(told.get(f"users_{bound}_bound", -1)) for bound in ("lower", "upper"))
        ready = told.get("estimate_ready", True) and 0 <= lower <= upper
        return AudienceSize(lower, upper) if ready else None

    async def activities(self, access: AccountAccess, since: datetime) -> Sequence[Activity]:
        """Return who edited what, newest first; one entry for each field."""
        rows = await self._graph.every(
            access.token,
            (access.external_id, "activities"),
            {
                "fields": "event_time,actor_name,object_id,extra_data",
                "since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S%z"),
            },
        )
        return [activity for row in rows for activity in _activities(row)]


def _activities(row: Mapping[str, Any]) -> list[Activity]:
    at = datetime.strptime(str(row["event_time"]), "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    actor = str(row.get("actor_name") or "Meta")
    fields = {_FIELDS.get(name) for name in _details(row)} or {None}
    return [Activity(str(row["object_id"]), field, at, actor) for field in sorted(fields, key=str)]


def _details(row: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found = json.loads(row.get("extra_data") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
