"""Campaigns: create, read, update, delete."""

from __future__ import annotations

from typing import Any

from adsandbox.meta import budgets, writing
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.enums import BID_STRATEGIES, LEGACY_OBJECTIVES, OBJECTIVES, SPECIAL_AD_CATEGORIES
from adsandbox.meta.errors import bad_param, invalid, required
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.params import written_instant
from adsandbox.meta.statuses import effective_status, issues_info
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import GONE
from adsandbox.world.zones import local_day, zone_of


@edge(Kind.ACCOUNT, "campaigns")
def list_campaigns(call: Call, account: Node) -> dict[str, Any]:
    """The account's campaigns."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.CAMPAIGN, account.id))


@edge(Kind.ACCOUNT, "campaigns", "POST")
def create_campaign(call: Call, account: Node) -> dict[str, Any]:
    """Make a campaign."""
    writing.account_for_write(call, account, Kind.CAMPAIGN)
    params = call.params
    fields: dict[str, Any] = {
        "name": params.required_text("name"),
        "objective": _objective(call),
        "status": writing.status_at_creation(call),
        "buying_type": params.text("buying_type") or "AUCTION",
        "special_ad_categories": _categories(call),
        "special_ad_category_country": params.names("special_ad_category_country"),
    }
    if fields["buying_type"] != "AUCTION":
        raise invalid("This ad account cannot use reservation buying.", blame=("buying_type",))
    fields.update(_new_budget(call, account))
    for name in ("start_time", "stop_time"):
        instant = params.instant(name, zone_of(account))
        if instant:
            fields[name] = instant
    promoted = params.document("promoted_object", dict)
    if promoted:
        fields["promoted_object"] = promoted
    if params.text("spend_cap") is not None:
        fields["spend_cap"] = _spend_cap(call, account)
    fields["adlabels"] = writing.label_ids(call, account) or []
    if call.validate_only:
        return {"success": True}
    node = call.world.new_node(Kind.CAMPAIGN, account, account.id, fields)
    return {"id": writing.stored(call, node).id, "success": True}


def update_campaign(call: Call, campaign: Node) -> dict[str, Any]:
    """Edit a campaign."""
    call.need_write()
    status = writing.new_status(call, campaign)
    account = call.account_of(campaign)
    params = call.params
    for name in ("objective", "buying_type"):
        if params.text(name) is not None and params.text(name) != campaign.fields[name]:
            raise invalid(f"The {name} of a campaign cannot be changed.", subcode=1815198, blame=(name,))
    values: dict[str, Any] = {}
    if params.text("name") is not None:
        values["name"] = params.required_text("name")
    if status:
        values["status"] = status
    if params.text("special_ad_categories") is not None:
        values["special_ad_categories"] = _categories(call)
    strategy = params.choice("bid_strategy", BID_STRATEGIES)
    if strategy:
        values["bid_strategy"] = strategy
    values.update(_changed_budget(call, account, campaign))
    if params.text("spend_cap") is not None:
        values["spend_cap"] = _spend_cap(call, account)
    for name in ("start_time", "stop_time"):
        if name in params:
            values[name] = params.instant(name, zone_of(account)) or None
    labels = writing.label_ids(call, account)
    if labels is not None:
        values["adlabels"] = labels
    if call.validate_only:
        return {"success": True}
    changes = writing.assign(campaign, values)
    writing.saved(call, campaign, changes, touch=bool(set(changes) - {"daily_budget", "lifetime_budget"}))
    return {"success": True}


def has_budget(campaign: Node) -> bool:
    """Whether the campaign, not its ad sets, has the budget."""
    return bool(campaign.fields.get("daily_budget") or campaign.fields.get("lifetime_budget"))


def _objective(call: Call) -> str:
    value = call.params.required_text("objective")
    if value in LEGACY_OBJECTIVES:
        raise invalid(
            f"Objective {value} is no longer available for new campaigns. Use one of the outcome "
            f"objectives: {', '.join(sorted(OBJECTIVES))}.",
            title="Objective Invalid",
            blame=("objective",),
        )
    return call.params.choice("objective", OBJECTIVES) or value


def _categories(call: Call) -> list[str]:
    if call.params.text("special_ad_categories") is None:
        raise required("special_ad_categories")
    given = call.params.names("special_ad_categories")
    unknown = [category for category in given if category not in SPECIAL_AD_CATEGORIES]
    if unknown:
        raise bad_param(
            "special_ad_categories", f"an array out of {{{', '.join(sorted(SPECIAL_AD_CATEGORIES))}}}"
        )
    return [category for category in given if category != "NONE"]


def _new_budget(call: Call, account: Node) -> dict[str, Any]:
    daily, lifetime = budgets.read_budget(call, "daily_budget"), budgets.read_budget(call, "lifetime_budget")
    strategy = call.params.choice("bid_strategy", BID_STRATEGIES)
    sharing = call.params.flag("is_adset_budget_sharing_enabled")
    if daily and lifetime:
        raise invalid(
            "Use either a daily or a lifetime budget, not both.", blame=("daily_budget", "lifetime_budget")
        )
    if not daily and not lifetime:
        if sharing is None:
            raise invalid(
                "Must specify True or False in is_adset_budget_sharing_enabled field when the campaign has "
                "no budget.",
                subcode=4834011,
                title="Ad Set Budget Sharing Not Specified",
                blame=("is_adset_budget_sharing_enabled",),
            )
        return {"is_adset_budget_sharing_enabled": sharing}
    if sharing:
        raise invalid(
            "Ad set budgets cannot be shared when the campaign has the budget.",
            subcode=4834002,
            title="Ad Set Budget Sharing Not Allowed",
            blame=("is_adset_budget_sharing_enabled",),
        )
    if daily:
        budgets.check_daily(account, daily)
    if lifetime:
        budgets.check_lifetime(account, lifetime, 1.0)
    # A campaign budget without a strategy gets a capped one, which then demands bid amounts of all ad sets.
    return {
        "daily_budget": daily or 0,
        "lifetime_budget": lifetime or 0,
        "bid_strategy": strategy or "LOWEST_COST_WITH_BID_CAP",
    }


def _changed_budget(call: Call, account: Node, campaign: Node) -> dict[str, Any]:
    daily, lifetime = budgets.read_budget(call, "daily_budget"), budgets.read_budget(call, "lifetime_budget")
    if daily is None and lifetime is None:
        return {}
    if daily and lifetime:
        raise invalid(
            "Use either a daily or a lifetime budget, not both.", blame=("daily_budget", "lifetime_budget")
        )
    if not has_budget(campaign) and _budgeted_ad_sets(call, campaign):
        raise invalid(
            "The ad sets of this campaign have budgets of their own; a budget can be set at one level only.",
            subcode=1885621,
            title="Budget At Both Levels",
            blame=("daily_budget",),
        )
    if (daily and campaign.fields.get("lifetime_budget")) or (
        lifetime and campaign.fields.get("daily_budget")
    ):
        raise invalid(
            "A campaign cannot change between daily and lifetime budget.",
            subcode=1815198,
            blame=("daily_budget" if daily else "lifetime_budget",),
        )
    if daily:
        budgets.check_daily(account, daily)
        return {"daily_budget": daily}
    if lifetime:
        spent = spent_by(call, account, "campaign", campaign.id)
        if lifetime < spent:
            raise invalid(
                f"The lifetime budget cannot be less than {budgets.written(account, spent)} already spent.",
                subcode=1885650,
                blame=("lifetime_budget",),
            )
        return {"lifetime_budget": lifetime}
    raise invalid(
        "A campaign's budget cannot be taken away while it has ad sets.",
        subcode=1487061,
        title="Budget Required",
        blame=("daily_budget",),
    )


def _budgeted_ad_sets(call: Call, campaign: Node) -> list[Node]:
    return [
        node
        for node in call.world.store.nodes(Kind.AD_SET, parent_id=campaign.id)
        if node.status not in GONE and (node.fields.get("daily_budget") or node.fields.get("lifetime_budget"))
    ]


def _spend_cap(call: Call, account: Node) -> int:
    cap = call.params.whole("spend_cap") or 0
    if cap >= budgets.CLEAR_SPEND_CAP:
        return 0
    smallest = budgets.minimum_spend_cap(account)
    if cap < smallest:
        raise invalid(
            f"The campaign spending limit must be at least {budgets.written(account, smallest)}.",
            subcode=2446307,
            title="Campaign Spending Limit Is Too Low",
            blame=("spend_cap",),
        )
    return cap


def spent_by(call: Call, account: Node, column: str, node_id: str) -> int:
    """What a campaign (`campaign`), ad set (`ad_set`) or ad (`ad`) has spent so far, in minor units."""
    totals = call.world.spent(account)
    return int(totals["spend"][totals[column] == int(node_id)].sum())


def budget_remaining(call: Call, node: Node, column: str) -> str:
    """What is left of a node's budget: of today's, or of the whole one."""
    account = call.account_of(node)
    if node.fields.get("lifetime_budget"):
        left = node.fields["lifetime_budget"] - spent_by(call, account, column, node.id)
    elif node.fields.get("daily_budget"):
        today = local_day(call.now, zone_of(account))
        rows = call.world.rows(account, today, today)
        left = node.fields["daily_budget"] - int(rows["spend"][rows[column] == int(node.id)].sum())
    else:
        left = 0
    return str(max(left, 0))


def shared_fields() -> dict[str, Any]:
    """Readers of the fields that campaigns, ad sets and ads have in common."""
    return {
        "id": lambda call, node: node.id,
        "account_id": lambda call, node: node.account_id,
        "name": lambda call, node: node.name,
        "status": lambda call, node: node.status,
        "configured_status": lambda call, node: node.status,
        "effective_status": effective_status,
        "created_time": lambda call, node: local_time(call, node, node.created),
        "updated_time": lambda call, node: local_time(call, node, node.updated),
        "adlabels": lambda call, node: (
            [Ref(label, ("id", "name")) for label in labels_of(call, node)] or None
        ),
        "account": lambda call, node: Ref(call.account_of(node), ("account_id", "id")),
    }


def labels_of(call: Call, node: Node) -> list[Node]:
    """The labels attached to a node."""
    found = [call.world.store.node(label_id) for label_id in node.fields.get("adlabels", [])]
    return [label for label in found if label is not None and label.status not in GONE]


def local_time(call: Call, node: Node, instant: float | None) -> str | None:
    """A moment in the zone of the node's account."""
    if not instant:
        return None
    return written_instant(instant, zone_of(call.account_of(node)))


def _amount(name: str) -> Any:
    return lambda call, node: str(node.fields[name]) if node.fields.get(name) else None


GRAPH[Kind.CAMPAIGN].fields = {
    **shared_fields(),
    "objective": lambda call, node: node.fields["objective"],
    "buying_type": lambda call, node: node.fields["buying_type"],
    "special_ad_categories": lambda call, node: node.fields["special_ad_categories"],
    "special_ad_category": lambda call, node: (node.fields["special_ad_categories"] or ["NONE"])[0],
    "special_ad_category_country": lambda call, node: node.fields["special_ad_category_country"] or None,
    "daily_budget": _amount("daily_budget"),
    "lifetime_budget": _amount("lifetime_budget"),
    "budget_remaining": lambda call, node: budget_remaining(call, node, "campaign"),
    "bid_strategy": lambda call, node: node.fields.get("bid_strategy"),
    "spend_cap": _amount("spend_cap"),
    "is_adset_budget_sharing_enabled": lambda call, node: node.fields.get("is_adset_budget_sharing_enabled"),
    "promoted_object": lambda call, node: node.fields.get("promoted_object"),
    "start_time": lambda call, node: local_time(call, node, node.fields.get("start_time") or node.created),
    "stop_time": lambda call, node: local_time(call, node, node.fields.get("stop_time")),
    "pacing_type": lambda call, node: ["standard"],
    "issues_info": issues_info,
    "can_use_spend_cap": lambda call, node: True,
    "smart_promotion_type": lambda call, node: "GUIDED_CREATION",
    "source_campaign_id": lambda call, node: node.fields.get("source_campaign_id", "0"),
}
GRAPH[Kind.CAMPAIGN].update = update_campaign
GRAPH[Kind.CAMPAIGN].delete = writing.delete
