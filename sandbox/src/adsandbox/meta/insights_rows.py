"""Writing insights rows: names, numbers as text, ratios, lists of actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from adsandbox.market.cells import BREAKDOWNS
from adsandbox.meta.call import Call
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.filtering import matches
from adsandbox.meta.insights_query import Query
from adsandbox.meta.insights_sums import ACTION_WINDOWS, Sums
from adsandbox.meta.statuses import parent
from adsandbox.world.currency import minor_units
from adsandbox.world.nodes import Kind, Node

_ROAS = {"purchase_roas": "omni_purchase", "website_purchase_roas": "offsite_conversion.fb_pixel_purchase"}
_LIST_FIELDS = {
    "actions",
    "action_values",
    "cost_per_action_type",
    "outbound_clicks",
    "video_play_actions",
    *_ROAS,
}
_COUNTED = {"impressions": "impressions", "clicks": "clicks", "inline_link_clicks": "link_clicks"}


class RowWriter:
    """Turns sums into rows. A full row is written first, so that filters and order can use any field."""

    def __init__(self, call: Call, account: Node, query: Query) -> None:
        self._call = call
        self._account = account
        self._query = query
        self._units = minor_units(account.fields["currency"])
        self._nodes: dict[str, Node] = {}
        self._names_of: dict[str | None, dict[str, Any]] = {}
        self._account_setting = _common_setting(call.world.store.nodes(Kind.AD_SET, account.id))
        self._action_conditions = [c for c in query.conditions if c["field"] == "action_type"]
        self._label_names = _label_names(query.breakdowns)
        self._lists_wanted = bool(_LIST_FIELDS & {*query.fields, *(query.summary or ())})

    def row(
        self, entity_id: str | None, days: tuple[int, int], labels: tuple[str, ...], sums: Sums, index: int
    ) -> dict[str, Any]:
        """One row with every field that has a value."""
        if entity_id not in self._names_of:
            self._names_of[entity_id] = self._names(entity_id)
        row = dict(self._names_of[entity_id])
        row.update(self._numbers(sums, index))
        row["date_start"] = date.fromordinal(days[0]).isoformat()
        row["date_stop"] = date.fromordinal(days[1]).isoformat()
        row.update(dict(zip(self._label_names, labels, strict=False)))
        return row

    def shown(self, row: dict[str, Any], fields: tuple[str, ...] | None = None) -> dict[str, Any]:
        """The row with the wanted fields only; dates and breakdowns are always there."""
        wanted = (*(fields or self._query.fields), "date_start", "date_stop", *self._label_names)
        return {name: row[name] for name in dict.fromkeys(wanted) if name in row}

    def _names(self, entity_id: str | None) -> dict[str, Any]:
        row: dict[str, Any] = {
            "attribution_setting": self._account_setting,
            "account_id": self._account.id,
            "account_name": self._account.name,
            "account_currency": self._account.fields["currency"],
        }
        for node in self._lineage(entity_id):
            row.update(_NAMES_OF[node.kind](self._call, node))
        return row

    def _lineage(self, entity_id: str | None) -> list[Node]:
        if entity_id is None:
            return []
        node = self._node(entity_id)
        line = [node]
        while line[-1].kind is not Kind.CAMPAIGN:
            line.append(self._node(line[-1].parent_id))
        return line[::-1]

    def _node(self, node_id: str) -> Node:
        if node_id not in self._nodes:
            node = self._call.world.store.node(node_id)
            if node is None:
                raise LookupError(node_id)
            self._nodes[node_id] = node
        return self._nodes[node_id]

    def _numbers(self, sums: Sums, index: int) -> dict[str, Any]:
        counts = {name: column[index] for name, column in sums.measures.items()}
        spend, shown, reach = counts["spend"] / self._units, counts["impressions"], sums.reach[index]
        row: dict[str, Any] = {name: str(counts[measure]) for name, measure in _COUNTED.items()}
        row["spend"] = self._money(counts["spend"])
        row["reach"] = str(reach)
        ratios = (
            ("frequency", shown, reach),
            ("ctr", 100 * counts["clicks"], shown),
            ("cpc", spend, counts["clicks"]),
            ("cpm", 1000 * spend, shown),
            ("cpp", 1000 * spend, reach),
            ("inline_link_click_ctr", 100 * counts["link_clicks"], shown),
            ("cost_per_inline_link_click", spend, counts["link_clicks"]),
        )
        row.update({name: _ratio(top / below) for name, top, below in ratios if below})
        if self._lists_wanted:
            row.update(self._lists(sums, index, spend))
        return row

    def _lists(self, sums: Sums, index: int, spend: float) -> dict[str, Any]:
        actions = self._listed(sums.actions, index, lambda number: str(number))
        values = self._listed(sums.values, index, self._money)
        costs = [
            {"action_type": item["action_type"], "value": _ratio(spend / int(item["value"]))}
            for item in actions
            if int(item["value"])
        ]
        clicks = sums.measures["link_clicks"][index]
        views = sums.measures["video_views"][index]
        lists: dict[str, Any] = {
            "actions": actions,
            "action_values": values,
            "cost_per_action_type": costs,
            "outbound_clicks": [{"action_type": "outbound_click", "value": str(clicks)}] if clicks else [],
            "video_play_actions": [{"action_type": "video_view", "value": str(views)}] if views else [],
        }
        for name, action in _ROAS.items():
            worth = sums.values[action]["value"][index] / self._units if action in sums.values else 0.0
            lists[name] = [{"action_type": action, "value": _ratio(worth / spend)}] if worth and spend else []
        return {name: items for name, items in lists.items() if items}

    def _listed(
        self, table: dict[str, dict[str, list[int]]], index: int, text: Callable[[int], str]
    ) -> list[dict[str, Any]]:
        items = []
        for name, by_window in table.items():
            if not all(matches(condition, name) for condition in self._action_conditions):
                continue
            if not any(numbers[index] for numbers in by_window.values()):
                continue
            item = {"action_type": name, "value": text(by_window["value"][index])}
            for window in ACTION_WINDOWS:
                if window in self._query.windows and window in by_window and by_window[window][index]:
                    item[window] = text(by_window[window][index])
            items.append(item)
        return items

    def _money(self, minor: int) -> str:
        return str(minor) if self._units == 1 else f"{minor / self._units:.2f}".rstrip("0").rstrip(".") or "0"


def _ratio(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _label_names(breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    """Breakdown names in the order in which the market labels its cells."""
    return tuple(name for name in BREAKDOWNS if name in breakdowns)


def attribution_windows(ad_set: Node) -> tuple[str, ...]:
    """The windows that an ad set's results count."""
    spec = {item["event_type"]: item["window_days"] for item in ad_set.fields["attribution_spec"]}
    order = (("VIEW_THROUGH", "view"), ("CLICK_THROUGH", "click"), ("ENGAGED_VIDEO_VIEW", "ev"))
    return tuple(f"{spec[kind]}d_{name}" for kind, name in order if kind in spec)


def attribution_setting(ad_set: Node) -> str:
    """An ad set's attribution, as insights name it."""
    return "_".join(attribution_windows(ad_set))


def _common_setting(ad_sets: list[Node]) -> str:
    settings = {attribution_setting(ad_set) for ad_set in ad_sets}
    return settings.pop() if len(settings) == 1 else "multiple"


def _times(call: Call, node: Node) -> dict[str, Any]:
    created, updated = local_time(call, node, node.created), local_time(call, node, node.updated)
    return {"created_time": (created or "")[:10], "updated_time": (updated or "")[:10]}


def _campaign_names(call: Call, node: Node) -> dict[str, Any]:
    children = call.world.store.nodes(Kind.AD_SET, parent_id=node.id)
    return {
        "campaign_id": node.id,
        "campaign_name": node.name,
        "objective": node.fields["objective"],
        "buying_type": node.fields["buying_type"],
        "attribution_setting": _common_setting(children),
        **_times(call, node),
    }


def _ad_set_names(call: Call, node: Node) -> dict[str, Any]:
    return {
        "adset_id": node.id,
        "adset_name": node.name,
        "optimization_goal": node.fields["optimization_goal"],
        "attribution_setting": attribution_setting(node),
        **_times(call, node),
    }


def _ad_names(call: Call, node: Node) -> dict[str, Any]:
    setting = attribution_setting(parent(call, node))
    return {"ad_id": node.id, "ad_name": node.name, "attribution_setting": setting, **_times(call, node)}


_NAMES_OF: dict[Kind, Callable[[Call, Node], dict[str, Any]]] = {
    Kind.CAMPAIGN: _campaign_names,
    Kind.AD_SET: _ad_set_names,
    Kind.AD: _ad_names,
}
