"""The ad account: its fields, minimum budgets, pixels, pages, estimates, activities."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adsandbox.meta import budgets, writing
from adsandbox.meta.ad_sets import reachable
from adsandbox.meta.audiences import check_audiences
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.enums import OPTIMIZATION_GOALS
from adsandbox.meta.errors import bad_param, required
from adsandbox.meta.listing import list_nodes, list_rows
from adsandbox.meta.targeting import check_targeting
from adsandbox.meta.usage import refusal
from adsandbox.world.currency import minor_units
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import zone_of

_ROUND_TO = 100
MOST_CAP_CHANGES = 10


def update_account(call: Call, account: Node) -> dict[str, Any]:
    """Rename the account, say who its ads are for, or set its spending limit (given in major units, read in
    minor ones).
    """
    call.need_write()
    values: dict[str, Any] = {}
    for name in ("default_dsa_beneficiary", "default_dsa_payor"):
        if call.params.text(name) is not None:
            values[name] = call.params.text(name)
    if call.params.text("name") is not None:
        values["name"] = call.params.required_text("name")
    if call.params.text("spend_cap") is not None:
        try:
            cap = float(call.params.required_text("spend_cap"))
        except ValueError:
            raise bad_param("spend_cap", "a number") from None
        values["spend_cap"] = max(0, round(cap * minor_units(account.fields["currency"])))
    if call.params.choice("spend_cap_action", frozenset({"reset", "delete"})) == "delete":
        values["spend_cap"] = 0
    changes = writing.assign(account, values)
    if "spend_cap" in changes:
        _count_cap_change(call, account)
    writing.saved(call, account, changes)
    return {"success": True}


def _count_cap_change(call: Call, account: Node) -> None:
    """Refuse the eleventh change of the account's spending limit within a day."""
    recent = [at for at in account.fields.get("spend_cap_edits", []) if at > call.now - budgets.DAY]
    if len(recent) >= MOST_CAP_CHANGES:
        raise refusal("spend_limit_changes")
    account.fields["spend_cap_edits"] = [*recent, call.now]


@edge(Kind.ACCOUNT, "minimum_budgets")
def list_minimum_budgets(call: Call, account: Node) -> dict[str, Any]:
    """The smallest daily budgets in the account's currency, in minor units."""
    call.need_read()
    row: dict[str, Any] = {"currency": account.fields["currency"]}
    for kind in ("imp", "low_freq", "high_freq", "video_views"):
        row[f"min_daily_budget_{kind}"] = budgets.minimum_daily(account, kind)
    return list_rows(call, [row])


@edge(Kind.ACCOUNT, "adspixels")
def list_pixels(call: Call, account: Node) -> dict[str, Any]:
    """The account's pixels."""
    call.need_read()
    return list_nodes(call, call.world.store.nodes(Kind.PIXEL, account.id))


@edge(Kind.ACCOUNT, "promote_pages")
def list_promoted_pages(call: Call, account: Node) -> dict[str, Any]:
    """The pages this account may advertise for."""
    call.need_read()
    return list_nodes(call, call.world.store.nodes(Kind.PAGE, account.id))


@edge(Kind.ACCOUNT, "reachestimate")
def estimate_reach(call: Call, account: Node) -> dict[str, Any]:
    """How many people a targeting describes."""
    call.need_read()
    low, high = _people(call, account)
    return {"data": {"users_lower_bound": low, "users_upper_bound": high, "estimate_ready": True}}


@edge(Kind.ACCOUNT, "delivery_estimate")
def estimate_delivery(call: Call, account: Node) -> dict[str, Any]:
    """How many people a targeting describes, by month and day."""
    call.need_read()
    if call.params.choice("optimization_goal", OPTIMIZATION_GOALS) is None:
        raise required("optimization_goal")
    return list_rows(call, [_estimate(*_people(call, account))])


@edge(Kind.AD_SET, "delivery_estimate")
def estimate_delivery_of_ad_set(call: Call, ad_set: Node) -> dict[str, Any]:
    """How many people an ad set's targeting describes."""
    call.need_read()
    return list_rows(call, [_estimate(*_rounded(ad_set.fields["market"]["audience"]))])


def _people(call: Call, account: Node) -> tuple[int, int]:
    spec = call.params.document("targeting_spec", dict)
    if spec is None:
        raise required("targeting_spec")
    check_targeting(spec, dsa=None)
    check_audiences(call, account, spec)
    return _rounded(reachable(call, account, spec)[1])


def _rounded(people: float) -> tuple[int, int]:
    return int(people * 0.9 // _ROUND_TO * _ROUND_TO), int(people * 1.08 // _ROUND_TO * _ROUND_TO)


def _estimate(low: int, high: int) -> dict[str, Any]:
    return {
        "estimate_ready": True,
        "estimate_dau": int(low * 0.62),
        "estimate_mau_lower_bound": low,
        "estimate_mau_upper_bound": high,
    }


def _spent(call: Call, account: Node) -> int:
    return int(call.world.spent(account)["spend"].sum())


def _age(call: Call, account: Node) -> float:
    return round((call.now - account.created) / budgets.DAY, 6)


def _offset(call: Call, account: Node) -> float:
    offset = datetime.fromtimestamp(call.now, zone_of(account)).utcoffset()
    return offset.total_seconds() / 3600.0 if offset else 0.0


def _funding(account: Node) -> dict[str, Any]:
    """How the account pays: a made-up card, type 1 as Graph numbers cards."""
    return {"id": f"29{account.id[2:]}", "display_string": f"VISA *{account.id[-4:]}", "type": 1}


def _business(call: Call, account: Node) -> Ref | None:
    business = call.world.store.node(account.parent_id)
    return Ref(business, ("id", "name")) if business else None


GRAPH[Kind.ACCOUNT].fields = {
    "id": lambda call, node: f"act_{node.id}",
    "account_id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "account_status": lambda call, node: node.fields["account_status"],
    "disable_reason": lambda call, node: node.fields["disable_reason"],
    "age": _age,
    "currency": lambda call, node: node.fields["currency"],
    "timezone_name": lambda call, node: node.fields["timezone_name"],
    "timezone_offset_hours_utc": _offset,
    "amount_spent": lambda call, node: str(_spent(call, node)),
    "balance": lambda call, node: "0",
    "spend_cap": lambda call, node: str(node.fields["spend_cap"]),
    "min_daily_budget": lambda call, node: budgets.minimum_daily(node),
    "min_campaign_group_spend_cap": lambda call, node: str(budgets.minimum_spend_cap(node)),
    "business": _business,
    "business_name": lambda call, node: getattr(call.world.store.node(node.parent_id), "name", None),
    "owner": lambda call, node: node.parent_id,
    "created_time": lambda call, node: local_time(call, node, node.created),
    "is_personal": lambda call, node: 0,
    "is_prepay_account": lambda call, node: False,
    "funding_source": lambda call, node: _funding(node)["id"],
    "funding_source_details": lambda call, node: _funding(node),
    "user_tasks": lambda call, node: ["DRAFT", "ANALYZE", "ADVERTISE", "MANAGE"],
    "default_dsa_beneficiary": lambda call, node: node.fields.get("default_dsa_beneficiary"),
    "default_dsa_payor": lambda call, node: node.fields.get("default_dsa_payor"),
}
GRAPH[Kind.ACCOUNT].update = update_account
