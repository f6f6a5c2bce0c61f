"""Every rule of campaign criteria, assets, labels, conversion actions and lists."""

from __future__ import annotations

from typing import Any

import pytest

from builders import tiny_png
from google_builders import URL, GoogleAdvertiser
from google_clients import codes, refusal

Values = dict[str, Any]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "criterion_error.CONCRETE_TYPE_REQUIRED"),
        (
            {"location": {"geo_target_constant": "geoTargetConstants/1"}},
            "criterion_error.INVALID_CRITERION_ID",
        ),
        (
            {"language": {"language_constant": "languageConstants/1"}},
            "criterion_error.CANNOT_TARGET_LANGUAGE",
        ),
        (
            {"language": {"language_constant": "languageConstants/1000"}, "negative": True},
            "criterion_error.CANNOT_EXCLUDE_CRITERIA_TYPE",
        ),
        ({"keyword": {"text": "chips", "match_type": "EXACT"}}, "criterion_error.CANNOT_ADD_CRITERIA_TYPE"),
        ({"ip_block": {"ip_address": "300.1.1.1"}, "negative": True}, "criterion_error.INVALID_IP_ADDRESS"),
        ({"device": {"type_": "CONNECTED_TV"}, "bid_modifier": 11.0}, "range_error.TOO_HIGH"),
        (
            {"location": {"geo_target_constant": "geoTargetConstants/2840"}, "bid_modifier": 0.05},
            "range_error.TOO_LOW",
        ),
        (
            {
                "location": {"geo_target_constant": "geoTargetConstants/2840"},
                "negative": True,
                "bid_modifier": 2.0,
            },
            "criterion_error.CANNOT_BID_MODIFY_NEGATIVE_CRITERION",
        ),
        (
            {
                "ad_schedule": {
                    "day_of_week": "MONDAY",
                    "start_hour": 9,
                    "start_minute": "ZERO",
                    "end_hour": 8,
                    "end_minute": "ZERO",
                }
            },
            "criterion_error.AD_SCHEDULE_INVALID_TIME_INTERVAL",
        ),
        ({"ad_schedule": {"day_of_week": "MONDAY"}}, "field_error.REQUIRED"),
        (
            {"proximity": {"radius": 10, "radius_units": "MILES"}},
            "criterion_error.PROXIMITY_GEOPOINT_AND_ADDRESS_BOTH_CANNOT_BE_NULL",
        ),
        (
            {"proximity": {"radius": 900, "radius_units": "MILES", "address": {"city_name": "Berlin"}}},
            "criterion_error.INVALID_PROXIMITY_RADIUS",
        ),
        ({"user_list": {"user_list": "customers/1/userLists/1"}}, "mutate_error.RESOURCE_NOT_FOUND"),
        ({"age_range": {"type_": "AGE_RANGE_18_24"}}, "criterion_error.CANNOT_ADD_CRITERIA_TYPE"),
    ],
)
def test_campaign_criterion_when_wrong_then_refused(
    google: GoogleAdvertiser, values: Values, code: str
) -> None:
    error = refusal(google.create, "CampaignCriterion", campaign=google.campaign(), **values)
    assert code in codes(error)


def test_campaign_criteria_when_right_then_made_with_the_platforms_ids(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    campaign_id = campaign.rsplit("/", 1)[-1]
    action = google.create("ConversionAction", name="Purchase", type_="WEBPAGE")
    users = google.create(
        "UserList", name="Buyers", basic_user_list={"actions": [{"conversion_action": action}]}
    )
    morning = {
        "day_of_week": "MONDAY",
        "start_hour": 8,
        "start_minute": "ZERO",
        "end_hour": 12,
        "end_minute": "ZERO",
    }
    for values, criterion_id in (
        ({"location": {"geo_target_constant": "geoTargetConstants/2276"}, "bid_modifier": 1.5}, "2276"),
        ({"language": {"language_constant": "languageConstants/1001"}}, "1001"),
        ({"device": {"type_": "MOBILE"}, "bid_modifier": 0.0}, "30001"),
        ({"keyword": {"text": "free", "match_type": "BROAD"}, "negative": True}, None),
        ({"ip_block": {"ip_address": "10.0.0.0/8"}, "negative": True}, None),
        ({"proximity": {"radius": 10, "radius_units": "MILES", "address": {"city_name": "Berlin"}}}, None),
        ({"user_list": {"user_list": users}}, None),
        ({"ad_schedule": morning}, None),
    ):
        name = google.create("CampaignCriterion", campaign=campaign, **values)
        assert name.startswith(f"customers/{google.customer_id}/campaignCriteria/{campaign_id}~")
        assert criterion_id is None or name.endswith(f"~{criterion_id}")
        assert google.create("CampaignCriterion", campaign=campaign, **values) == name
    overlapping = morning | {"start_hour": 11, "end_hour": 13}
    error = refusal(google.create, "CampaignCriterion", campaign=campaign, ad_schedule=overlapping)
    assert codes(error) == ["criterion_error.AD_SCHEDULE_TIME_INTERVALS_OVERLAP"]


def test_assets_when_made_and_linked_then_by_their_types(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    sitelink = google.create("Asset", sitelink_asset={"link_text": "Shop"}, final_urls=[URL])
    text = google.create("Asset", text_asset={"text": "Tasty Chips"})
    assert google.create("Asset", text_asset={"text": "Tasty Chips"}) == text
    picture = google.create("Asset", name="Picture", image_asset={"data": tiny_png()})
    for asset, field in ((sitelink, "SITELINK"), (text, "BUSINESS_NAME"), (picture, "AD_IMAGE")):
        name = google.create("CampaignAsset", campaign=campaign, asset=asset, field_type=field)
        assert name.endswith(f"~{field}")
    error = refusal(google.create, "CampaignAsset", campaign=campaign, asset=text, field_type="SITELINK")
    assert codes(error) == ["asset_link_error.FIELD_TYPE_INCOMPATIBLE_WITH_ASSET_TYPE"]
    link = google.create("CustomerAsset", asset=sitelink, field_type="SITELINK")
    google.update("CustomerAsset", ["status"], resource_name=link, status="PAUSED")
    google.remove("CustomerAsset", link)
    assert google.create("CustomerAsset", asset=sitelink, field_type="SITELINK") == link
    assert google.create(
        "AdGroupAsset", ad_group=google.ad_group(campaign), asset=sitelink, field_type="SITELINK"
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "asset_error.ASSET_DATA_IS_MISSING"),
        ({"sitelink_asset": {"link_text": "x" * 26}, "final_urls": [URL]}, "string_length_error.TOO_LONG"),
        ({"sitelink_asset": {"link_text": "Shop"}}, "field_error.REQUIRED"),
        (
            {"sitelink_asset": {"link_text": "Shop", "description1": "One"}, "final_urls": [URL]},
            "field_error.REQUIRED",
        ),
        ({"callout_asset": {"callout_text": "x" * 26}}, "string_length_error.TOO_LONG"),
        ({"name": "P", "image_asset": {"data": b"nothing"}}, "image_error.INVALID_IMAGE"),
        ({"image_asset": {"data": tiny_png()}}, "asset_error.NAME_REQUIRED_FOR_ASSET_TYPE"),
        (
            {"youtube_video_asset": {"youtube_video_id": "x"}},
            "asset_error.CUSTOMER_NOT_ON_ALLOWLIST_FOR_ASSET_TYPE",
        ),
    ],
)
def test_asset_when_wrong_then_refused(google: GoogleAdvertiser, values: Values, code: str) -> None:
    assert codes(refusal(google.create, "Asset", **values)) == [code]


def test_labels_when_put_on_everything_then_once_each(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    group = google.ad_group(campaign)
    label = google.create("Label", name="Spring", text_label={"background_color": "#aabbcc"})
    assert codes(refusal(google.create, "Label", name="Spring")) == ["label_error.DUPLICATE_NAME"]
    error = refusal(google.create, "Label", name="B", text_label={"background_color": "red"})
    assert codes(error) == ["string_format_error.INVALID_FORMAT"]
    for message, owner, name, code in (
        ("CampaignLabel", "campaign", campaign, "campaign_error.CAMPAIGN_LABEL_ALREADY_EXISTS"),
        ("AdGroupLabel", "ad_group", group, "ad_group_error.ADGROUP_LABEL_ALREADY_EXISTS"),
        (
            "AdGroupAdLabel",
            "ad_group_ad",
            google.ad(group),
            "ad_group_ad_error.AD_GROUP_AD_LABEL_ALREADY_EXISTS",
        ),
        (
            "AdGroupCriterionLabel",
            "ad_group_criterion",
            google.keyword(group),
            "ad_group_criterion_error.AD_GROUP_CRITERION_LABEL_ALREADY_EXISTS",
        ),
    ):
        link = google.create(message, label=label, **{owner: name})
        assert codes(refusal(google.create, message, label=label, **{owner: name})) == [code]
        google.remove(message, link)
        assert google.create(message, label=label, **{owner: name}) == link


def test_conversion_action_and_list_when_wrong_then_refused(google: GoogleAdvertiser) -> None:
    google.create("ConversionAction", name="Purchase", type_="WEBPAGE")
    for message, values, code in (
        (
            "ConversionAction",
            {"name": "Purchase", "type_": "WEBPAGE"},
            "conversion_action_error.DUPLICATE_NAME",
        ),
        (
            "ConversionAction",
            {"name": "B", "type_": "STORE_VISITS"},
            "conversion_action_error.CREATION_NOT_SUPPORTED",
        ),
        (
            "ConversionAction",
            {"name": "B", "type_": "WEBPAGE", "click_through_lookback_window_days": 91},
            "range_error.TOO_HIGH",
        ),
        ("UserList", {"name": "B"}, "user_list_error.CONCRETE_TYPE_REQUIRED"),
        (
            "UserList",
            {"name": "B", "crm_based_user_list": {}},
            "user_list_error.ADVERTISER_NOT_ON_ALLOWLIST_FOR_USING_UPLOADED_DATA",
        ),
        ("UserList", {"name": "B", "basic_user_list": {}}, "user_list_error.CONVERSION_TYPE_ID_REQUIRED"),
    ):
        assert codes(refusal(google.create, message, **values)) == [code]
