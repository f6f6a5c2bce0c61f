"""Insights: what was delivered, as Meta reports it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np

from adsandbox.market.cells import BREAKDOWNS, HOURLY
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Ints
from adsandbox.market.people import Targeting
from adsandbox.market.purposes import Economics
from adsandbox.meta.call import Call, edge
from adsandbox.meta.filtering import matches
from adsandbox.meta.insights_columns import Columns
from adsandbox.meta.insights_names import Names, attribution_windows
from adsandbox.meta.insights_query import AUDIENCE_HOURLY, Query, read_query
from adsandbox.meta.insights_sums import Parts, count_parts, sum_groups
from adsandbox.meta.insights_table import Joined, Row, Table, metric_conditions
from adsandbox.meta.listing import list_rows
from adsandbox.meta.statuses import delivery_info, effective_status
from adsandbox.world.currency import minor_units
from adsandbox.world.feed_build import market_targeting
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import day_start, local_day, zone_of

COLUMN = {"campaign": "campaign", "adset": "ad_set", "ad": "ad"}
LEVEL_OF = {Kind.ACCOUNT: "account", Kind.CAMPAIGN: "campaign", Kind.AD_SET: "adset", Kind.AD: "ad"}
_FRESH_SECONDS = 60.0
_KEPT_ANSWERS = 4
# The zone of most people of a country, for hours as they see them.
_ZONE_OF_COUNTRY = {
    "US": "America/Chicago", "GB": "Europe/London", "IE": "Europe/Dublin", "PT": "Europe/Lisbon",
    "CA": "America/Toronto", "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "BR": "America/Sao_Paulo",
    "MX": "America/Mexico_City", "AR": "America/Buenos_Aires", "CL": "America/Santiago",
    "CO": "America/Bogota", "IN": "Asia/Kolkata", "ID": "Asia/Jakarta", "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul", "TW": "Asia/Taipei", "TH": "Asia/Bangkok", "VN": "Asia/Ho_Chi_Minh",
    "PH": "Asia/Manila", "ZA": "Africa/Johannesburg", "TR": "Europe/Istanbul", "FI": "Europe/Helsinki",
}  # fmt: skip
_CENTRAL_EUROPE = "Europe/Berlin"


@dataclass(frozen=True)
class Moment:
    """The instant an answer is of. `today` are the rows of its unfinished day if they were kept then."""

    instant: float
    today: Rows | None = None


@dataclass(frozen=True)
class Answer:
    """All rows, and the summary if one was asked for."""

    rows: Sequence[Row]
    summary: Row | None


_answers: WeakKeyDictionary[World, OrderedDict[tuple[Any, ...], Answer]] = WeakKeyDictionary()


@edge(Kind.ACCOUNT, "insights")
@edge(Kind.CAMPAIGN, "insights")
@edge(Kind.AD_SET, "insights")
@edge(Kind.AD, "insights")
def read_insights(call: Call, node: Node) -> dict[str, Any]:
    """Insights of an account, a campaign, an ad set or an ad."""
    call.need_read()
    query = read_query(call, call.account_of(node), LEVEL_OF[node.kind])
    fresh = (call.world.version, int(call.now // _FRESH_SECONDS))
    return page_of_answer(call, node, query, Moment(call.now), fresh)


def page_of_answer(
    call: Call, node: Node, query: Query, moment: Moment, fresh: tuple[Any, ...]
) -> dict[str, Any]:
    """The page of rows that a call asks for; pages of one answer are cut from the same rows while `fresh`
    stays the same.
    """
    kept = _answers.setdefault(call.world, OrderedDict())
    key = (*fresh, node.id, repr(query))
    if key not in kept:
        kept[key] = compute_answer(call, call.account_of(node), node, query, moment)
        while len(kept) > _KEPT_ANSWERS:
            kept.popitem(last=False)
    kept.move_to_end(key)
    without_summary = call.params.raw()
    without_summary.pop("summary", None)
    paged = call.with_params(without_summary)
    paged.empty_page = call.empty_page
    document = list_rows(paged, kept[key].rows)
    if kept[key].summary is not None:
        document["summary"] = kept[key].summary
    return document


def compute_answer(call: Call, account: Node, node: Node, query: Query, moment: Moment) -> Answer:
    """The rows of all periods asked for."""
    tables, summary = [], None
    for since, until in query.ranges or ((query.since, query.until),):
        table, summary = _table(call, account, node, replace(query, since=since, until=until), moment)
        tables.append(table)
    return Answer(tables[0] if len(tables) == 1 else Joined(tables), summary)


def _table(call: Call, account: Node, node: Node, query: Query, moment: Moment) -> tuple[Table, Row | None]:
    rows = _delivered(call, account, node, query, moment)
    parts = _counted(call, account, rows, query, moment)
    names = tuple(name for name in (*BREAKDOWNS, AUDIENCE_HOURLY) if name in query.breakdowns)
    keys, group = np.unique(_group_keys(parts, query), axis=0, return_inverse=True)
    table = Table(
        query, _columns(call, account, query, parts, keys, group.ravel()), keys, parts.labels, names
    )
    if query.summary is None:
        return table, None
    whole = replace(query, level="account", increment="all_days", conditions=(), sort=())
    one = np.zeros((min(len(rows), 1), 3), np.int64)
    columns = _columns(call, account, whole, parts, one, np.zeros(len(parts.rows), np.int64))
    total = Table(whole, columns, one, [()], ())
    days = {"date_start": _written(query.since), "date_stop": _written(query.until)}
    return table, total.rows(np.arange(len(one)), query.summary)[0] if len(one) else days


def _columns(call: Call, account: Node, query: Query, parts: Parts, keys: Ints, group: Ints) -> Columns:
    by_hour_or_place = bool({HOURLY, AUDIENCE_HOURLY, "region"} & set(query.breakdowns))
    sums = sum_groups(parts, group, len(keys), query.windows, off_platform=not by_hour_or_place)
    if {HOURLY, AUDIENCE_HOURLY} & set(query.breakdowns):
        sums = replace(sums, reach=np.zeros(len(keys), np.int64))
    read = {*query.fields, *(query.summary or ()), *(field for field, _ in query.sort)}
    read |= {condition["field"] for condition in metric_conditions(query)}
    names = Names(call, account, np.unique(keys[:, 1]).tolist(), frozenset(read))
    return Columns(query, names, sums, keys, minor_units(account.fields["currency"]))


def _delivered(call: Call, account: Node, node: Node, query: Query, moment: Moment) -> Rows:
    today = local_day(moment.instant, zone_of(account))
    if moment.today is None:
        rows = call.world.rows(account, query.since, min(query.until, today))
    else:
        rows = call.world.rows(account, query.since, min(query.until, today - 1))
        if query.since <= today <= query.until:
            rows = np.concatenate([rows, moment.today])
    rows = rows[rows["impressions"] > 0]
    if node.kind is not Kind.ACCOUNT:
        rows = rows[rows[COLUMN[LEVEL_OF[node.kind]]] == int(node.id)]
    for condition in query.conditions:
        level, _, name = condition["field"].partition(".")
        if level in COLUMN and name in ENTITY_FIELDS:
            rows = rows[_matching(call, rows, COLUMN[level], name, condition)]
    return rows


ENTITY_FIELDS: dict[str, Callable[[Call, Node], Any]] = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "effective_status": effective_status,
    "delivery_info": delivery_info,
    "objective": lambda call, node: node.fields.get("objective"),
    "optimization_goal": lambda call, node: node.fields.get("optimization_goal"),
}


def _matching(call: Call, rows: Rows, column: str, name: str, condition: dict[str, Any]) -> Ints:
    allowed = []
    for entity in np.unique(rows[column]).tolist():
        node = call.world.store.node(str(entity))
        if node is not None and matches(condition, ENTITY_FIELDS[name](call, node)):
            allowed.append(entity)
    return np.flatnonzero(np.isin(rows[column], np.array(allowed, dtype=np.int64)))


def _counted(call: Call, account: Node, rows: Rows, query: Query, moment: Moment) -> Parts:
    zone = zone_of(account)
    days = np.unique(rows["day"]).tolist()
    ages = {day: (moment.instant - day_start(day, zone)) / 86_400.0 for day in days}
    attribution: dict[int, tuple[str, ...]] = {}
    targetings: dict[int, Targeting] = {}
    for ad_set in np.unique(rows["ad_set"]).tolist():
        node = call.world.store.node(str(ad_set))
        if node is not None:
            attribution[ad_set] = attribution_windows(node)
            targetings[ad_set] = market_targeting(node)
    units = float(minor_units(account.fields["currency"]))
    economics = Economics(**account.fields["economics"])
    wanted = query.breakdowns
    if AUDIENCE_HOURLY in wanted:
        wanted = ("country", HOURLY)
    parts = count_parts(rows, call.world.luck, ages, units, attribution, targetings, economics, wanted)
    return _in_audience_time(parts, zone, query) if AUDIENCE_HOURLY in query.breakdowns else parts


def _in_audience_time(parts: Parts, zone: ZoneInfo, query: Query) -> Parts:
    """Cells of country and hour as hours of the people there."""
    noon = datetime.combine(date.fromordinal(query.until), datetime.min.time().replace(hour=12))
    labels: dict[tuple[str, ...], int] = {}
    moved = []
    for country, hours in parts.labels:
        there = ZoneInfo(_ZONE_OF_COUNTRY.get(country, _CENTRAL_EUROPE))
        ahead = noon.replace(tzinfo=zone).timestamp() - noon.replace(tzinfo=there).timestamp()
        hour = (int(hours[:2]) + round(ahead / 3600.0)) % 24
        moved.append(labels.setdefault((f"{hour:02d}:00:00 - {hour:02d}:59:59",), len(labels)))
    label = np.array(moved, dtype=np.int64)[parts.label] if moved else parts.label
    return replace(parts, labels=list(labels) or [()], label=label)


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


def _written(day: int) -> str:
    return date.fromordinal(day).isoformat()
