"""Campaigns, ad sets, ads, creatives, images, labels, previews through the SDK."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign

from adsandbox import Sandbox
from builders import Advertiser, failure, tiny_png


def test_campaign_when_created_then_reads_back(advertiser: Advertiser) -> None:
    made = advertiser.campaign(name="Chips", daily_budget=5000)
    fields = [
        "name",
        "objective",
        "status",
        "effective_status",
        "daily_budget",
        "lifetime_budget",
        "bid_strategy",
        "special_ad_categories",
        "buying_type",
        "budget_remaining",
        "created_time",
        "account_id",
    ]
    campaign = Campaign(made["id"], api=advertiser.api).api_get(fields=fields)
    assert campaign["daily_budget"] == "5000"
    assert "lifetime_budget" not in campaign
    assert campaign["budget_remaining"] == "5000"
    assert (campaign["bid_strategy"], campaign["buying_type"]) == ("LOWEST_COST_WITHOUT_CAP", "AUCTION")
    assert (campaign["status"], campaign["effective_status"]) == ("ACTIVE", "ACTIVE")
    assert campaign["created_time"] == "2026-06-01T08:00:00-0400"
    assert f"act_{campaign['account_id']}" == advertiser.account["id"]


def test_ad_set_when_created_then_reads_back(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    begin, end = "2026-06-03T09:00:00-0400", "2026-06-20T09:00:00-0400"
    made = advertiser.ad_set(campaign["id"], start_time=begin, end_time=end)
    fields = [
        "campaign_id",
        "campaign{name,objective}",
        "daily_budget",
        "lifetime_budget",
        "targeting",
        "start_time",
        "end_time",
        "optimization_goal",
        "billing_event",
        "attribution_spec",
        "promoted_object",
    ]
    ad_set = AdSet(made["id"], api=advertiser.api).api_get(params={"fields": ",".join(fields)})
    assert ad_set["campaign_id"] == campaign["id"]
    assert ad_set["campaign"]["objective"] == "OUTCOME_SALES"
    assert (ad_set["daily_budget"], ad_set["lifetime_budget"]) == ("10000", "0")
    assert ad_set["start_time"] == "2026-06-03T09:00:00-0400"
    assert ad_set["targeting"]["geo_locations"]["countries"] == ["US"]
    assert ad_set["attribution_spec"][0]["window_days"] == 7
    assert ad_set["promoted_object"]["pixel_id"] == advertiser.pixel_id


def test_creative_when_created_then_keeps_its_story(advertiser: Advertiser) -> None:
    image_hash = advertiser.image_hash()
    made = advertiser.creative(object_story_spec=advertiser.story(image_hash=image_hash))
    fields = [
        "name",
        "object_story_spec",
        "thumbnail_url",
        "image_hash",
        "title",
        "body",
        "call_to_action_type",
        "effective_object_story_id",
        "status",
    ]
    creative = AdCreative(made["id"], api=advertiser.api).api_get(fields=fields)
    assert creative["object_story_spec"]["link_data"]["name"] == "New Spicy Jalapeño Chips | 20% Off"
    assert (creative["image_hash"], creative["call_to_action_type"]) == (image_hash, "SHOP_NOW")
    assert requests.get(creative["thumbnail_url"], timeout=5).content == tiny_png()
    assert creative["effective_object_story_id"].startswith(advertiser.page_id)


def test_creative_when_renamed_then_only_the_name_changes(advertiser: Advertiser) -> None:
    creative = advertiser.creative()
    creative.api_update(params={"name": "Better"})
    assert AdCreative(creative["id"], api=advertiser.api).api_get(fields=["name"])["name"] == "Better"
    error = failure(creative.api_update, params={"object_story_spec": advertiser.story()})
    assert (error.api_error_code(), error.api_error_subcode()) == (100, 1815573)


def test_ad_when_created_with_inline_creative_then_creative_exists(advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    spec = {"name": "Inline", "object_story_spec": advertiser.story()}
    ad = advertiser.ad(ad_set["id"], creative=spec)
    read = Ad(ad["id"], api=advertiser.api).api_get(
        params={"fields": "creative{id,name},adset{name},campaign_id"}
    )
    assert read["creative"]["name"] == "Inline"
    assert read["adset"]["name"] == "Ad set"


def test_ad_when_new_then_in_review_and_active_afterwards(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_set(advertiser.campaign()["id"])["id"])
    assert ad.api_get(fields=["effective_status"])["effective_status"] == "PENDING_REVIEW"
    sandbox.advance(minutes=11)
    assert ad.api_get(fields=["effective_status"])["effective_status"] == "ACTIVE"


def test_ad_when_text_breaks_a_policy_then_disapproved(sandbox: Sandbox, advertiser: Advertiser) -> None:
    creative = advertiser.creative(
        object_story_spec=advertiser.story(message="A guaranteed cure for boredom")
    )
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    ad = advertiser.ad(ad_set["id"], creative={"creative_id": creative["id"]})
    sandbox.advance(minutes=11)
    read = ad.api_get(fields=["effective_status", "ad_review_feedback", "issues_info"])
    assert read["effective_status"] == "DISAPPROVED"
    assert "Personal Health" in read["ad_review_feedback"]["global"]
    assert read["issues_info"][0]["level"] == "AD"
    ad.api_update(params={"creative": {"creative_id": advertiser.creative()["id"]}})
    assert ad.api_get(fields=["effective_status"])["effective_status"] == "PENDING_REVIEW"
    sandbox.advance(minutes=11)
    assert ad.api_get(fields=["effective_status"])["effective_status"] == "ACTIVE"


def test_review_when_decided_by_control_then_obeyed(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_set(advertiser.campaign()["id"])["id"])
    sandbox.control("POST", "/review", ad_id=ad["id"], outcome="disapproved", reasons={"Test": "Because."})
    read = ad.api_get(fields=["effective_status", "ad_review_feedback"])
    assert (read["effective_status"], read["ad_review_feedback"]["global"]["Test"]) == (
        "DISAPPROVED",
        "Because.",
    )
    sandbox.control("POST", "/review", ad_id=ad["id"], outcome="approved")
    assert ad.api_get(fields=["effective_status"])["effective_status"] == "ACTIVE"


def test_statuses_when_parents_pause_then_children_say_so(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    ad_set = advertiser.ad_set(campaign["id"])
    ad = advertiser.ad(ad_set["id"])
    sandbox.advance(hours=1)

    def statuses() -> tuple[str, str]:
        return tuple(node.api_get(fields=["effective_status"])["effective_status"] for node in (ad_set, ad))

    campaign.api_update(params={"status": "PAUSED"})
    assert statuses() == ("CAMPAIGN_PAUSED", "CAMPAIGN_PAUSED")
    campaign.api_update(params={"status": "ACTIVE"})
    ad_set.api_update(params={"status": "PAUSED"})
    assert statuses() == ("PAUSED", "ADSET_PAUSED")
    campaign.api_update(params={"status": "ARCHIVED"})
    assert statuses() == ("ARCHIVED", "ARCHIVED")


def test_deleted_when_listed_then_hidden_but_readable_by_id(advertiser: Advertiser) -> None:
    kept, gone = advertiser.campaign(name="Kept"), advertiser.campaign(name="Gone")
    gone.api_delete()
    assert [c["id"] for c in advertiser.account.get_campaigns()] == [kept["id"]]
    shown = advertiser.account.get_campaigns(params={"effective_status": ["DELETED", "ACTIVE"]})
    assert {c["id"] for c in shown} == {kept["id"], gone["id"]}
    assert Campaign(gone["id"], api=advertiser.api).api_get(fields=["status"])["status"] == "DELETED"
    gone.api_update(params={"name": "Gone for good"})
    assert failure(gone.api_update, params={"status": "ACTIVE"}).api_error_code() == 100


def test_lists_when_filtered_then_only_matching(advertiser: Advertiser) -> None:
    advertiser.campaign(name="Spring red")
    wanted = advertiser.campaign(name="Summer red", status="PAUSED")
    advertiser.campaign(name="Summer blue")
    conditions = [
        {"field": "campaign.name", "operator": "CONTAIN", "value": "red"},
        {"field": "effective_status", "operator": "IN", "value": ["PAUSED"]},
    ]
    found = advertiser.account.get_campaigns(fields=["name"], params={"filtering": conditions})
    assert [c["id"] for c in found] == [wanted["id"]]
    unknown = [{"field": "horoscope", "operator": "EQUAL", "value": 1}]
    assert failure(advertiser.account.get_campaigns, params={"filtering": unknown}).api_error_code() == 100


def test_lists_when_paged_then_all_once_in_order(advertiser: Advertiser) -> None:
    names = [f"Campaign {number}" for number in range(7)]
    for name in names:
        advertiser.campaign(name=name)
    cursor = advertiser.account.get_campaigns(fields=["name"], params={"limit": 3})
    assert [campaign["name"] for campaign in cursor] == names[::-1]
    assert cursor.total() == 7


def test_paging_when_followed_back_then_returns(sandbox: Sandbox, advertiser: Advertiser) -> None:
    for number in range(5):
        advertiser.campaign(name=str(number))
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/campaigns"
    first = requests.get(
        url, params={"access_token": sandbox.meta_access_token, "limit": 2}, timeout=5
    ).json()
    second = requests.get(first["paging"]["next"], timeout=5).json()
    back = requests.get(second["paging"]["previous"], timeout=5).json()
    assert back["data"] == first["data"]
    assert "previous" not in first["paging"]
    third = requests.get(second["paging"]["next"], timeout=5).json()
    assert "next" not in third["paging"]
    after = {"access_token": sandbox.meta_access_token, "after": "%%%"}
    assert requests.get(url, params=after, timeout=5).json()["error"]["code"] == 2642


def test_page_when_trap_is_set_then_empty_with_next(sandbox: Sandbox, advertiser: Advertiser) -> None:
    for _ in range(3):
        advertiser.campaign()
    sandbox.fault("empty_page", method="GET", path_regex="/campaigns$", skip=1)
    assert len(list(advertiser.account.get_campaigns(params={"limit": 1}))) == 1
    sandbox.fault("empty_page", method="GET", path_regex="/campaigns$")
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/campaigns"
    page = requests.get(url, params={"access_token": sandbox.meta_access_token}, timeout=5).json()
    assert page["data"] == []
    assert len(requests.get(page["paging"]["next"], timeout=5).json()["data"]) == 3


def test_edges_when_given_as_fields_then_nested_lists(advertiser: Advertiser) -> None:
    campaign = advertiser.running(ads=2)
    params = {"fields": "name,adsets{name,ads.limit(1){name}}"}
    read = advertiser.api.call("GET", [campaign["id"]], params=params).json()
    assert read["adsets"]["data"][0]["name"] == "Ad set 1"
    assert len(read["adsets"]["data"][0]["ads"]["data"]) == 1
    assert [ad["name"] for ad in campaign.get_ads(fields=["name"])] == ["Ad 1.2", "Ad 1.1"]
    assert len(campaign.get_ad_sets()) == 1


def test_labels_when_attached_then_objects_are_found_by_them(advertiser: Advertiser) -> None:
    label = advertiser.account.create_ad_label(params={"name": "change-1"})
    again = advertiser.account.create_ad_label(params={"name": "change-1"})
    assert again["id"] == label["id"]
    campaign = advertiser.campaign(adlabels=[{"id": label["id"]}, {"name": "operation-7"}])
    ad_set = advertiser.ad_set(campaign["id"], adlabels=[{"name": "change-1"}])
    creative = advertiser.creative(adlabels=[{"name": "change-1"}])
    ad = advertiser.ad(ad_set["id"], adlabels=[{"name": "change-1"}])
    for edge, node in (
        ("campaignsbylabels", campaign),
        ("adsetsbylabels", ad_set),
        ("adsbylabels", ad),
        ("adcreativesbylabels", creative),
    ):
        path = (advertiser.account["id"], edge)
        answer = advertiser.api.call(
            "GET", path, params={"ad_label_ids": [label["id"]], "fields": "name,adlabels"}
        )
        found = answer.json()["data"]
        assert [item["id"] for item in found] == [node["id"]]
    read = Campaign(campaign["id"], api=advertiser.api).api_get(fields=["adlabels"])
    assert [item["name"] for item in read["adlabels"]] == ["change-1", "operation-7"]
    assert {item["name"] for item in advertiser.account.get_ad_labels(fields=["name"])} == {
        "change-1",
        "operation-7",
    }


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the SDK leaves its file open
def test_images_when_uploaded_as_file_then_same_hash_as_base64(
    advertiser: Advertiser, tmp_path: Path
) -> None:
    file = tmp_path / "red.png"
    file.write_bytes(tiny_png())
    made = advertiser.account.create_ad_image(params={"filename": str(file)})
    assert (made["width"], made["height"]) == (8, 8)
    assert made["hash"] == advertiser.image_hash()
    advertiser.image_hash(red=10)
    wanted = {"hashes": [made["hash"]]}
    found = list(advertiser.account.get_ad_images(fields=["hash", "url", "width", "status"], params=wanted))
    assert [image["hash"] for image in found] == [made["hash"]]
    assert requests.get(found[0]["url"], timeout=5).content == tiny_png()


def test_image_when_deleted_then_gone_unless_used(advertiser: Advertiser) -> None:
    used, unused = advertiser.image_hash(), advertiser.image_hash(red=1)
    advertiser.creative(object_story_spec=advertiser.story(image_hash=used))
    advertiser.account.delete_ad_images(params={"hash": unused})
    assert [image["hash"] for image in advertiser.account.get_ad_images(fields=["hash"])] == [used]
    assert failure(advertiser.account.delete_ad_images, params={"hash": used}).api_error_code() == 100


def shown(body: str) -> str:
    """The page that a preview's frame shows."""
    address = re.fullmatch(r'<iframe src="([^"]+)".*</iframe>', body)
    assert address
    assert requests.get(address.group(1) + "x", timeout=5).status_code == 404
    return requests.get(address.group(1), timeout=5).text


def test_previews_when_generated_then_real_html_with_all_parts(advertiser: Advertiser) -> None:
    story = advertiser.story(image_hash=advertiser.image_hash())
    params = {"creative": {"object_story_spec": story}, "ad_format": "MOBILE_FEED_STANDARD"}
    body = shown(advertiser.account.get_generate_previews(params=params)[0]["body"])
    for part in (
        "Empty Shelf",
        "Sponsored",
        "New Spicy Jalapeño Chips",
        "TASTYCHIPS.CO",
        "Shop Now",
        "/media/",
    ):
        assert part in body
    ad = advertiser.ad(advertiser.ad_set(advertiser.campaign()["id"])["id"])
    assert "Sponsored" in shown(ad.get_previews(params={"ad_format": "INSTAGRAM_STORY"})[0]["body"])
    wrong = failure(advertiser.api.call, "GET", [ad["id"], "previews"], params={"ad_format": "CAVE_WALL"})
    assert wrong.api_error_code() == 100


def test_validate_only_when_asked_then_nothing_is_made(advertiser: Advertiser) -> None:
    advertiser.campaign(execution_options=["validate_only"])
    assert list(advertiser.account.get_campaigns()) == []
    error = failure(advertiser.campaign, execution_options=["validate_only"], objective="LINK_CLICKS")
    assert error.api_error_code() == 100


def test_spend_cap_when_cleared_with_the_magic_number_then_gone(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(spend_cap=20_000)
    assert campaign.api_get(fields=["spend_cap"])["spend_cap"] == "20000"
    campaign.api_update(params={"spend_cap": 922337203685478})
    assert "spend_cap" not in Campaign(campaign["id"], api=advertiser.api).api_get(fields=["spend_cap"])


@pytest.mark.parametrize("seed", [1, 2])
def test_ids_when_made_in_the_same_order_then_the_same_for_any_seed(seed: int) -> None:
    from facebook_business.api import FacebookAdsApi, FacebookSession

    with Sandbox("empty", seed=seed) as sandbox:
        session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
        FacebookSession.GRAPH, before = sandbox.meta_url, FacebookSession.GRAPH
        try:
            campaign = Advertiser(FacebookAdsApi(session), sandbox.meta_account_id).campaign()
        finally:
            FacebookSession.GRAPH = before
            session.requests.close()
    assert campaign["id"] == "12200000100000001"
