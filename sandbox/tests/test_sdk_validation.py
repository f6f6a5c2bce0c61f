"""Every value that the platform refuses is refused with the platform's own code and a useful sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adsandbox import Sandbox
from builders import Advertiser, broad, failure

Case = tuple[dict[str, Any], int, int | None]
PIXEL_GOAL = {"optimization_goal": "OFFSITE_CONVERSIONS"}

CAMPAIGN_CASES: dict[str, Case] = {
    "no name": ({"name": None}, 100, None),
    "no objective": ({"objective": None}, 100, None),
    "unknown objective": ({"objective": "FAME"}, 100, None),
    "legacy objective": ({"objective": "CONVERSIONS"}, 100, None),
    "no special ad categories": ({"special_ad_categories": None}, 100, None),
    "unknown category": ({"special_ad_categories": ["PETS"]}, 100, None),
    "no sharing flag": ({"is_adset_budget_sharing_enabled": None}, 100, 4834011),
    "sharing with budget": ({"daily_budget": 5000, "is_adset_budget_sharing_enabled": True}, 100, 4834002),
    "both budgets": ({"daily_budget": 5000, "lifetime_budget": 9000}, 100, None),
    "daily budget too low": ({"daily_budget": 49}, 100, 1885272),
    "lifetime budget too low": ({"lifetime_budget": 49}, 100, 1885650),
    "budget with decimals": ({"daily_budget": "50.5"}, 100, None),
    "negative budget": ({"daily_budget": -1}, 100, None),
    "spend cap too low": ({"spend_cap": 9999}, 100, 2446307),
    "archived at once": ({"status": "ARCHIVED"}, 100, None),
    "unknown label": ({"adlabels": [{"id": "12250000100000099"}]}, 100, 33),
}


@pytest.mark.parametrize("case", CAMPAIGN_CASES)
@pytest.mark.filterwarnings("ignore::UserWarning")  # the SDK warns about what it sends nevertheless
def test_campaign_when_invalid_then_refused(advertiser: Advertiser, case: str) -> None:
    values, code, subcode = CAMPAIGN_CASES[case]
    error = failure(advertiser.campaign, **values)
    assert (error.api_error_code(), error.api_error_subcode()) == (code, subcode)
    assert list(advertiser.account.get_campaigns()) == []


def test_campaign_when_budget_without_strategy_then_ad_sets_need_bids(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(daily_budget=5000, bid_strategy=None)
    assert campaign.api_get(fields=["bid_strategy"])["bid_strategy"] == "LOWEST_COST_WITH_BID_CAP"
    error = failure(advertiser.ad_set, campaign["id"], daily_budget=None)
    assert error.api_error_subcode() == 1815857
    assert "bid_amount" in error.body()["error"]["error_user_msg"]
    advertiser.ad_set(campaign["id"], daily_budget=None, bid_amount=500)


AD_SET_CASES: dict[str, Case] = {
    "no name": ({"name": None}, 100, None),
    "no campaign": ({"campaign_id": None}, 100, None),
    "foreign campaign": ({"campaign_id": "12200000900000001"}, 100, 33),
    "no goal": ({"optimization_goal": None}, 100, None),
    "no billing event": ({"billing_event": None}, 100, None),
    "goal of another objective": ({"optimization_goal": "LEAD_GENERATION"}, 100, None),
    "billing event of another goal": ({"billing_event": "LINK_CLICKS"}, 100, None),
    "no targeting": ({"targeting": None}, 100, None),
    "no place": ({"targeting": broad(geo_locations={})}, 100, 1885364),
    "no advantage flag": ({"targeting": broad(targeting_automation={})}, 100, 1870227),
    "advantage with upper age": (
        {"targeting": broad(targeting_automation={"advantage_audience": 1}, age_max=50)},
        100,
        1870189,
    ),
    "radius too large": (
        {"targeting": broad(geo_locations={"cities": [{"key": "638242", "radius": 90}]})},
        100,
        1815946,
    ),
    "dead interest": ({"targeting": broad(flexible_spec=[{"interests": [{"id": "1"}]}])}, 100, 1487694),
    "detailed targeting of minors": ({"targeting": broad(age_min=15, genders=[1])}, 100, 1870165),
    "ages upside down": ({"targeting": broad(age_min=40, age_max=30)}, 100, None),
    "unknown targeting field": ({"targeting": broad(mood="happy")}, 100, None),
    "position explore": ({"targeting": broad(instagram_positions=["explore"])}, 100, None),
    "european union without payor": ({"targeting": broad(geo_locations={"countries": ["DE"]})}, 100, 3858152),
    "no pixel": ({"promoted_object": None}, 100, 1815715),
    "unknown event": ({"promoted_object": {"pixel_id": "PIXEL", "custom_event_type": "SNEEZE"}}, 100, None),
    "no budget": ({"daily_budget": None}, 100, 1487061),
    "daily budget too low": ({"daily_budget": 10}, 100, 1885272),
    "both budgets": ({"lifetime_budget": 50_000}, 100, None),
    "lifetime without end": ({"daily_budget": None, "lifetime_budget": 50_000}, 100, None),
    "lifetime too low": (
        {"daily_budget": None, "lifetime_budget": 100, "end_time": "2026-06-20T00:00:00+0000"},
        100,
        1885650,
    ),
    "end in the past": ({"end_time": "2026-05-01T00:00:00+0000"}, 100, 1487033),
    "daily budget for half a day": ({"end_time": "2026-06-02T00:00:00+0000"}, 100, None),
    "no date": ({"end_time": "tomorrow"}, 100, None),
    "cost cap without amount": ({"bid_strategy": "COST_CAP"}, 100, 1815857),
    "minimum return without floor": ({"bid_strategy": "LOWEST_COST_WITH_MIN_ROAS"}, 100, 2490487),
    "attribution of 28 days": (
        {"attribution_spec": [{"event_type": "CLICK_THROUGH", "window_days": 28}]},
        100,
        1504040,
    ),
}


@pytest.mark.parametrize("case", AD_SET_CASES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_ad_set_when_invalid_then_refused(advertiser: Advertiser, case: str) -> None:
    values, code, subcode = AD_SET_CASES[case]
    promoted = values.get("promoted_object")
    if promoted and promoted["pixel_id"] == "PIXEL":
        values = {**values, "promoted_object": {**promoted, "pixel_id": advertiser.pixel_id}}
    campaign_id = advertiser.campaign()["id"]
    error = failure(lambda: advertiser.ad_set(**{"campaign_id": campaign_id, **values}))
    assert (error.api_error_code(), error.api_error_subcode()) == (code, subcode)
    assert list(advertiser.account.get_ad_sets()) == []


def test_ad_set_when_both_levels_have_budgets_then_1885621(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(daily_budget=5000)
    error = failure(advertiser.ad_set, campaign["id"])
    assert error.api_error_subcode() == 1885621
    assert error.api_error_message() == "Invalid parameter"
    assert "one level only" in error.body()["error"]["error_user_msg"]
    assert error.body()["error"]["error_data"]["blame_field_specs"] == [["daily_budget"]]
    plain = advertiser.campaign()
    advertiser.ad_set(plain["id"])
    assert failure(plain.api_update, params={"daily_budget": 5000}).api_error_subcode() == 1885621


def test_ad_set_when_awareness_lacks_page_then_1885154(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(objective="OUTCOME_AWARENESS")
    values = {"optimization_goal": "REACH", "promoted_object": None}
    assert failure(advertiser.ad_set, campaign["id"], **values).api_error_subcode() == 1885154
    advertiser.ad_set(campaign["id"], **{**values, "promoted_object": {"page_id": advertiser.page_id}})


def test_ad_set_when_app_is_missing_then_refused(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(objective="OUTCOME_APP_PROMOTION")
    error = failure(advertiser.ad_set, campaign["id"], optimization_goal="APP_INSTALLS", promoted_object=None)
    assert error.api_error_subcode() == 2446509


@pytest.mark.parametrize(
    ("change", "subcode"),
    [
        ({"billing_event": "LINK_CLICKS"}, 1815198),
        ({"promoted_object": {"page_id": "1"}}, 1815198),
        ({"lifetime_budget": 90_000}, 1815198),
        ({"attribution_spec": [{"event_type": "CLICK_THROUGH", "window_days": 1}]}, 1504040),
        ({"end_time": "2026-05-01T00:00:00+0000"}, 1487033),
        ({"daily_budget": 3}, 1885272),
        ({"targeting": broad(geo_locations={})}, 1885364),
    ],
)
def test_ad_set_when_update_is_impossible_then_refused(
    advertiser: Advertiser, change: dict[str, Any], subcode: int
) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    assert failure(ad_set.api_update, params=change).api_error_subcode() == subcode
    assert ad_set.api_get(fields=["daily_budget"])["daily_budget"] == "10000"


def test_campaign_when_objective_is_changed_then_1815198(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    assert failure(campaign.api_update, params={"objective": "OUTCOME_LEADS"}).api_error_subcode() == 1815198


def test_budget_when_changed_five_times_an_hour_then_613(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    before = ad_set.api_get(fields=["updated_time"])["updated_time"]
    sandbox.advance(minutes=5)
    for amount in (11_000, 12_000, 13_000, 14_000):
        ad_set.api_update(params={"daily_budget": amount})
    error = failure(ad_set.api_update, params={"daily_budget": 15_000})
    assert (error.api_error_code(), error.api_error_subcode()) == (613, 1487632)
    assert ad_set.api_get(fields=["updated_time"])["updated_time"] == before
    sandbox.advance(hours=1)
    ad_set.api_update(params={"daily_budget": 15_000})
    assert ad_set.api_get(fields=["daily_budget"])["daily_budget"] == "15000"


CREATIVE_CASES: dict[str, tuple[Callable[[Advertiser], dict[str, Any]], int | None]] = {
    "no story": (lambda a: {"object_story_spec": None}, 1443048),
    "no page": (lambda a: {"object_story_spec": {**a.story(), "page_id": None}}, 1443048),
    "foreign page": (lambda a: {"object_story_spec": {**a.story(), "page_id": "12100000000000099"}}, 1443048),
    "no link data": (lambda a: {"object_story_spec": {"page_id": a.page_id}}, 1443048),
    "no link": (lambda a: {"object_story_spec": a.story(link=None)}, 2061015),
    "link is no address": (lambda a: {"object_story_spec": a.story(link="tasty chips")}, 2446383),
    "button leads nowhere": (
        lambda a: {"object_story_spec": a.story(call_to_action={"type": "SHOP_NOW", "value": {"link": "x"}})},
        2446383,
    ),
    "unknown button": (lambda a: {"object_story_spec": a.story(call_to_action={"type": "DANCE"})}, None),
    "unknown image": (lambda a: {"object_story_spec": a.story(image_hash="0" * 32)}, 2446386),
    "carousel of one": (
        lambda a: {"object_story_spec": a.story(child_attachments=[{"link": "https://a.example/"}])},
        1443048,
    ),
    "video without thumbnail": (
        lambda a: {"object_story_spec": {"page_id": a.page_id, "video_data": {"video_id": "1"}}},
        1443226,
    ),
}


@pytest.mark.parametrize("case", CREATIVE_CASES)
def test_creative_when_invalid_then_refused(advertiser: Advertiser, case: str) -> None:
    values, subcode = CREATIVE_CASES[case]
    error = failure(advertiser.creative, **values(advertiser))
    assert (error.api_error_code(), error.api_error_subcode()) == (100, subcode)


def test_image_when_no_image_then_1487411(advertiser: Advertiser) -> None:
    for content in ("bm90IGFuIGltYWdl", "%%%", "iVBORw0KGgo="):
        error = failure(advertiser.account.create_ad_image, params={"bytes": content})
        assert (error.api_error_code(), error.api_error_subcode()) == (100, 1487411)
    assert failure(advertiser.account.create_ad_image, params={}).api_error_code() == 100


def test_ad_when_invalid_then_refused(advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    for values in ({"name": None}, {"adset_id": None}, {"creative": {}}, {"creative": {"creative_id": "1"}}):
        merged = {"ad_set_id": ad_set["id"], **values}
        error = failure(lambda merged=merged: advertiser.ad(**merged))
        assert error.api_error_code() == 100
    ad = advertiser.ad(ad_set["id"])
    other = advertiser.ad_set(advertiser.campaign()["id"])
    assert failure(ad.api_update, params={"adset_id": other["id"]}).api_error_subcode() == 1815198


def test_ad_set_when_campaign_is_full_then_2695(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    for _ in range(200):
        advertiser.ad_set(campaign["id"], status="PAUSED")
    assert failure(advertiser.ad_set, campaign["id"]).api_error_code() == 2695


def test_ads_when_ad_set_is_full_then_refused(advertiser: Advertiser) -> None:
    ad_set, creative = advertiser.ad_set(advertiser.campaign()["id"]), advertiser.creative()
    for _ in range(50):
        advertiser.ad(ad_set["id"], creative={"creative_id": creative["id"]}, status="PAUSED")
    error = failure(advertiser.ad, ad_set["id"], creative={"creative_id": creative["id"]})
    assert error.api_error_code() == 100


def test_account_when_disabled_then_nothing_is_made(sandbox: Sandbox, advertiser: Advertiser) -> None:
    sandbox.control(
        "POST", "/accounts/status", account_id=sandbox.meta_account_id, account_status=2, disable_reason=1
    )
    account = advertiser.account.api_get(fields=["account_status", "disable_reason"])
    assert (account["account_status"], account["disable_reason"]) == (2, 1)
    assert "disabled" in failure(advertiser.campaign).body()["error"]["error_user_msg"]


def test_yen_budget_when_given_then_whole_yen(sandbox: Sandbox, advertiser: Advertiser) -> None:
    made = sandbox.control("POST", "/accounts", name="Tokyo", currency="JPY", timezone="Asia/Tokyo")
    tokyo = Advertiser(advertiser.api, made["account_id"])
    assert failure(tokyo.campaign, daily_budget=10).api_error_subcode() == 1885272
    assert tokyo.campaign(daily_budget=500).api_get(fields=["daily_budget"])["daily_budget"] == "500"
