"""Every rule of budgets, campaigns and ad groups, by the error that the SDK shows for breaking it."""

from __future__ import annotations

from typing import Any

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, paths, refusal

Values = dict[str, Any]


@pytest.mark.parametrize(
    ("values", "code", "place"),
    [
        ({"amount_micros": None}, "field_error.REQUIRED", "amount_micros"),
        (
            {"amount_micros": 12_345},
            "campaign_budget_error.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT",
            "amount_micros",
        ),
        ({"amount_micros": -10_000}, "campaign_budget_error.NEGATIVE_MONEY_AMOUNT", "amount_micros"),
        (
            {"amount_micros": 0},
            "campaign_budget_error.MONEY_AMOUNT_LESS_THAN_CURRENCY_MINIMUM_CPC",
            "amount_micros",
        ),
        ({"amount_micros": 10**18}, "campaign_budget_error.MONEY_AMOUNT_TOO_LARGE", "amount_micros"),
        ({"explicitly_shared": None}, "field_error.REQUIRED", "name"),  # shared unless it says otherwise
        (
            {"period": "CUSTOM_PERIOD"},
            "campaign_budget_error.BUDGET_AMOUNT_MUST_BE_UNSET_FOR_CUSTOM_BUDGET_PERIOD",
            "amount_micros",
        ),
        (
            {"total_amount_micros": 10_000},
            "campaign_budget_error.TOTAL_BUDGET_AMOUNT_MUST_BE_UNSET_FOR_BUDGET_PERIOD_DAILY",
            "total_amount_micros",
        ),
        (
            {"aligned_bidding_strategy_id": 7},
            "context_error.OPERATION_NOT_PERMITTED_FOR_CONTEXT",
            "aligned_bidding_strategy_id",
        ),
    ],
)
def test_budget_when_wrong_then_refused(
    google: GoogleAdvertiser, values: Values, code: str, place: str
) -> None:
    kept = {name: value for name, value in google.budget_values(**values).items() if value is not None}
    error = refusal(google.create, "CampaignBudget", **kept)
    assert codes(error)[0] == code
    assert paths(error)[0] == f"operations[0].create.{place}"


def test_budget_when_named_or_used_twice_then_refused(google: GoogleAdvertiser) -> None:
    google.budget(name="Shared", explicitly_shared=True)
    error = refusal(google.budget, name="Shared", explicitly_shared=True)
    assert codes(error) == ["campaign_budget_error.DUPLICATE_NAME"]
    own = google.budget()
    google.campaign(budget=own)
    error = refusal(google.campaign, budget=own, name="Other")
    assert codes(error) == ["campaign_budget_error.CAMPAIGN_BUDGET_CANNOT_BE_SHARED"]
    assert codes(refusal(google.remove, "CampaignBudget", own)) == [
        "campaign_budget_error.CAMPAIGN_BUDGET_IN_USE"
    ]
    error = refusal(google.update, "CampaignBudget", ["name"], resource_name=own, name="Mine")
    assert codes(error) == ["campaign_budget_error.CANNOT_MODIFY_FIELD_OF_IMPLICITLY_SHARED_CAMPAIGN_BUDGET"]


@pytest.mark.parametrize(
    ("values", "code", "place"),
    [
        ({"name": None}, "field_error.REQUIRED", "name"),
        ({"campaign_budget": None}, "field_error.REQUIRED", "campaign_budget"),
        ({"advertising_channel_type": None}, "field_error.REQUIRED", "advertising_channel_type"),
        (
            {"contains_eu_political_advertising": None},
            "field_error.REQUIRED",
            "contains_eu_political_advertising",
        ),
        ({"manual_cpc": None}, "field_error.REQUIRED", "campaign_bidding_strategy"),
        (
            {"advertising_channel_type": "PERFORMANCE_MAX"},
            "operation_access_denied_error.OPERATION_NOT_PERMITTED_FOR_CAMPAIGN_TYPE",
            "advertising_channel_type",
        ),
        ({"status": "REMOVED"}, "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED", "status"),
        ({"name": "x" * 256}, "string_length_error.TOO_LONG", "name"),
        ({"name": "two\nlines"}, "string_format_error.ILLEGAL_CHARS", "name"),
        ({"start_date_time": "2026-06-09"}, "date_error.INVALID_STRING_DATE_TIME_SECONDS", "start_date_time"),
        (
            {"start_date_time": "2026-05-01 00:00:00"},
            "date_range_error.CANNOT_SET_DATE_TO_PAST",
            "start_date_time",
        ),
        (
            {"start_date_time": "2026-07-01 00:00:00", "end_date_time": "2026-06-20 23:59:59"},
            "date_range_error.START_DATE_AFTER_END_DATE",
            "end_date_time",
        ),
        (
            {"manual_cpc": {"enhanced_cpc_enabled": True}},
            "context_error.OPERATION_NOT_PERMITTED_FOR_CONTEXT",
            "manual_cpc.enhanced_cpc_enabled",
        ),
        (
            {"manual_cpc": None, "target_cpa": {"target_cpa_micros": 10_000}},
            "bidding_error.INVALID_BIDDING_STRATEGY_TYPE",
            "target_cpa",
        ),
        (
            {"manual_cpc": None, "maximize_conversions": {}},
            "campaign_error.CONVERSION_TRACKING_NOT_ENABLED",
            "maximize_conversions",
        ),
        (
            {"manual_cpc": None, "target_spend": {"cpc_bid_ceiling_micros": 5}},
            "currency_error.VALUE_NOT_MULTIPLE_OF_BILLABLE_UNIT",
            "target_spend.cpc_bid_ceiling_micros",
        ),
        (
            {"manual_cpc": None, "maximize_conversion_value": {"target_roas": 5000}},
            "range_error.TOO_HIGH",
            "maximize_conversion_value.target_roas",
        ),
        (
            {
                "manual_cpc": None,
                "target_impression_share": {"location": "ANYWHERE_ON_PAGE", "cpc_bid_ceiling_micros": 10_000},
            },
            "field_error.REQUIRED",
            "target_impression_share.location_fraction_micros",
        ),
        (
            {"network_settings": {"target_search_network": True}},
            "campaign_error.CANNOT_TARGET_SEARCH_NETWORK_WITHOUT_GOOGLE_SEARCH",
            None,
        ),
        (
            {"network_settings": {"target_google_search": False}},
            "campaign_error.CAMPAIGN_MUST_TARGET_AT_LEAST_ONE_NETWORK",
            "network_settings",
        ),
        (
            {"shopping_setting": {"enable_local": True}},
            "context_error.OPERATION_NOT_PERMITTED_FOR_CONTEXT",
            "shopping_setting",
        ),
    ],
)
def test_campaign_when_wrong_then_refused(
    google: GoogleAdvertiser, values: Values, code: str, place: str | None
) -> None:
    values = google.campaign_values(google.budget(), **values)
    error = refusal(google.create, "Campaign", **values)
    assert code in codes(error)
    if place is not None:
        assert f"operations[0].create.{place}" in paths(error)


def test_campaign_when_named_twice_then_refused_but_for_other_letters(google: GoogleAdvertiser) -> None:
    first = google.campaign(name="Chips")
    assert codes(refusal(google.campaign, name="Chips")) == ["campaign_error.DUPLICATE_CAMPAIGN_NAME"]
    google.campaign(name="chips")
    google.update(
        "Campaign", ["status"], resource_name=first, status="ENABLED"
    )  # its own name does not count
    for status in ("REMOVED", "UNSPECIFIED"):
        error = refusal(google.update, "Campaign", ["status"], resource_name=first, status=status)
        assert codes(error) == ["enum_error.ENUM_VALUE_NOT_PERMITTED"]


def test_campaign_when_it_has_no_declaration_any_more_then_account_is_blocked(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    campaign = google.campaign()
    sandbox.control("POST", "/events", do="platform_setting", setting="declaration_missing")
    blocked = ["mutate_error.EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED"]
    assert codes(refusal(google.budget)) == blocked
    location = {"geo_target_constant": "geoTargetConstants/2276"}
    error = refusal(google.create, "CampaignCriterion", campaign=campaign, location=location)
    assert "criterion_error.MISSING_EU_POLITICAL_ADVERTISING_SELF_DECLARATION" in codes(error)
    google.create("Label", name="not campaign management")
    google.update(
        "Campaign",
        ["contains_eu_political_advertising"],
        resource_name=campaign,
        contains_eu_political_advertising="DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
    )
    google.budget()


def test_ad_group_when_wrong_then_refused(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    google.ad_group(campaign, name="Chips")
    for values, code in (
        ({"name": "Chips"}, "ad_group_error.DUPLICATE_ADGROUP_NAME"),
        ({"name": ""}, "field_error.REQUIRED"),
        ({"name": "B", "cpc_bid_micros": 12_345}, "currency_error.VALUE_NOT_MULTIPLE_OF_BILLABLE_UNIT"),
        ({"name": "B", "cpc_bid_micros": -10_000}, "range_error.TOO_LOW"),
        (
            {"name": "B", "type_": "DISPLAY_STANDARD"},
            "ad_group_error.AD_GROUP_TYPE_NOT_VALID_FOR_ADVERTISING_CHANNEL_TYPE",
        ),
        ({"name": "B", "campaign": campaign + "9"}, "mutate_error.RESOURCE_NOT_FOUND"),
    ):
        assert codes(refusal(google.ad_group, **{"campaign": campaign} | values)) == [code]
    google.ad_group(google.campaign(name="Other"), name="Chips")  # names are unique within a campaign
