"""Sets of requests that the platform works off: new ads, large copies; what copies and ad sets refuse."""

from __future__ import annotations

from typing import Any

import pytest
from facebook_business.adobjects.adasyncrequestset import AdAsyncRequestSet
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign

from adsandbox import Sandbox
from builders import Advertiser, failure


def counts(request_set: AdAsyncRequestSet) -> tuple[Any, ...]:
    names = ["is_completed", "total_count", "in_progress_count", "success_count", "error_count"]
    fresh = AdAsyncRequestSet(request_set["id"], api=request_set.get_api())
    seen = fresh.api_get(fields=names)
    return tuple(seen[name] for name in names)


def test_ads_when_made_in_a_set_then_each_tells_its_end(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    creative = {"creative_id": advertiser.creative()["id"]}
    specs = [
        {"name": f"Ad {number}", "adset_id": ad_set["id"], "status": "PAUSED", "creative": creative}
        for number in range(3)
    ]
    specs.append({"name": "Lost", "adset_id": "1", "creative": creative})
    made = advertiser.account.create_async_ad_request_set(params={"name": "Many", "ad_specs": specs})
    request_set = AdAsyncRequestSet(made["id"], api=advertiser.api)
    assert counts(request_set) == (False, 4, 4, 0, 0)
    sandbox.advance(seconds=10)
    assert counts(request_set) == (True, 4, 0, 3, 1)
    requests = list(request_set.get_requests(fields=["status", "result", "input"]))
    assert [request["status"] for request in requests] == ["SUCCESS"] * 3 + ["ERROR"]
    assert requests[3]["result"]["error_subcode"] == 33
    names = {ad["name"] for ad in ad_set.get_ads(fields=["name"])}
    assert names == {"Ad 0", "Ad 1", "Ad 2"}
    listed = advertiser.account.get_async_ad_request_sets(fields=["name"])
    assert [found["name"] for found in listed] == ["Many"]


@pytest.mark.parametrize("specs", [[], [7], [{}] * 51])
def test_set_when_empty_odd_or_too_large_then_refused(advertiser: Advertiser, specs: list[Any]) -> None:
    path = (advertiser.account["id"], "asyncadrequestsets")
    error = failure(advertiser.api.call, "POST", path, params={"name": "x", "ad_specs": specs})
    assert error.api_blame_field_specs() == [["ad_specs"]]


def test_copy_when_large_then_asynchronously_only(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.running(ads=3, ad_sets=2)
    error = failure(campaign.create_copy, params={"deep_copy": True})
    assert "async_batch_requests" in error.body()["error"]["error_user_msg"]
    item = {"name": "copy", "relative_url": f"{campaign['id']}/copies", "body": "deep_copy=true"}
    path = (advertiser.account["id"], "async_batch_requests")
    made = advertiser.api.call("POST", path, params={"name": "Copies", "adbatch": [item]}).json()
    sandbox.advance(seconds=5)
    requests = AdAsyncRequestSet(made["id"], api=advertiser.api).get_requests(fields=["status", "result"])
    assert requests[0]["status"] == "SUCCESS"
    copied = requests[0]["result"]["copied_campaign_id"]
    assert len(Campaign(copied, api=advertiser.api).get_ads()) == 6
    wrong = {"name": "x", "adbatch": [{"relative_url": "me"}]}
    assert failure(advertiser.api.call, "POST", path, params=wrong).api_error_code() == 100


@pytest.mark.parametrize(
    "extra", [{"parameter_overrides": {"name": "x"}}, {"migrate_to_advantage_plus": True}]
)
def test_copy_when_with_what_is_absent_then_refused(advertiser: Advertiser, extra: dict[str, Any]) -> None:
    assert failure(advertiser.campaign().create_copy, params=extra).api_error_code() == 100


def test_hours_when_scheduled_then_refused_not_ignored(advertiser: Advertiser) -> None:
    schedule = [{"start_minute": 540, "end_minute": 1020, "days": [1, 2, 3]}]
    campaign = advertiser.campaign()
    error = failure(advertiser.ad_set, campaign["id"], pacing_type=["day_parting"], adset_schedule=schedule)
    assert error.body()["error"]["error_user_title"] == "Ad Scheduling Not Available"
    ad_set = advertiser.ad_set(campaign["id"], pacing_type=["standard"])
    assert failure(ad_set.api_update, params={"pacing_type": ["day_parting"]}).api_error_code() == 100


def test_learning_when_it_delivers_then_told(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"], daily_budget=2000)
    advertiser.ad(ad_set["id"])
    assert "learning_stage_info" not in ad_set.api_get(fields=["learning_stage_info"])
    sandbox.advance(days=2)
    info = AdSet(ad_set["id"], api=advertiser.api).api_get(fields=["learning_stage_info"])[
        "learning_stage_info"
    ]
    assert info["status"] == "LEARNING"
    assert info["attribution_windows"] == ["1d_view", "7d_click"]
    sandbox.advance(days=7)
    info = AdSet(ad_set["id"], api=advertiser.api).api_get(fields=["learning_stage_info"])[
        "learning_stage_info"
    ]
    assert info["status"] == "FAIL"


def test_search_when_of_each_kind_then_found(advertiser: Advertiser) -> None:
    def found(**params: Any) -> list[dict[str, Any]]:
        return list(advertiser.api.call("GET", ("search",), params=params).json()["data"])

    assert {row["type"] for row in found(type="adTargetingCategory", **{"class": "behaviors"})} == {
        "behaviors"
    }
    assert "Cats" in {row["name"] for row in found(type="adinterestsuggestion", interest_list=["Dogs"])}
    place = found(type="adgeolocationmeta", regions=["3847"], limit=100)
    assert [row["name"] for row in place] == ["California"]
    assert failure(found, type="horoscope").api_error_code() == 100


def test_targeting_when_browsed_validated_and_suggested_then_answers(advertiser: Advertiser) -> None:
    browsed = list(advertiser.account.get_targeting_browse(params={"limit": 500}))
    assert {"interests", "behaviors", "life_events"} <= {row["type"] for row in browsed}
    snacks = next(row for row in browsed if row["name"] == "Snack foods")
    listed = [{"type": "interests", "id": snacks["id"]}, {"type": "interests", "id": "1"}]
    path = (advertiser.account["id"], "targetingvalidation")
    checked = advertiser.api.call("GET", path, params={"targeting_list": listed}).json()["data"]
    assert [row["valid"] for row in checked] == [True, False]
    suggested = advertiser.account.get_targeting_suggestions(params={"targeting_list": listed[:1]})
    assert "Coffee" in {row["name"] for row in suggested}


def test_ads_when_filtered_by_delivery_then_in_the_words_of_ads_manager(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign()["id"])
    running, declined = advertiser.ad(ad_set["id"]), advertiser.ad(ad_set["id"])
    paused = advertiser.ad(ad_set["id"], status="PAUSED")
    sandbox.control("POST", "/review", ad_id=declined["id"], outcome="disapproved")
    sandbox.advance(hours=1)

    def ads(*values: str) -> list[str]:
        condition = {"field": "ad.delivery_info", "operator": "IN", "value": list(values)}
        return [ad["id"] for ad in advertiser.account.get_ads(params={"filtering": [condition]})]

    assert ads("active") == [running["id"]]
    assert ads("rejected") == [declined["id"]]
    assert ads("inactive", "archived") == [paused["id"]]
    paused.api_update(params={"status": "ARCHIVED"})
    assert ads("archived") == [paused["id"]]
