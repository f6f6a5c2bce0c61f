"""What insights rows say about the objects they are of: names, ids, settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adsandbox.market.luck import Ints
from adsandbox.meta.call import Call
from adsandbox.meta.campaigns import local_time
from adsandbox.world.nodes import Kind, Node

_ON_PLATFORM = (
    "link_click", "video_view", "post_engagement", "page_engagement", "onsite_conversion", "leadgen",
)  # fmt: skip


class Names:
    """Names of the entities of an answer, read once each when the answer is made."""

    def __init__(self, call: Call, account: Node, entities: list[int], fields: frozenset[str]) -> None:
        self._account = {
            "account_id": account.id,
            "account_name": account.name,
            "account_currency": account.fields["currency"],
        }
        pixels = call.world.store.nodes(Kind.PIXEL, account.id)
        self._targets = (pixels[0].id if pixels else "", str(account.fields.get("default_page", "")))
        nodes: dict[str, Node] = {}
        for kind in (Kind.CAMPAIGN, Kind.AD_SET, Kind.AD):
            nodes.update({node.id: node for node in call.world.store.nodes(kind, account.id)})
        self._settings = _settings(nodes)
        self._of: dict[int, dict[str, Any]] = {}
        self._purpose: dict[int, str] = {}
        for entity in entities:
            row = {"attribution_setting": self._settings.get(str(entity) if entity else account.id)}
            for node in _lineage(nodes, str(entity)) if entity else []:
                row.update(_NAMES_OF[node.kind](call, node))
                row["attribution_setting"] = self._settings.get(node.id)
                if node.kind is Kind.AD_SET:
                    self._purpose[entity] = node.fields["market"]["purpose"]
            self._of[entity] = {name: value for name, value in row.items() if name in fields}

    def column(self, field: str, entities: Ints) -> list[Any]:
        """A field for these entities (0 is the account)."""
        if field in self._account:
            return [self._account[field]] * len(entities)
        return [self._of[entity].get(field) for entity in entities.tolist()]

    def target(self, action: str) -> str:
        """What an action was done to: the account's pixel for what happens on its website, else its page."""
        pixel, page = self._targets
        return page if action.startswith(_ON_PLATFORM) else pixel

    def purpose(self, ad: int) -> str:
        """The market's purpose of an ad's ad set."""
        return self._purpose[ad]


def attribution_windows(ad_set: Node) -> tuple[str, ...]:
    """The windows that an ad set's results count."""
    spec = {item["event_type"]: item["window_days"] for item in ad_set.fields["attribution_spec"]}
    order = (("VIEW_THROUGH", "view"), ("CLICK_THROUGH", "click"), ("ENGAGED_VIDEO_VIEW", "ev"))
    return tuple(f"{spec[kind]}d_{name}" for kind, name in order if kind in spec)


def _settings(nodes: dict[str, Node]) -> dict[str, str]:
    """The attribution setting of every object: its ad sets' common one, or `multiple`."""
    found: dict[str, set[str]] = {}
    for node in nodes.values():
        if node.kind is Kind.AD_SET:
            setting = "_".join(attribution_windows(node))
            for owner in (node.id, node.parent_id, node.account_id):
                found.setdefault(owner, set()).add(setting)
    settings = {owner: all_.copy().pop() if len(all_) == 1 else "multiple" for owner, all_ in found.items()}
    ads = (node for node in nodes.values() if node.kind is Kind.AD)
    return settings | {ad.id: settings[ad.parent_id] for ad in ads}


def _lineage(nodes: dict[str, Node], node_id: str) -> list[Node]:
    """A node with those above it, the campaign first."""
    line = [nodes[node_id]]
    while line[-1].kind is not Kind.CAMPAIGN:
        line.append(nodes[line[-1].parent_id])
    return line[::-1]


def _times(call: Call, node: Node) -> dict[str, Any]:
    created, updated = local_time(call, node, node.created), local_time(call, node, node.updated)
    return {"created_time": (created or "")[:10], "updated_time": (updated or "")[:10]}


def _campaign_names(call: Call, node: Node) -> dict[str, Any]:
    return {
        "campaign_id": node.id,
        "campaign_name": node.name,
        "objective": node.fields["objective"],
        "buying_type": node.fields["buying_type"],
        **_times(call, node),
    }


def _ad_set_names(call: Call, node: Node) -> dict[str, Any]:
    return {
        "adset_id": node.id,
        "adset_name": node.name,
        "optimization_goal": node.fields["optimization_goal"],
        **_times(call, node),
    }


def _ad_names(call: Call, node: Node) -> dict[str, Any]:
    return {"ad_id": node.id, "ad_name": node.name, **_times(call, node)}


_NAMES_OF: dict[Kind, Callable[[Call, Node], dict[str, Any]]] = {
    Kind.CAMPAIGN: _campaign_names,
    Kind.AD_SET: _ad_set_names,
    Kind.AD: _ad_names,
}
