"""Insights: what was delivered, as Meta reports it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Ints
from adsandbox.market.people import Targeting
from adsandbox.market.purposes import Economics
from adsandbox.meta.call import Call, edge
from adsandbox.meta.filtering import matches
from adsandbox.meta.insights_query import Query, read_query
from adsandbox.meta.insights_rows import RowWriter, attribution_windows
from adsandbox.meta.insights_sums import Parts, Sums, count_parts, sum_groups
from adsandbox.meta.listing import list_rows
from adsandbox.meta.statuses import effective_status
from adsandbox.world.currency import minor_units
from adsandbox.world.feed_build import market_targeting
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import day_start, local_day, zone_of

_Answer = tuple[list[dict[str, Any]], dict[str, Any] | None]
_FRESH_SECONDS = 60.0
_latest: WeakKeyDictionary[World, tuple[tuple[Any, ...], _Answer]] = WeakKeyDictionary()
COLUMN = {"campaign": "campaign", "adset": "ad_set", "ad": "ad"}
_KIND_LEVEL = {Kind.ACCOUNT: "account", Kind.CAMPAIGN: "campaign", Kind.AD_SET: "adset", Kind.AD: "ad"}


@edge(Kind.ACCOUNT, "insights")
@edge(Kind.CAMPAIGN, "insights")
@edge(Kind.AD_SET, "insights")
@edge(Kind.AD, "insights")
def read_insights(call: Call, node: Node) -> dict[str, Any]:
    """Insights of an account, a campaign, an ad set or an ad."""
    call.need_read()
    return answer_insights(call, node)


def answer_insights(call: Call, node: Node) -> dict[str, Any]:
    """The page of rows that an insights request asks for, with its summary."""
    account = call.account_of(node)
    query = read_query(call, account, _KIND_LEVEL[node.kind])
    rows, summary = _remembered_rows(call, account, node, query)
    call_without_summary = call.params.raw()
    call_without_summary.pop("summary", None)
    paged = call.with_params(call_without_summary)
    paged.empty_page = call.empty_page
    document = list_rows(paged, rows)
    if summary is not None:
        document["summary"] = summary
    return document


def _remembered_rows(call: Call, account: Node, node: Node, query: Query) -> _Answer:
    """All rows of the answer; the pages of one request are cut from the same rows."""
    key = (call.world.version, int(call.now // _FRESH_SECONDS), node.id, repr(query))
    known = _latest.get(call.world)
    if known is None or known[0] != key:
        known = _latest[call.world] = (key, compute_rows(call, account, node, query))
    return known[1]


def compute_rows(call: Call, account: Node, node: Node, query: Query) -> _Answer:
    """All rows of the answer, and the summary if one was asked for."""
    rows = _delivered(call, account, node, query)
    parts = _counted(call, account, rows, query)
    writer = RowWriter(call, account, query)
    keys = _group_keys(parts, query)
    distinct, group = np.unique(keys, axis=0, return_inverse=True)
    sums = sum_groups(parts, group.ravel(), len(distinct))
    documents = [
        writer.row(_entity(key, query), _bucket(key, query), _labels(key, parts), sums, index)
        for index, key in enumerate(distinct.tolist())
    ]
    kept = [
        row for row in documents if all(_passes(condition, row) for condition in _metric_conditions(query))
    ]
    for field, descending in reversed(query.sort):
        kept.sort(key=lambda row: _sortable(row, field), reverse=descending)
    return [writer.shown(row) for row in kept], _summary(parts, query, writer)


def _delivered(call: Call, account: Node, node: Node, query: Query) -> Rows:
    today = local_day(call.now, zone_of(account))
    rows = call.world.rows(account, query.since, min(query.until, today))
    rows = rows[rows["impressions"] > 0]
    if node.kind is not Kind.ACCOUNT:
        rows = rows[rows[COLUMN[_KIND_LEVEL[node.kind]]] == int(node.id)]
    for condition in query.conditions:
        level, _, name = condition["field"].partition(".")
        if level in COLUMN and name in _ENTITY_FIELDS:
            rows = rows[_matching(call, rows, COLUMN[level], name, condition)]
    return rows


_ENTITY_FIELDS: dict[str, Callable[[Call, Node], Any]] = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "effective_status": effective_status,
    "delivery_info": lambda call, node: effective_status(call, node).lower(),
    "objective": lambda call, node: node.fields.get("objective"),
    "optimization_goal": lambda call, node: node.fields.get("optimization_goal"),
}


def _matching(call: Call, rows: Rows, column: str, name: str, condition: dict[str, Any]) -> Ints:
    allowed = []
    for entity in np.unique(rows[column]).tolist():
        node = call.world.store.node(str(entity))
        if node is not None and matches(condition, _ENTITY_FIELDS[name](call, node)):
            allowed.append(entity)
    return np.flatnonzero(np.isin(rows[column], np.array(allowed, dtype=np.int64)))


def _metric_conditions(query: Query) -> list[dict[str, Any]]:
    return [
        c
        for c in query.conditions
        if not (c["field"].partition(".")[0] in COLUMN and "." in c["field"]) and c["field"] != "action_type"
    ]


def _passes(condition: dict[str, Any], row: dict[str, Any]) -> bool:
    return matches(condition, row.get(condition["field"], 0))


def _counted(call: Call, account: Node, rows: Rows, query: Query) -> Parts:
    zone = zone_of(account)
    ages = {day: (call.now - day_start(day, zone)) / 86_400.0 for day in np.unique(rows["day"]).tolist()}
    attribution: dict[int, tuple[str, ...]] = {}
    targetings: dict[int, Targeting] = {}
    for ad_set in np.unique(rows["ad_set"]).tolist():
        node = call.world.store.node(str(ad_set))
        if node is not None:
            attribution[ad_set] = attribution_windows(node)
            targetings[ad_set] = market_targeting(node)
    units = float(minor_units(account.fields["currency"]))
    economics = Economics(**account.fields["economics"])
    return count_parts(
        rows, call.world.luck, ages, units, attribution, targetings, economics, query.breakdowns
    )


def _group_keys(parts: Parts, query: Query) -> Ints:
    rows = parts.rows
    days = rows["day"].astype(np.int64)
    if query.increment == "all_days":
        bucket = np.zeros(len(rows), np.int64)
    elif query.increment == "monthly":
        months = {
            day: date.fromordinal(day).year * 12 + date.fromordinal(day).month for day in set(days.tolist())
        }
        bucket = np.array([months[day] for day in days.tolist()], dtype=np.int64)
    else:
        bucket = (days - query.since) // int(query.increment)
    entity = np.zeros(len(rows), np.int64) if query.level == "account" else rows[COLUMN[query.level]]
    return np.stack([bucket, entity, parts.label], axis=1)


def _entity(key: list[int], query: Query) -> str | None:
    return None if query.level == "account" else str(key[1])


def _labels(key: list[int], parts: Parts) -> tuple[str, ...]:
    return parts.labels[key[2]]


def _bucket(key: list[int], query: Query) -> tuple[int, int]:
    """First and last day of a group's period."""
    if query.increment == "all_days":
        return query.since, query.until
    if query.increment == "monthly":
        year, month = divmod(key[0] - 1, 12)
        first = date(year, month + 1, 1)
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return max(first.toordinal(), query.since), min(following.toordinal() - 1, query.until)
    step = int(query.increment)
    begin = query.since + key[0] * step
    return begin, min(begin + step - 1, query.until)


def _sortable(row: dict[str, Any], field: str) -> tuple[int, float, str]:
    value: Any = row.get(field)
    try:
        return 1, float(value), ""
    except (TypeError, ValueError):
        return 0, 0.0, str(value or "")


def _summary(parts: Parts, query: Query, writer: RowWriter) -> dict[str, Any] | None:
    if query.summary is None:
        return None
    if not len(parts.rows):
        return {
            "date_start": date.fromordinal(query.since).isoformat(),
            "date_stop": date.fromordinal(query.until).isoformat(),
        }
    sums: Sums = sum_groups(parts, np.zeros(len(parts.rows), np.int64), 1)
    return writer.shown(writer.row(None, (query.since, query.until), (), sums, 0), query.summary)
