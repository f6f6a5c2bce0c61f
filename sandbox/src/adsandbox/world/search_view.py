"""From where a search account's delivered rows are looked at: the instant, its keywords, what converts."""

from __future__ import annotations

from typing import Any

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.search_report import Knowledge
from adsandbox.market.search_split import Texts
from adsandbox.market.search_terms import text_key
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.search_build import actions_of, match_index
from adsandbox.world.search_nodes import resource_of
from adsandbox.world.store import Store
from adsandbox.world.zones import day_start, zone_of


def search_knowledge(store: Store, customer: Node, rows: Rows, now: float) -> Knowledge:
    """What `market.search_report.report` needs beside the rows themselves."""
    zone = zone_of(customer)
    days, of_row = np.unique(rows["day"], return_inverse=True)
    begins = np.array([day_start(day, zone) for day in days.tolist()], dtype=np.float64)
    return Knowledge(
        now=now,
        day_begins=begins[of_row.ravel()],
        texts=_texts(store.nodes(Kind.CRITERION, customer.id)),
        actions=actions_of(store.nodes(Kind.CONVERSION_ACTION, customer.id)),
    )


def _texts(criteria: list[Node]) -> Texts:
    """Every keyword that there ever was, removed ones too: their rows are still reported."""
    keywords = ((int(node.id), resource_of(node)) for node in criteria if _is_keyword(resource_of(node)))
    columns = sorted((number, text_key(r["keyword"]["text"]), match_index(r)) for number, r in keywords)
    ids, keys, match = np.array(columns, dtype=np.int64).reshape(len(columns), 3).T
    return Texts(ids, keys, match)


def _is_keyword(resource: dict[str, Any]) -> bool:
    return "keyword" in resource and not resource.get("negative")
