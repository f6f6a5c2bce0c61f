"""Export: everything that a market holds, as one document that other programs can read."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from adsandbox.clock import iso_utc
from adsandbox.control.customers import customer_exports
from adsandbox.market.delay import SETTLED_DAYS
from adsandbox.market.delivery import Rows
from adsandbox.market.purposes import Outcome
from adsandbox.market.report import conversions_by_now
from adsandbox.world.currency import minor_units
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import day_start, local_day, zone_of

_OBJECTS = (
    Kind.BUSINESS, Kind.PAGE, Kind.PIXEL, Kind.CAMPAIGN, Kind.AD_SET, Kind.AD, Kind.CREATIVE, Kind.IMAGE,
    Kind.LABEL,
)  # fmt: skip
_COUNTS = ("impressions", "clicks", "link_clicks", "landing_views", "video_views")


def export(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Accounts, objects, activities and daily delivery of every ad; no tokens and no secrets."""
    if body:
        raise ValueError("An export takes no fields.")
    return {
        "now": iso_utc(world.now()),
        "seed": world.luck.seed,
        "scenario": world.scenario.name,
        "accounts": [_account(world, account) for account in world.store.nodes(Kind.ACCOUNT)],
        "google_customers": customer_exports(world),
    }


def _account(world: World, account: Node) -> dict[str, Any]:
    zone = zone_of(account)
    rows = world.rows(account, local_day(account.created, zone), local_day(world.now(), zone))
    nodes = {f"{kind}s": world.store.nodes(kind, account.id) for kind in _OBJECTS[1:]}
    business = world.store.node(account.parent_id)
    return {
        **_node(account),
        "business": _node(business) if business else None,
        **{name: [_node(node) for node in found] for name, found in nodes.items()},
        "activities": [
            {"time": iso_utc(instant), **fields}
            for instant, fields in world.store.activities(account.id, 0.0, world.now() + 1.0)
        ],
        "delivery": _delivery(world, account, rows),
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "parent_id": node.parent_id,
        "created": iso_utc(node.created),
        "updated": iso_utc(node.updated),
        **node.fields,
    }


def _delivery(world: World, account: Node, rows: Rows) -> list[dict[str, Any]]:
    """One entry per ad and day; conversions as reported by now, and as they will be in the end."""
    zone, units = zone_of(account), float(minor_units(account.fields["currency"]))
    ages = np.array([(world.now() - day_start(day, zone)) / 86_400.0 for day in rows["day"].tolist()])
    counts = {}
    for name, age in (("conversions", ages), ("conversions_final", np.full(len(rows), SETTLED_DAYS + 1.0))):
        found = conversions_by_now(rows, world.luck, age, units)
        counts[name] = np.bincount(found.row, minlength=len(rows)).tolist()
    return [
        {
            "date": date.fromordinal(int(row["day"])).isoformat(),
            **{level: str(int(row[level])) for level in ("campaign", "ad_set", "ad")},
            "spend_minor": int(row["spend"]),
            **{name: int(row[name]) for name in _COUNTS},
            "outcome": Outcome(int(row["outcome"])).name.lower(),
            **{name: numbers[index] for name, numbers in counts.items()},
        }
        for index, row in enumerate(rows)
    ]
