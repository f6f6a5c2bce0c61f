"""Edits of what exists, and the rarer edges: through the SDK."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
import requests
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adlabel import AdLabel
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.business import Business
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.targetingsearch import TargetingSearch
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi

from adsandbox import Sandbox
from builders import Advertiser, broad, failure


def read(node: Any, *fields: str) -> dict[str, Any]:
    """Fields of a node, freshly read."""
    return type(node)(node["id"], api=node.get_api()).api_get(fields=list(fields)).export_all_data()


def test_campaign_when_edited_then_reads_back(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(daily_budget=5000)
    campaign.api_update(
        params={
            "name": "New name",
            "daily_budget": 7000,
            "bid_strategy": "COST_CAP",
            "special_ad_categories": ["HOUSING"],
            "stop_time": "2026-09-01T00:00:00-0400",
            "adlabels": [{"name": "summer"}],
        }
    )
    fields = ("name", "daily_budget", "bid_strategy", "special_ad_categories", "stop_time")
    after = read(campaign, *fields)
    assert [after[name] for name in fields] == [
        "New name", "7000", "COST_CAP", ["HOUSING"], "2026-09-01T00:00:00-0400",
    ]  # fmt: skip
    campaign.api_update(params={"stop_time": 0})
    assert "stop_time" not in read(campaign, "stop_time")


@pytest.mark.parametrize(("made", "change", "subcode"), [
    ({"daily_budget": 5000}, {"daily_budget": 20}, 1885272),
    ({"daily_budget": 5000}, {"lifetime_budget": 90_000}, 1815198),
    ({"daily_budget": 5000}, {"daily_budget": 0}, 1487061),
    ({"daily_budget": 5000}, {"daily_budget": 6000, "lifetime_budget": 60_000}, None),
    ({}, {"buying_type": "RESERVED"}, 1815198),
    ({}, {"spend_cap": 5}, 2446307),
])  # fmt: skip
def test_campaign_when_edit_is_impossible_then_refused(
    advertiser: Advertiser, made: dict[str, Any], change: dict[str, Any], subcode: int | None
) -> None:
    campaign = advertiser.campaign(**made)
    assert failure(campaign.api_update, params=change).api_error_subcode() == subcode


def test_lifetime_budget_when_below_what_is_spent_then_refused(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    end = "2026-06-11T12:00:00+0000"
    ad_set = advertiser.ad_set(
        advertiser.campaign()["id"], daily_budget=None, lifetime_budget=100_000, end_time=end
    )
    advertiser.ad(ad_set["id"])
    sandbox.advance(days=5)
    assert failure(ad_set.api_update, params={"lifetime_budget": 10_000}).api_error_subcode() == 1885650
    ad_set.api_update(params={"lifetime_budget": 120_000})
    assert read(ad_set, "lifetime_budget")["lifetime_budget"] == "120000"
    assert failure(ad_set.api_update, params={"end_time": 0}).api_error_code() == 100
    campaign = advertiser.campaign(lifetime_budget=100_000)
    cbo = advertiser.ad_set(campaign["id"], daily_budget=None, end_time=end)
    assert failure(advertiser.ad_set, campaign["id"], daily_budget=None).api_error_code() == 100
    advertiser.ad(cbo["id"])
    sandbox.advance(days=4)
    assert failure(campaign.api_update, params={"lifetime_budget": 100}).api_error_subcode() == 1885650
    campaign.api_update(params={"lifetime_budget": 110_000})
    assert int(read(campaign, "budget_remaining")["budget_remaining"]) < 60_000


def test_ad_set_when_edited_then_reads_back(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    ad_set = advertiser.ad_set(campaign["id"])
    ad_set.api_update(
        params={
            "name": "Renamed",
            "bid_strategy": "COST_CAP",
            "bid_amount": 1500,
            "end_time": "2026-08-01T00:00:00-0400",
            "dsa_beneficiary": "Shelf",
            "dsa_payor": "Shelf",
            "adlabels": [{"name": "x"}],
        }
    )
    after = read(ad_set, "name", "bid_strategy", "bid_amount", "end_time", "dsa_payor", "adlabels")
    assert (after["name"], after["bid_strategy"], after["bid_amount"]) == ("Renamed", "COST_CAP", 1500)
    assert after["adlabels"][0]["name"] == "x"
    other = advertiser.campaign()
    assert failure(ad_set.api_update, params={"campaign_id": other["id"]}).api_error_subcode() == 1815198
    assert failure(ad_set.api_update, params={"bid_amount": 0}).api_error_subcode() == 1815857


@pytest.mark.parametrize("change", [
    {"targeting": broad(age_min=30)}, {"optimization_goal": "LINK_CLICKS"},
])  # fmt: skip
def test_ads_when_targeting_or_goal_changes_then_reviewed_again(
    sandbox: Sandbox, advertiser: Advertiser, change: dict[str, Any]
) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    ad = advertiser.ad(ad_set["id"])
    gone = advertiser.ad(ad_set["id"])
    gone.api_delete()
    sandbox.advance(minutes=11)
    ad_set.api_update(params={"daily_budget": 12_000})
    assert read(ad, "effective_status")["effective_status"] == "ACTIVE"
    ad_set.api_update(params=change)
    assert read(ad, "effective_status")["effective_status"] == "PENDING_REVIEW"
    assert read(gone, "effective_status")["effective_status"] == "DELETED"


def test_ad_when_edited_then_reads_back(advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    ad = advertiser.ad(ad_set["id"], conversion_domain="tastychips.co")
    spec = {"name": "Fresh", "object_story_spec": advertiser.story(name="Other headline")}
    ad.api_update(params={"name": "Renamed", "adlabels": [{"name": "y"}], "creative": spec})
    after = advertiser.api.call("GET", [ad["id"]], params={"fields": "name,adlabels,creative{title}"}).json()
    assert (after["name"], after["creative"]["title"]) == ("Renamed", "Other headline")
    assert [creative["id"] for creative in ad.get_ad_creatives()] == [after["creative"]["id"]]
    ad.api_update(params={"status": "PAUSED", "execution_options": ["validate_only"]})
    assert read(ad, "status")["status"] == "ACTIVE"


def test_archived_when_edited_then_only_name_and_deletion(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    campaign.api_update(params={"status": "ARCHIVED"})
    assert list(advertiser.account.get_campaigns()) == []
    campaign.api_update(params={"name": "Old"})
    assert failure(campaign.api_update, params={"status": "ACTIVE"}).api_error_code() == 100
    assert failure(advertiser.ad_set, campaign["id"]).api_error_code() == 100
    campaign.api_update(params={"status": "DELETED"})
    assert read(campaign, "status")["status"] == "DELETED"


def test_label_when_edited_and_followed_then_lists_its_objects(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    label = advertiser.account.create_ad_label(params={"name": "first"})
    campaign.create_ad_label(params={"adlabels": [{"id": label["id"]}, {"name": "second"}]})
    handle = AdLabel(label["id"], api=advertiser.api)
    assert [found["id"] for found in handle.get_campaigns()] == [campaign["id"]]
    handle.api_update(params={"name": "renamed"})
    assert {item["name"] for item in read(campaign, "adlabels")["adlabels"]} == {"renamed", "second"}
    edge = [campaign["id"], "adlabels"]
    advertiser.api.call("DELETE", edge, params={"adlabels": [{"id": label["id"]}]})
    assert [item["name"] for item in read(campaign, "adlabels")["adlabels"]] == ["second"]
    both = {"ad_label_ids": [label["id"], read(campaign, "adlabels")["adlabels"][0]["id"]], "operator": "ALL"}
    found = advertiser.api.call("GET", [advertiser.account["id"], "campaignsbylabels"], params=both).json()
    assert found["data"] == []
    advertiser.api.call("DELETE", edge)
    assert "adlabels" not in read(campaign, "adlabels")
    handle.api_delete()
    assert "renamed" not in [item["name"] for item in advertiser.account.get_ad_labels(fields=["name"])]


def test_creative_when_carousel_or_feed_then_kept(advertiser: Advertiser) -> None:
    image = advertiser.image_hash()
    cards = [{"link": f"https://a.example/{n}", "name": f"Card {n}", "image_hash": image} for n in range(3)]
    story = advertiser.story(child_attachments=cards)
    kept = read(advertiser.creative(object_story_spec=story), "object_story_spec")["object_story_spec"]
    assert [card["name"] for card in kept["link_data"]["child_attachments"]] == ["Card 0", "Card 1", "Card 2"]
    feed = {
        "images": [{"hash": image}],
        "bodies": [{"text": "One"}, {"text": "Two"}],
        "titles": [{"text": "Title"}],
        "link_urls": [{"website_url": "https://a.example/"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_IMAGE"],
    }
    values = {"asset_feed_spec": feed, "object_story_spec": {"page_id": advertiser.page_id}}
    creative = advertiser.creative(**values, degrees_of_freedom_spec={"creative_features_spec": {}})
    assert read(creative, "asset_feed_spec")["asset_feed_spec"]["titles"][0]["text"] == "Title"
    assert read(creative, "thumbnail_url")["thumbnail_url"].endswith(image)
    preview = creative.get_previews(params={"ad_format": "DESKTOP_FEED_STANDARD"})[0]["body"]
    assert "<iframe" in preview
    for wrong in (
        {"images": [{"hash": "0"}]},
        {"link_urls": ["nowhere"]},
        {"call_to_action_types": ["DANCE"]},
    ):
        assert failure(advertiser.creative, asset_feed_spec=wrong).api_error_code() == 100
    creative.api_delete()
    assert creative["id"] not in [found["id"] for found in advertiser.account.get_ad_creatives()]


def test_image_when_jpeg_or_gif_then_size_is_read(advertiser: Advertiser) -> None:
    import base64

    start = struct.pack(">HHBHHB", 0xFFC0, 11, 8, 480, 640, 1) + b"\x01\x11\x00"
    jpeg = b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9) + start + b"\xff\xd9"
    gif = b"GIF89a" + struct.pack("<HH", 30, 20) + b"\x00\x00\x00;"
    for content, size in ((jpeg, (640, 480)), (gif, (30, 20))):
        made = advertiser.account.create_ad_image(params={"bytes": base64.b64encode(content).decode()})
        assert (made["width"], made["height"]) == size
    named = advertiser.account.get_ad_images(fields=["name"], params={"name": "bytes"})
    assert len(list(named)) == 2


def test_business_when_read_then_owns_accounts_and_pages(api: FacebookAdsApi, sandbox: Sandbox) -> None:
    business = next(iter(User("me", api=api).get_businesses(fields=["name"])))
    handle = Business(business["id"], api=api)
    assert [account["id"] for account in handle.get_owned_ad_accounts()] == [sandbox.meta_account_id]
    assert list(handle.get_client_ad_accounts()) == []
    assert [page["name"] for page in handle.get_owned_pages(fields=["name"])] == ["Empty Shelf"]
    me = User("me", api=api).api_get()
    assert [a["id"] for a in User(me["id"], api=api).get_assigned_ad_accounts()] == [sandbox.meta_account_id]


def test_search_when_validating_or_by_country_then_found(api: FacebookAdsApi, advertiser: Advertiser) -> None:
    names = {"type": "adinterestvalid", "interest_list": ["Coffee", "Levitation"]}
    assert [item["valid"] for item in TargetingSearch.search(params=names, api=api)] == [True, False]
    ids = {"type": "adinterestvalid", "interest_fbid_list": ["6003100000001", "1"]}
    assert [item["valid"] for item in TargetingSearch.search(params=ids, api=api)] == [True, False]
    countries = TargetingSearch.search(params={"type": "adcountry", "q": "ger"}, api=api)
    assert countries[0]["country_code"] == "DE"
    places = {"type": "adgeolocation", "q": "new", "location_types": ["city"]}
    assert [item["name"] for item in TargetingSearch.search(params=places, api=api)] == ["New York"]
    found = advertiser.account.get_targeting_search(params={"q": "yoga"})
    assert found[0]["name"] == "Yoga"
    unknown = {"type": "adhoroscope", "q": "x"}
    assert failure(TargetingSearch.search, params=unknown, api=api).api_error_code() == 100


@pytest.mark.parametrize(("operator", "value", "count"), [
    ("EQUAL", "B2", 1), ("NOT_EQUAL", "B2", 2), ("IN", ["A1", "B2"], 2), ("NOT_IN", ["A1"], 2),
    ("CONTAIN", "b", 2), ("NOT_CONTAIN", "b", 1), ("STARTS_WITH", "a", 1), ("NONE", ["A1"], 2),
])  # fmt: skip
def test_operators_when_used_on_names_then_each_means_its_own(
    advertiser: Advertiser, operator: str, value: Any, count: int
) -> None:
    for name in ("A1", "B2", "B3"):
        advertiser.campaign(name=name)
    filtering = [{"field": "name", "operator": operator, "value": value}]
    assert len(list(advertiser.account.get_campaigns(params={"filtering": filtering}))) == count


def test_operators_when_used_on_numbers_and_parents_then_obeyed(advertiser: Advertiser) -> None:
    campaigns = [advertiser.campaign(name="P", daily_budget=amount) for amount in (1000, 2000, 3000)]
    for operator, value, count in (
        ("GREATER_THAN", 2000, 1),
        ("LESS_THAN_OR_EQUAL", "2000", 2),
        ("IN_RANGE", [1500, 3000], 2),
        ("NOT_IN_RANGE", [1500, 3000], 1),
    ):
        filtering = [{"field": "daily_budget", "operator": operator, "value": value}]
        assert len(list(advertiser.account.get_campaigns(params={"filtering": filtering}))) == count
    ad_set = advertiser.ad_set(campaigns[0]["id"], daily_budget=None)
    for field in ("campaign.id", "adset.id"):
        wanted = campaigns[0]["id"] if field == "campaign.id" else ad_set["id"]
        filtering = [{"field": field, "operator": "EQUAL", "value": wanted}]
        assert [s["id"] for s in advertiser.account.get_ad_sets(params={"filtering": filtering})] == [
            ad_set["id"]
        ]
    label = advertiser.account.create_ad_label(params={"name": "L"})
    campaigns[1].api_update(params={"adlabels": [{"id": label["id"]}]})
    for operator in ("ANY", "ALL"):
        filtering = [{"field": "adlabels", "operator": operator, "value": [label["id"]]}]
        found = advertiser.account.get_campaigns(params={"filtering": filtering})
        assert [campaign["id"] for campaign in found] == [campaigns[1]["id"]]


def test_app_token_when_used_then_has_no_accounts(sandbox: Sandbox) -> None:
    params = {"client_id": sandbox.meta_app_id, "client_secret": sandbox.meta_app_secret,
              "grant_type": "client_credentials"}  # fmt: skip
    url = f"{sandbox.meta_url}/v26.0/oauth/access_token"
    token = requests.get(url, params=params, timeout=5).json()["access_token"]
    answer = requests.get(f"{sandbox.meta_url}/v26.0/me", params={"access_token": token}, timeout=5).json()
    assert answer["error"]["code"] == 2500
    account = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/campaigns"
    assert requests.get(account, params={"access_token": token}, timeout=5).json()["error"]["code"] in (
        100,
        200,
    )


def test_method_override_when_posted_then_as_get_or_delete(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(name="Here")
    url, token = f"{sandbox.meta_url}/v26.0/{campaign['id']}", sandbox.meta_access_token
    got = requests.post(
        url, data={"access_token": token, "method": "GET", "fields": "name"}, timeout=5
    ).json()
    assert got["name"] == "Here"
    gone = requests.post(url, data={"access_token": token, "method": "DELETE"}, timeout=5).json()
    assert gone == {"success": True}
    assert requests.put(url, data={"access_token": token}, timeout=5).json()["error"]["code"] == 100
    page = f"{sandbox.meta_url}/v26.0/{advertiser.page_id}"
    assert requests.post(page, data={"access_token": token}, timeout=5).json()["error"]["error_subcode"] == 33
    minimum = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/minimum_budgets"
    assert requests.post(minimum, data={"access_token": token}, timeout=5).json()["error"]["code"] == 100


def test_batch_when_items_are_odd_then_each_answers_for_itself(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    advertiser.campaign(name="One")
    advertiser.campaign(name="Two")
    calls = [
        {"method": "GET", "relative_url": f"{sandbox.meta_account_id}/campaigns?fields=name", "name": "all"},
        {"method": "GET", "relative_url": "{result=all:$.data[0].id}?fields=name", "depends_on": "all"},
        {"method": "GET", "relative_url": "{result=all:$.data.9.id}"},
        {"method": "GET", "relative_url": "me", "depends_on": "nobody"},
        {"nonsense": True},
    ]
    data = {"access_token": sandbox.meta_access_token, "batch": json.dumps(calls)}
    answers = requests.post(f"{sandbox.meta_url}/v26.0/", data=data, timeout=5).json()
    assert answers[0] is None
    assert json.loads(answers[1]["body"])["name"] == "Two"
    assert answers[2] is None
    assert answers[3] is None
    assert answers[4]["code"] == 400


def test_json_body_when_sent_then_read_like_a_form(sandbox: Sandbox, advertiser: Advertiser) -> None:
    body = {
        "name": "As JSON",
        "objective": "OUTCOME_TRAFFIC",
        "special_ad_categories": [],
        "status": "PAUSED",
        "is_adset_budget_sharing_enabled": False,
        "access_token": sandbox.meta_access_token,
    }
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/campaigns"
    made = requests.post(url, json=body, timeout=5).json()
    assert Campaign(made["id"], api=advertiser.api).api_get(fields=["name"])["name"] == "As JSON"


def test_ids_when_of_another_kind_then_refused(advertiser: Advertiser) -> None:
    campaign = advertiser.running()
    ad_set = next(iter(campaign.get_ad_sets()))
    assert failure(advertiser.ad_set, ad_set["id"]).api_error_subcode() == 33
    assert failure(advertiser.ad, campaign["id"]).api_error_subcode() == 33
    number = advertiser.account["id"][4:]
    assert failure(AdSet(number, api=advertiser.api).api_get).api_error_subcode() == 33
    assert failure(Ad("act_" + ad_set["id"], api=advertiser.api).api_get).api_error_subcode() == 33
