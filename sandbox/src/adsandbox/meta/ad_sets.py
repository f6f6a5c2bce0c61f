"""Ad sets: create, read, update, delete."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from adsandbox.market.learning import Stage
from adsandbox.market.people import SMALLEST_AUDIENCE, Targeting, audience_size, price_level
from adsandbox.meta import budgets, writing
from adsandbox.meta.audiences import check_audiences, people_named
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.campaigns import budget_remaining, has_budget, local_time, shared_fields, spent_by
from adsandbox.meta.enums import BID_STRATEGIES, BILLING_EVENTS, DESTINATION_TYPES, OPTIMIZATION_GOALS
from adsandbox.meta.errors import GraphError, invalid, required
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.goals import check_goal, purpose_of
from adsandbox.meta.insights_names import attribution_windows
from adsandbox.meta.statuses import issues_info, parent
from adsandbox.meta.targeting import check_advantage_audience, check_targeting, to_market
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import GONE
from adsandbox.world.zones import zone_of

MOST_AD_SETS = 200
DEFAULT_ATTRIBUTION = [
    {"event_type": "CLICK_THROUGH", "window_days": 7},
    {"event_type": "VIEW_THROUGH", "window_days": 1},
]
_LEARNING_STATUS = {Stage.LEARNING: "LEARNING", Stage.SUCCESS: "SUCCESS", Stage.FAIL: "FAIL"}
CLICK_ATTRIBUTION = [{"event_type": "CLICK_THROUGH", "window_days": 1}]


@edge(Kind.ACCOUNT, "adsets")
def list_ad_sets(call: Call, account: Node) -> dict[str, Any]:
    """The account's ad sets."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.AD_SET, account.id))


@edge(Kind.CAMPAIGN, "adsets")
def list_ad_sets_of_campaign(call: Call, campaign: Node) -> dict[str, Any]:
    """The campaign's ad sets."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.AD_SET, parent_id=campaign.id))


@edge(Kind.ACCOUNT, "adsets", "POST")
def create_ad_set(call: Call, account: Node) -> dict[str, Any]:
    """Make an ad set."""
    writing.account_for_write(call, account, Kind.AD_SET)
    params = call.params
    budgets.refuse_dayparting(call)
    name = params.required_text("name")
    campaign = _campaign(call, account)
    fields: dict[str, Any] = {
        "name": name,
        "status": writing.status_at_creation(call),
        "optimization_goal": params.choice("optimization_goal", OPTIMIZATION_GOALS),
        "billing_event": params.choice("billing_event", BILLING_EVENTS),
        "destination_type": params.choice("destination_type", DESTINATION_TYPES),
        "bid_amount": params.whole("bid_amount"),
        "bid_constraints": params.document("bid_constraints", dict),
        "promoted_object": params.document("promoted_object", dict),
        "dsa_beneficiary": params.text("dsa_beneficiary"),
        "dsa_payor": params.text("dsa_payor"),
    }
    for needed in ("optimization_goal", "billing_event"):
        if fields[needed] is None:
            raise required(needed)
    fields["targeting"] = _targeting(call, account, fields)
    check_goal(call, account, campaign, fields)
    fields.update(_schedule(call, account))
    fields.update(_new_budget(call, account, campaign, fields))
    strategy = params.choice("bid_strategy", BID_STRATEGIES)
    if strategy and has_budget(campaign):
        raise invalid(
            "The campaign has the budget, so the bid strategy belongs to the campaign.",
            subcode=1885621,
            blame=("bid_strategy",),
        )
    fields["bid_strategy"] = strategy or (None if has_budget(campaign) else _default_strategy(fields))
    budgets.check_bid(strategy or campaign.fields.get("bid_strategy"), fields)
    fields["attribution_spec"] = _attribution(call, fields)
    fields["adlabels"] = writing.label_ids(call, account) or []
    if call.validate_only:
        return {"success": True}
    fields["market"] = _market(call, account, campaign, fields)
    node = call.world.new_node(Kind.AD_SET, account, campaign.id, fields)
    return {"id": writing.stored(call, node).id, "success": True}


def update_ad_set(call: Call, ad_set: Node) -> dict[str, Any]:
    """Edit an ad set; new targeting or a new goal sends its ads to review again."""
    call.need_write()
    status = writing.new_status(call, ad_set)
    account, campaign, params = call.account_of(ad_set), parent(call, ad_set), call.params
    _refuse_immutable(call, ad_set)
    budgets.refuse_dayparting(call)
    values: dict[str, Any] = {}
    if params.text("name") is not None:
        values["name"] = params.required_text("name")
    if status:
        values["status"] = status
    for name in ("dsa_beneficiary", "dsa_payor"):
        if params.text(name) is not None:
            values[name] = params.text(name)
    if params.text("bid_amount") is not None:
        values["bid_amount"] = params.whole("bid_amount")
    if params.text("bid_constraints") is not None:
        values["bid_constraints"] = params.document("bid_constraints", dict)
    goal = params.choice("optimization_goal", OPTIMIZATION_GOALS)
    if goal:
        values["optimization_goal"] = goal
    if params.text("targeting") is not None:
        values["targeting"] = _targeting(call, account, {**ad_set.fields, **values})
    strategy = params.choice("bid_strategy", BID_STRATEGIES)
    if strategy:
        values["bid_strategy"] = strategy
    values.update(_changed_schedule(call, account, ad_set))
    values.update(_changed_budget(call, account, campaign, ad_set))
    merged = {**ad_set.fields, **values}
    budgets.check_bid(merged.get("bid_strategy") or campaign.fields.get("bid_strategy"), merged)
    labels = writing.label_ids(call, account)
    if labels is not None:
        values["adlabels"] = labels
    if "optimization_goal" in values:
        check_goal(call, account, campaign, merged)
    if call.validate_only:
        return {"success": True}
    return _apply(call, campaign, ad_set, values)


def _apply(call: Call, campaign: Node, ad_set: Node, values: dict[str, Any]) -> dict[str, Any]:
    changes = writing.assign(ad_set, values)
    budget_changed = bool({"daily_budget", "lifetime_budget"} & set(changes))
    if budget_changed:
        budgets.count_budget_edit(call, ad_set)
    reviewed_again = {"targeting", "optimization_goal"} & set(changes)
    if reviewed_again:
        ad_set.fields["market"] = _market(call, call.account_of(ad_set), campaign, ad_set.fields)
        ad_set.fields.pop("issues", None)
    with call.world.store.writing():
        writing.saved(call, ad_set, changes, touch=bool(set(changes) - {"daily_budget", "lifetime_budget"}))
        if reviewed_again:
            from adsandbox.meta.ads import review_again

            for ad in call.world.store.nodes(Kind.AD, parent_id=ad_set.id):
                review_again(call, ad)
    return {"success": True}


def _campaign(call: Call, account: Node) -> Node:
    campaign = call.node(call.params.required_text("campaign_id"), Kind.CAMPAIGN)
    if campaign.account_id != account.id:
        raise invalid("The campaign belongs to another ad account.", blame=("campaign_id",))
    if campaign.status in GONE:
        raise invalid(
            "The campaign is archived or deleted, so no ad set can be added to it.", blame=("campaign_id",)
        )
    siblings = [s for s in call.world.store.nodes(Kind.AD_SET, parent_id=campaign.id) if s.status not in GONE]
    if len(siblings) >= MOST_AD_SETS:
        raise GraphError(
            2695,
            "(#2695) The number of ad sets per campaign exceeded the limit",
            title="Too Many Ad Sets",
            reason=f"A campaign can have at most {MOST_AD_SETS} ad sets.",
        )
    return campaign


def _targeting(call: Call, account: Node, fields: dict[str, Any]) -> dict[str, Any]:
    spec = call.params.document("targeting", dict)
    if spec is None:
        raise required("targeting")
    check_targeting(spec, dsa=(fields.get("dsa_beneficiary"), fields.get("dsa_payor")))
    check_advantage_audience(spec)
    check_audiences(call, account, spec)
    kept: dict[str, Any] = {"age_min": 18, "age_max": 65, **spec}
    return kept


def _schedule(call: Call, account: Node) -> dict[str, Any]:
    start = call.params.instant("start_time", zone_of(account)) or call.now
    end = call.params.instant("end_time", zone_of(account)) or None
    budgets.check_schedule(start, end, call.now, bool(call.params.whole("daily_budget")))
    return {"start_time": start, "end_time": end}


def _changed_schedule(call: Call, account: Node, ad_set: Node) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("start_time", "end_time"):
        if name in call.params:
            values[name] = call.params.instant(name, zone_of(account)) or None
    if values:
        merged = {**ad_set.fields, **values}
        start = merged.get("start_time") or call.now
        budgets.check_schedule(start, merged.get("end_time"), call.now, bool(merged.get("daily_budget")))
        if merged.get("lifetime_budget") and not merged.get("end_time"):
            raise invalid("A lifetime budget needs an end time.", blame=("end_time",))
    return values


def _new_budget(call: Call, account: Node, campaign: Node, fields: dict[str, Any]) -> dict[str, Any]:
    daily, lifetime = budgets.read_budget(call, "daily_budget"), budgets.read_budget(call, "lifetime_budget")
    if has_budget(campaign):
        if daily or lifetime:
            raise invalid(
                "The campaign has the budget; a budget can be set at one level only.",
                subcode=1885621,
                title="Budget At Both Levels",
                blame=("daily_budget",),
            )
        if campaign.fields.get("lifetime_budget") and not fields["end_time"]:
            raise invalid(
                "Ad sets of a campaign with a lifetime budget need an end time.", blame=("end_time",)
            )
        return {"daily_budget": 0, "lifetime_budget": 0}
    if daily and lifetime:
        raise invalid(
            "Use either a daily or a lifetime budget, not both.", blame=("daily_budget", "lifetime_budget")
        )
    if daily:
        budgets.check_daily(account, daily, budgets.minimum_kind(fields["billing_event"]))
    elif lifetime:
        if not fields["end_time"]:
            raise invalid(
                "A lifetime budget needs an end time.", title="End Time Required", blame=("end_time",)
            )
        budgets.check_lifetime(account, lifetime, (fields["end_time"] - fields["start_time"]) / budgets.DAY)
    else:
        raise invalid(
            "The ad set needs a daily or a lifetime budget, because its campaign has none.",
            subcode=1487061,
            title="Budget Required",
            blame=("daily_budget",),
        )
    return {"daily_budget": daily or 0, "lifetime_budget": lifetime or 0}


def _changed_budget(call: Call, account: Node, campaign: Node, ad_set: Node) -> dict[str, Any]:
    daily, lifetime = budgets.read_budget(call, "daily_budget"), budgets.read_budget(call, "lifetime_budget")
    if not daily and not lifetime:
        return {}
    if has_budget(campaign):
        raise invalid(
            "The campaign has the budget; a budget can be set at one level only.",
            subcode=1885621,
            title="Budget At Both Levels",
            blame=("daily_budget",),
        )
    if (daily and ad_set.fields.get("lifetime_budget")) or (lifetime and ad_set.fields.get("daily_budget")):
        raise invalid(
            "An ad set cannot change between daily and lifetime budget.",
            subcode=1815198,
            blame=("daily_budget" if daily else "lifetime_budget",),
        )
    if daily:
        budgets.check_daily(account, daily, budgets.minimum_kind(ad_set.fields["billing_event"]))
        return {"daily_budget": daily}
    spent = spent_by(call, account, "ad_set", ad_set.id)
    days = (float(ad_set.fields["end_time"]) - float(ad_set.fields["start_time"])) / budgets.DAY
    budgets.check_lifetime(account, lifetime or 0, days)
    if (lifetime or 0) < spent:
        raise invalid(
            f"The lifetime budget cannot be less than {budgets.written(account, spent)} already spent.",
            subcode=1885650,
            blame=("lifetime_budget",),
        )
    return {"lifetime_budget": lifetime}


def _default_strategy(fields: dict[str, Any]) -> str:
    return "LOWEST_COST_WITH_BID_CAP" if fields.get("bid_amount") else "LOWEST_COST_WITHOUT_CAP"


def _attribution(call: Call, fields: dict[str, Any]) -> list[dict[str, Any]]:
    conversions = fields["optimization_goal"] in ("OFFSITE_CONVERSIONS", "VALUE")
    given = call.params.document("attribution_spec", list)
    if given is None:
        return DEFAULT_ATTRIBUTION if conversions else CLICK_ATTRIBUTION
    windows = {
        (str(item.get("event_type")), item.get("window_days")) for item in given if isinstance(item, dict)
    }
    clicks = {("CLICK_THROUGH", 1), ("CLICK_THROUGH", 7)} if conversions else {("CLICK_THROUGH", 1)}
    views = {("VIEW_THROUGH", 1), ("ENGAGED_VIDEO_VIEW", 1)} if conversions else set()
    if not windows or not windows <= clicks | views or len(windows & clicks) != 1:
        raise invalid(
            "This attribution setting is not available for the chosen optimization.",
            subcode=1504040,
            title="Attribution Setting Invalid",
            blame=("attribution_spec",),
        )
    return [{"event_type": kind, "window_days": days} for kind, days in sorted(windows)]


def _learning(call: Call, ad_set: Node) -> dict[str, Any] | None:
    """The learning phase; none before the ad set has delivered."""
    found = call.world.learning(call.account_of(ad_set)).get(int(ad_set.id))
    if found is None:
        return None
    return {
        "status": _LEARNING_STATUS[found.stage],
        "conversions": found.conversions,
        "last_sig_edit_ts": int(found.since),
        "attribution_windows": list(attribution_windows(ad_set)),
    }


def _refuse_immutable(call: Call, ad_set: Node) -> None:
    params = call.params
    if (
        params.text("attribution_spec") is not None
        and params.document("attribution_spec", list) != ad_set.fields["attribution_spec"]
    ):
        raise invalid(
            "The attribution setting of an ad set cannot be changed.",
            subcode=1504040,
            blame=("attribution_spec",),
        )
    for name, present in (
        ("campaign_id", ad_set.parent_id),
        ("billing_event", ad_set.fields["billing_event"]),
        ("destination_type", ad_set.fields.get("destination_type")),
    ):
        if params.text(name) is not None and params.text(name) != present:
            raise invalid(f"The {name} of an ad set cannot be changed.", subcode=1815198, blame=(name,))
    promoted = params.document("promoted_object", dict)
    if promoted is not None and promoted != ad_set.fields.get("promoted_object"):
        raise invalid(
            "The promoted object of an ad set cannot be changed.", subcode=1815198, blame=("promoted_object",)
        )


def _market(call: Call, account: Node, campaign: Node, fields: dict[str, Any]) -> dict[str, Any]:
    """What the market needs to know of an ad set, in its own words."""
    targeting, people = reachable(call, account, fields["targeting"])
    widened = str((fields["targeting"].get("targeting_automation") or {}).get("advantage_audience")) == "1"
    return {
        "audience": people * (1.5 if widened else 1.0),
        "price": price_level(targeting),
        "purpose": purpose_of(campaign.fields["objective"], fields),
        "targeting": asdict(targeting),
    }


def reachable(call: Call, account: Node, spec: dict[str, Any]) -> tuple[Targeting, float]:
    """A targeting in the market's words, and how many people it describes."""
    listed = people_named(call, account, spec, "custom_audiences")
    if spec.get("custom_audiences"):
        listed = max(listed, SMALLEST_AUDIENCE)
    targeting = to_market(spec, listed)
    excluded = people_named(call, account, spec, "excluded_custom_audiences")
    return targeting, max(audience_size(targeting) - excluded, SMALLEST_AUDIENCE)


def _budget(name: str) -> Any:
    return lambda call, node: str(node.fields.get(name) or 0)


GRAPH[Kind.AD_SET].fields = {
    **shared_fields(),
    "campaign_id": lambda call, node: node.parent_id,
    "campaign": lambda call, node: Ref(parent(call, node)),
    "daily_budget": _budget("daily_budget"),
    "lifetime_budget": _budget("lifetime_budget"),
    "budget_remaining": lambda call, node: budget_remaining(call, node, "ad_set"),
    "bid_strategy": lambda call, node: node.fields.get("bid_strategy"),
    "bid_amount": lambda call, node: node.fields.get("bid_amount"),
    "bid_constraints": lambda call, node: node.fields.get("bid_constraints"),
    "billing_event": lambda call, node: node.fields["billing_event"],
    "optimization_goal": lambda call, node: node.fields["optimization_goal"],
    "promoted_object": lambda call, node: node.fields.get("promoted_object"),
    "targeting": lambda call, node: node.fields["targeting"],
    "attribution_spec": lambda call, node: node.fields["attribution_spec"],
    "destination_type": lambda call, node: node.fields.get("destination_type") or "UNDEFINED",
    "dsa_beneficiary": lambda call, node: node.fields.get("dsa_beneficiary"),
    "dsa_payor": lambda call, node: node.fields.get("dsa_payor"),
    "start_time": lambda call, node: local_time(call, node, node.fields.get("start_time")),
    "end_time": lambda call, node: local_time(call, node, node.fields.get("end_time")),
    "pacing_type": lambda call, node: ["standard"],
    "lifetime_imps": lambda call, node: 0,
    "is_dynamic_creative": lambda call, node: False,
    "issues_info": issues_info,
    "learning_stage_info": _learning,
    "use_new_app_click": lambda call, node: False,
    "source_adset_id": lambda call, node: node.fields.get("source_adset_id", "0"),
}
GRAPH[Kind.AD_SET].update = update_ad_set
GRAPH[Kind.AD_SET].delete = writing.delete
