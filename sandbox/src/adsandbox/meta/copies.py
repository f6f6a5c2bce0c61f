"""Copies of campaigns, ad sets and ads, alone or with everything below them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from adsandbox.meta import writing
from adsandbox.meta.ads import MOST_ADS, creative_of
from adsandbox.meta.call import Call, edge
from adsandbox.meta.campaigns import has_budget
from adsandbox.meta.creatives import texts_of
from adsandbox.meta.errors import bad_param, invalid
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.goals import check_goal
from adsandbox.meta.statuses import parent
from adsandbox.world import review
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import GONE
from adsandbox.world.zones import zone_of

MOST_CHILDREN = 3
MOST_CHILDREN_ASYNC = 51
_NOT_COPIED = ("parameter_overrides", "migrate_to_advantage_plus")
_STATUS_OPTIONS = frozenset({"ACTIVE", "PAUSED", "INHERITED_FROM_SOURCE"})
_STRATEGIES = ("DEEP_RENAME", "ONLY_TOP_LEVEL_RENAME", "NO_RENAME")
_OF_ONE_LIFE = ("review_round", "review_due", "review_reasons", "budget_edits")
_SOURCE = {Kind.CAMPAIGN: "source_campaign_id", Kind.AD_SET: "source_adset_id", Kind.AD: "source_ad_id"}
_WORD = {Kind.CAMPAIGN: "campaign", Kind.AD_SET: "ad_set", Kind.AD: "ad"}
_ANSWER = {Kind.CAMPAIGN: "copied_campaign_id", Kind.AD_SET: "copied_adset_id", Kind.AD: "copied_ad_id"}
_BELOW = {Kind.CAMPAIGN: Kind.AD_SET, Kind.AD_SET: Kind.AD}


@dataclass(frozen=True)
class _Order:
    """How to copy: the wanted status, names, and new schedule."""

    status: str
    strategy: str
    prefix: str
    suffix: str
    times: dict[str, float | None]


@edge(Kind.CAMPAIGN, "copies")
@edge(Kind.AD_SET, "copies")
@edge(Kind.AD, "copies")
def list_copies(call: Call, node: Node) -> dict[str, Any]:
    """What was copied from this object."""
    call.need_read()
    source = _SOURCE[node.kind]
    siblings = call.world.store.nodes(node.kind, node.account_id)
    return list_filtered(call, [other for other in siblings if other.fields.get(source) == node.id])


@edge(Kind.CAMPAIGN, "copies", "POST")
@edge(Kind.AD_SET, "copies", "POST")
@edge(Kind.AD, "copies", "POST")
def make_copy(call: Call, node: Node) -> dict[str, Any]:
    """Copy an object; with `deep_copy` also what is below it, three objects at most (51 asynchronously)."""
    account = call.account_of(node)
    writing.account_for_write(call, account, node.kind)
    if node.status in GONE:
        raise invalid("An archived or deleted object cannot be copied.", title="Object Is Archived")
    deep = bool(call.params.flag("deep_copy")) and node.kind in _BELOW
    below = _descendants(call, node) if deep else []
    most = MOST_CHILDREN_ASYNC if call.asynchronous else MOST_CHILDREN
    if len(below) > most:
        way = "An asynchronous" if call.asynchronous else "A synchronous"
        other = "Copy them one by one." if call.asynchronous else "Use async_batch_requests."
        raise invalid(
            f"{way} deep copy takes {most} child objects at most; this has {len(below)}. {other}",
            title="Too Many Objects to Copy",
            blame=("deep_copy",),
        )
    for name in _NOT_COPIED:
        if name in call.params:
            raise invalid(f"{name} cannot be used for copies here.", title="Not Available", blame=(name,))
    order = _order(call, account)
    home = _home(call, account, node)
    made: list[dict[str, str]] = []
    _copy(call, account, node, home.id, order, deep, made)
    return {_ANSWER[node.kind]: made[0]["copied_id"], "ad_object_ids": made}


def _copy(
    call: Call, account: Node, node: Node, home_id: str, order: _Order, deep: bool, made: list[dict[str, str]]
) -> None:
    top = not made
    fields = {name: value for name, value in copy.deepcopy(node.fields).items() if name not in _OF_ONE_LIFE}
    fields[_SOURCE[node.kind]] = node.id
    fields["status"] = node.status if order.status == "INHERITED_FROM_SOURCE" else order.status
    if order.strategy == "DEEP_RENAME" or (top and order.strategy == "ONLY_TOP_LEVEL_RENAME"):
        fields["name"] = f"{order.prefix}{node.name}{order.suffix}"
    if node.kind is Kind.AD_SET:
        fields.update({name: value for name, value in order.times.items() if value is not None})
        ends = fields.get("end_time")
        if ends and ends <= call.now:
            raise invalid(
                "The ad set that is copied has ended. Give an end_time in the future.",
                subcode=1487033,
                blame=("end_time",),
            )
    new = call.world.new_node(node.kind, account, home_id, fields)
    if node.kind is Kind.AD:
        words = f"{new.name} {texts_of(creative_of(call, node))}"
        review.submit(new, words, call.world.scenario.review, call.world.luck, call.now)
    writing.stored(call, new)
    made.append({"ad_object_type": _WORD[node.kind], "source_id": node.id, "copied_id": new.id})
    if deep and node.kind in _BELOW:
        for child in _children(call, node):
            _copy(call, account, child, new.id, order, deep, made)


def _children(call: Call, node: Node) -> list[Node]:
    below = call.world.store.nodes(_BELOW[node.kind], parent_id=node.id)
    return [child for child in below if child.status not in GONE]


def _descendants(call: Call, node: Node) -> list[Node]:
    children = _children(call, node) if node.kind in _BELOW else []
    return children + [grandchild for child in children for grandchild in _descendants(call, child)]


def _home(call: Call, account: Node, node: Node) -> Node:
    """Where the copy goes: beside its source unless the call says otherwise."""
    if node.kind is Kind.CAMPAIGN:
        return account
    name, kind = ("campaign_id", Kind.CAMPAIGN) if node.kind is Kind.AD_SET else ("adset_id", Kind.AD_SET)
    present = parent(call, node)
    wanted = call.params.text(name)
    home = call.node(wanted, kind) if wanted else present
    if home.account_id != account.id or home.status in GONE:
        raise invalid("The copy must go to an object of the same account that runs.", blame=(name,))
    if node.kind is Kind.AD_SET:
        check_goal(call, account, home, node.fields)
        if has_budget(home) != has_budget(present):
            raise invalid(
                "The budget is on the campaign in one of the two campaigns, and on the ad sets in the other.",
                subcode=1885621,
                blame=(name,),
            )
    elif len(_children(call, home)) >= MOST_ADS:
        raise invalid(f"An ad set can have at most {MOST_ADS} ads.", title="Too Many Ads", blame=(name,))
    return home


def _order(call: Call, account: Node) -> _Order:
    params, zone = call.params, zone_of(account)
    options = params.document("rename_options", dict) or {}
    strategy = options.get("rename_strategy", "ONLY_TOP_LEVEL_RENAME")
    if strategy not in _STRATEGIES:
        raise bad_param("rename_options[rename_strategy]", f"one of {{{', '.join(_STRATEGIES)}}}")
    return _Order(
        params.choice("status_option", _STATUS_OPTIONS) or "PAUSED",
        strategy,
        str(options.get("rename_prefix", "")),
        str(options.get("rename_suffix", " - Copy" if "rename_prefix" not in options else "")),
        {name: params.instant(name, zone) for name in ("start_time", "end_time") if name in params},
    )
