"""Recommendations: what the platform suggests, and what becomes of it when it is applied or dismissed.

Two kinds that the market can tell: more budget for a campaign that lost impressions for want of it, and a
keyword in broad match for an ad group.
"""

from __future__ import annotations

from typing import Any

from adsandbox.google.call import Call, method
from adsandbox.google.customers import customer
from adsandbox.google.errors import AdsError, Problem, error, tell_partial_failure
from adsandbox.google.messages import message_class, service_message, set_enum
from adsandbox.google.mutate import Operation, mutate
from adsandbox.google.names import last_id
from adsandbox.google.resources import REMOVED, find
from adsandbox.google.rules import minimum_unit
from adsandbox.google.writable import TYPES
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

_SERVICE = "RecommendationService"
_DAYS = 7
_ADDED_KEYWORD = "best {word} near me"


def recommend_budget(world: World, campaign: Node) -> Node:
    """Recommend a budget with which the last week's impressions would not have been lost.

    Raises:
        ValueError: the campaign lost none for want of budget.
    """
    owner = _owner(world, campaign)
    today = local_day(world.now(), zone_of(owner))
    rows = world.search_rows(owner, today - _DAYS, today - 1)
    rows = rows[rows["campaign"] == int(campaign.id)]
    shown, lost = int(rows["impressions"].sum()), int(rows["lost_budget"].sum())
    if not shown or not lost:
        raise ValueError(f"The campaign {campaign.id} has lost no impressions for want of budget.")
    budget = world.store.node(campaign.fields["budget"])
    if budget is None:
        raise ValueError(f"The campaign {campaign.id} has no budget.")
    unit, current = minimum_unit(owner), int(budget.fields["resource"]["amount_micros"])
    wanted = round(current * (shown + lost) / shown / unit) * unit
    cost = float(rows["cost_micros"].sum())
    share = (shown + lost) / shown
    values = {
        "type_": "CAMPAIGN_BUDGET",
        "campaign": campaign.fields["resource"]["resource_name"],
        "campaign_budget": budget.fields["resource"]["resource_name"],
        "impact": {
            "base_metrics": {"impressions": float(shown), "cost_micros": str(int(cost))},
            "potential_metrics": {
                "impressions": float(shown + lost), "cost_micros": str(int(cost * share)),
            },
        },
        "campaign_budget_recommendation": {
            "current_budget_amount_micros": str(current),
            "recommended_budget_amount_micros": str(wanted),
            "budget_options": [{"budget_amount_micros": str(wanted)}],
        },
    }  # fmt: skip
    return _made(world, owner, values)


def recommend_keyword(world: World, ad_group: Node) -> Node:
    """Recommend a keyword in broad match, made of the ad group's name."""
    resource = ad_group.fields["resource"]
    words = {"text": suggested_keyword(ad_group), "match_type": "BROAD"}
    values = {
        "type_": "KEYWORD",
        "campaign": resource["campaign"],
        "ad_group": resource["resource_name"],
        "keyword_recommendation": {
            "keyword": words,
            "recommended_cpc_bid_micros": resource["cpc_bid_micros"],
        },
    }
    return _made(world, _owner(world, ad_group), values)


def suggested_keyword(ad_group: Node) -> str:
    """What the platform would add to an ad group."""
    return _ADDED_KEYWORD.format(word=(ad_group.name.split() or ["shop"])[-1].lower())


@method(_SERVICE, "ApplyRecommendation")
def apply_recommendation(call: Call, request: Any) -> Any:
    """Do what recommendations say, with other values where the request has some."""
    response = service_message(_SERVICE, "ApplyRecommendationResponse")()
    _each(call, request, response, _apply)
    return response


@method(_SERVICE, "DismissRecommendation")
def dismiss_recommendation(call: Call, request: Any) -> Any:
    """Put recommendations aside."""
    response = service_message(_SERVICE, "DismissRecommendationResponse")()
    _each(call, request, response, _dismiss)
    return response


def _each(call: Call, request: Any, response: Any, act: Any) -> None:
    """Do something with each operation's recommendation, all or nothing or each for itself."""
    if not request.operations:
        raise error("recommendation_error", "NO_OPERATIONS", "operations")
    problems: list[Problem] = []
    try:
        with call.world.store.writing():
            for index, operation in enumerate(request.operations):
                result = response.results.add()
                try:
                    act(call, _found(call, operation.resource_name), operation)
                    result.resource_name = operation.resource_name
                except AdsError as refusal:
                    problems += refusal.under(("operations", index)).problems
            if problems and not request.partial_failure:
                raise AdsError(*problems)
    except AdsError:
        call.world.forget_trees()
        raise
    tell_partial_failure(response, problems)


def _found(call: Call, name: str) -> Node:
    node = find(call, name, "recommendations")
    if node is None:
        raise error("mutate_error", "RESOURCE_NOT_FOUND", "resource_name", trigger=name)
    if node.fields["status"] == REMOVED:
        raise error("recommendation_error", "RECOMMENDATION_ALREADY_APPLIED", "resource_name", trigger=name)
    return node


def _apply(call: Call, node: Node, operation: Any) -> None:
    resource = node.fields["resource"]
    chosen = operation.WhichOneof("apply_parameters")
    if resource["type_"] == "CAMPAIGN_BUDGET":
        if chosen not in (None, "campaign_budget"):
            raise error("recommendation_error", "INVALID_APPLY_REQUEST", chosen)
        recommended = resource["campaign_budget_recommendation"]["recommended_budget_amount_micros"]
        change = message_class("services.CampaignBudgetOperation")()
        change.update.resource_name = resource["campaign_budget"]
        change.update.amount_micros = operation.campaign_budget.new_budget_amount_micros or int(recommended)
        change.update_mask.paths.append("amount_micros")
        kind = TYPES["campaign_budget"]
    else:
        if chosen not in (None, "keyword"):
            raise error("recommendation_error", "INVALID_APPLY_REQUEST", chosen)
        change = _keyword_operation(resource, operation.keyword)
        kind = TYPES["ad_group_criterion"]
    mutate(call, [Operation(kind, change, ())], partial=False, validate_only=False)
    node.fields["status"] = REMOVED
    call.world.save(node)


def _keyword_operation(resource: dict[str, Any], parameters: Any) -> Any:
    change = message_class("services.AdGroupCriterionOperation")()
    change.create.ad_group = parameters.ad_group or resource["ad_group"]
    suggestion = resource["keyword_recommendation"]
    change.create.keyword.text = suggestion["keyword"]["text"]
    if parameters.match_type:
        change.create.keyword.match_type = parameters.match_type
    else:
        set_enum(change.create.keyword, "match_type", suggestion["keyword"]["match_type"])
    if parameters.cpc_bid_micros:
        change.create.cpc_bid_micros = parameters.cpc_bid_micros
    return change


def _dismiss(call: Call, node: Node, operation: Any) -> None:
    if node.fields["resource"].get("dismissed"):
        raise error("recommendation_error", "RECOMMENDATION_ALREADY_DISMISSED", "resource_name")
    node.fields["resource"]["dismissed"] = True
    call.world.save(node)


def _owner(world: World, node: Node) -> Node:
    owner = customer(world, node.account_id)
    if owner is None:
        raise ValueError(f"{node.id} belongs to no customer.")
    return owner


def _made(world: World, owner: Node, values: dict[str, Any]) -> Node:
    campaign_id = last_id(str(values["campaign"]))
    node = world.new_node(Kind.RECOMMENDATION, owner, campaign_id, {"status": "ENABLED"})
    name = f"customers/{owner.id}/recommendations/{node.id}"
    node.fields["resource"] = {"resource_name": name, "dismissed": False, **values}
    return world.add(node)
