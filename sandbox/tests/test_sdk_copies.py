"""Copies through the SDK."""

from __future__ import annotations

from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign

from adsandbox import Sandbox
from builders import Advertiser, cents, failure


def test_copy_when_deep_then_everything_below_once_and_paused(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    source = advertiser.running(ads=2)
    answer = source.create_copy(params={"deep_copy": True})
    copied = Campaign(answer["copied_campaign_id"], api=advertiser.api)
    fields = ["name", "status", "objective", "source_campaign_id"]
    read = copied.api_get(fields=fields)
    assert (read["name"], read["status"], read["source_campaign_id"]) == (
        "Campaign - Copy",
        "PAUSED",
        source["id"],
    )
    ad_set = copied.get_ad_sets(fields=["name", "daily_budget", "status", "targeting"])[0]
    assert (ad_set["name"], ad_set["daily_budget"], ad_set["status"]) == ("Ad set 1", "10000", "PAUSED")
    ads = ad_set.get_ads(fields=["name", "status", "effective_status", "creative", "source_ad_id"])
    sources = {ad["id"]: ad for ad in source.get_ads(fields=["name", "creative"])}
    assert len(ads) == 2
    for ad in ads:
        assert ad["name"] == sources[ad["source_ad_id"]]["name"]
        assert ad["creative"]["id"] == sources[ad["source_ad_id"]]["creative"]["id"]
        assert ad["status"] == "PAUSED"
    kinds = [item["ad_object_type"] for item in answer["ad_object_ids"]]
    assert kinds == ["campaign", "ad_set", "ad", "ad"]
    assert [node["id"] for node in source.get_copies()] == [copied["id"]]
    sandbox.advance(days=2)
    assert {row["campaign_id"] for row in advertiser.insights(level="campaign", fields=["campaign_id"])} == {
        source["id"]
    }


def test_copy_when_status_is_inherited_then_reviewed_and_running(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    source = advertiser.running(ads=1)
    rename = {"rename_strategy": "DEEP_RENAME", "rename_prefix": "B: "}
    answer = source.create_copy(
        params={"deep_copy": True, "status_option": "INHERITED_FROM_SOURCE", "rename_options": rename}
    )
    copied = Campaign(answer["copied_campaign_id"], api=advertiser.api)
    ad = copied.get_ads(fields=["name", "effective_status"])[0]
    assert (ad["name"], ad["effective_status"]) == ("B: Ad 1.1", "PENDING_REVIEW")
    sandbox.advance(days=3)
    rows = advertiser.insights(level="campaign", fields=["campaign_id", "spend"], date_preset="maximum")
    assert len(rows) == 2
    assert 2 * 20_000 < cents(rows) < 2 * 40_000


def test_copy_when_of_an_ad_set_or_ad_then_beside_it_or_elsewhere(advertiser: Advertiser) -> None:
    first, second = advertiser.running(ads=1), advertiser.campaign(name="Other")
    ad_set = first.get_ad_sets()[0]
    moved = ad_set.create_copy(
        params={"campaign_id": second["id"], "rename_options": {"rename_suffix": " 2"}}
    )
    read = AdSet(moved["copied_adset_id"], api=advertiser.api).api_get(fields=["name", "campaign_id"])
    assert (read["name"], read["campaign_id"]) == ("Ad set 1 2", second["id"])
    assert list(read.get_ads()) == []
    ad = first.get_ads()[0]
    beside = ad.create_copy(params={"status_option": "ACTIVE"})
    other = ad.create_copy(params={"adset_id": moved["copied_adset_id"]})
    places = [
        Ad(answer["copied_ad_id"], api=advertiser.api).api_get(fields=["adset_id"])["adset_id"]
        for answer in (beside, other)
    ]
    assert places == [ad_set["id"], moved["copied_adset_id"]]


def test_copy_when_not_allowed_then_nothing_is_made(sandbox: Sandbox, advertiser: Advertiser) -> None:
    big = advertiser.running(ads=3)
    error = failure(big.create_copy, params={"deep_copy": True})
    assert error.api_error_code() == 100
    assert "3 child objects at most; this has 4" in error.body()["error"]["error_user_msg"]
    cbo = advertiser.campaign(daily_budget=5_000)
    ad_set = big.get_ad_sets()[0]
    assert failure(ad_set.create_copy, params={"campaign_id": cbo["id"]}).api_error_subcode() == 1885621
    leads = advertiser.campaign(objective="OUTCOME_AWARENESS")
    assert failure(ad_set.create_copy, params={"campaign_id": leads["id"]}).api_error_code() == 100
    wrong = {"rename_options": {"rename_strategy": "SING"}}
    assert failure(big.create_copy, params=wrong).api_error_code() == 100
    ended = advertiser.ad_set(
        big["id"], daily_budget=None, lifetime_budget=90_000, end_time="2026-06-05T00:00:00-0400"
    )
    sandbox.advance(days=10)
    assert failure(ended.create_copy).api_error_subcode() == 1487033
    renewed = ended.create_copy(params={"end_time": "2026-07-05T00:00:00-0400"})
    assert renewed["copied_adset_id"]
    big.api_update(params={"status": "ARCHIVED"})
    assert failure(big.create_copy).api_error_code() == 100
    assert len(advertiser.account.get_campaigns()) == 2
