"""Search campaigns: required fields, networks, dates, their budget, the declaration, their names."""

from __future__ import annotations

from typing import Any

from adsandbox.google.bidding import BIDDING_FIELDS, OTHER_STRATEGIES, check_bidding
from adsandbox.google.budgets import BUDGET, is_shared, is_spent_from
from adsandbox.google.messages import default_enum, enum_name, set_enum, to_document
from adsandbox.google.names import last_id
from adsandbox.google.resources import REMOVED, Edit, ResourceType, message_of
from adsandbox.google.rules import check_name, has_namesake, read_moment, written_moment
from adsandbox.google.undeclared import declare
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import day_start, local_day, zone_of

_NO_END = "2037-12-30 23:59:59"
_CUSTOM_PERIOD = "CUSTOM_PERIOD"
_LONGEST_TRACKING = 2048


def _check(edit: Edit) -> None:
    campaign = edit.after
    if edit.creates and enum_name(campaign, "advertising_channel_type") != "SEARCH":
        code = "OPERATION_NOT_PERMITTED_FOR_CAMPAIGN_TYPE"
        edit.refuse("operation_access_denied_error", code, "advertising_channel_type")
        return
    if edit.changes("name"):
        check_name(edit, campaign.name, "name")
        if has_namesake(edit, Kind.SEARCH_CAMPAIGN):
            edit.refuse("campaign_error", "DUPLICATE_CAMPAIGN_NAME", "name", trigger=campaign.name)
    check_bidding(edit)
    _check_networks(edit)
    _check_dates(edit)
    if edit.changes("campaign_budget"):
        _check_budget(edit)
    if not campaign.contains_eu_political_advertising:
        edit.refuse("field_error", "REQUIRED", "contains_eu_political_advertising")
    campaign.missing_eu_political_advertising_declaration = False
    for field in ("tracking_url_template", "final_url_suffix"):
        if len(getattr(campaign, field)) > _LONGEST_TRACKING:
            edit.refuse("string_length_error", "TOO_LONG", field)
    _complete(campaign)


def _check_networks(edit: Edit) -> None:
    networks = edit.after.network_settings
    if not edit.after.HasField("network_settings"):
        networks.target_google_search = True
        networks.target_search_network = True
        networks.target_content_network = False
        networks.target_partner_search_network = False
    chosen = (networks.target_google_search, networks.target_search_network, networks.target_content_network)
    if not any(chosen):
        edit.refuse("campaign_error", "CAMPAIGN_MUST_TARGET_AT_LEAST_ONE_NETWORK", "network_settings")
    elif networks.target_search_network and not networks.target_google_search:
        code = "CANNOT_TARGET_SEARCH_NETWORK_WITHOUT_GOOGLE_SEARCH"
        edit.refuse("campaign_error", code, "network_settings", "target_search_network")
    if networks.target_partner_search_network:
        code = "CANNOT_TARGET_PARTNER_SEARCH_NETWORK"
        edit.refuse("campaign_error", code, "network_settings", "target_partner_search_network")


def _check_dates(edit: Edit) -> None:
    campaign, customer = edit.after, edit.call.customer
    zone = zone_of(customer)
    today = day_start(local_day(edit.call.now, zone), zone)
    if not campaign.start_date_time:
        campaign.start_date_time = written_moment(today, customer)
    if not campaign.end_date_time:
        campaign.end_date_time = _NO_END
    start = read_moment(edit, campaign.start_date_time, "start_date_time")
    end = read_moment(edit, campaign.end_date_time, "end_date_time")
    if start is None or end is None:
        return
    if edit.changes("start_date_time") and start < today:
        begun = edit.before is not None and edit.before.start_date_time <= written_moment(
            edit.call.now, customer
        )
        code = "CANNOT_MODIFY_START_DATE_IF_ALREADY_STARTED" if begun else "CANNOT_SET_DATE_TO_PAST"
        edit.refuse("date_range_error", code, "start_date_time", trigger=campaign.start_date_time)
    elif edit.changes("end_date_time") and end < edit.call.now:
        edit.refuse(
            "date_range_error", "CANNOT_SET_DATE_TO_PAST", "end_date_time", trigger=campaign.end_date_time
        )
    elif end <= start:
        edit.refuse("date_range_error", "START_DATE_AFTER_END_DATE", "end_date_time")
    elif campaign.end_date_time > _NO_END:
        edit.refuse("date_range_error", "AFTER_MAXIMUM_ALLOWABLE_DATE", "end_date_time")


def _check_budget(edit: Edit) -> None:
    campaign = edit.after
    budget = edit.referenced(BUDGET.collection, campaign.campaign_budget, "campaign_budget")
    if budget is None:
        return
    if budget.fields["status"] == REMOVED:
        edit.refuse("campaign_budget_error", "CAMPAIGN_BUDGET_REMOVED", "campaign_budget")
        return
    own = edit.node.id if edit.node else ""
    if not is_shared(budget) and is_spent_from(edit.call.world, budget, own):
        edit.refuse("campaign_budget_error", "CAMPAIGN_BUDGET_CANNOT_BE_SHARED", "campaign_budget")
    if budget.fields["resource"].get("period") == _CUSTOM_PERIOD:
        if is_shared(budget):
            edit.refuse("campaign_error", "CAMPAIGN_CANNOT_USE_SHARED_BUDGET", "campaign_budget")
        elif campaign.end_date_time in ("", _NO_END):
            edit.refuse("campaign_error", "END_DATE_TIME_REQUIRED_FOR_TOTAL_BUDGET", "end_date_time")


def _complete(campaign: Any) -> None:
    """Fields that every campaign has."""
    default_enum(campaign, "payment_mode", "CLICKS")
    default_enum(campaign, "ad_serving_optimization_status", "OPTIMIZE")
    set_enum(campaign, "experiment_type", "BASE")
    default_enum(campaign.geo_target_type_setting, "positive_geo_target_type", "PRESENCE_OR_INTEREST")
    default_enum(campaign.geo_target_type_setting, "negative_geo_target_type", "PRESENCE")


def _stored(edit: Edit, campaign: Node) -> None:
    """A budget of its own has the campaign's name, and goes with it."""
    world, resource = edit.call.world, campaign.fields["resource"]
    campaign.fields["budget"] = last_id(resource["campaign_budget"])
    if (
        not resource.get("missing_eu_political_advertising_declaration")
        or campaign.fields["status"] == REMOVED
    ):
        declare(world, campaign)
    budget = world.store.node(campaign.fields["budget"])
    if budget is None or is_shared(budget):
        return
    message = message_of(BUDGET, budget)
    message.name = resource["name"]
    if campaign.fields["status"] == REMOVED:
        set_enum(message, "status", REMOVED)
        budget.fields["status"] = REMOVED
    document = to_document(message)
    if document != budget.fields["resource"]:
        budget.fields |= {"resource": document, "name": resource["name"]}
        world.save(budget)


CAMPAIGN = ResourceType(
    kind=Kind.SEARCH_CAMPAIGN,
    message="Campaign",
    collection="campaigns",
    fields=frozenset({
        "name", "status", "advertising_channel_type", "campaign_budget", "network_settings",
        "start_date_time", "end_date_time", "contains_eu_political_advertising",
        "geo_target_type_setting", "tracking_url_template", "final_url_suffix", "url_custom_parameters",
        "ai_max_setting", "asset_automation_settings", "ad_serving_optimization_status",
        "payment_mode", *BIDDING_FIELDS,
    }),
    refused=OTHER_STRATEGIES,
    check=_check,
    required=("name", "advertising_channel_type", "campaign_budget", "contains_eu_political_advertising"),
    stored=_stored,
)  # fmt: skip
