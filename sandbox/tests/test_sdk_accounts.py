"""Accounts, people, pages, minimum budgets, estimates, search, activities: through the SDK."""

from __future__ import annotations

import pytest
import requests
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.targetingsearch import TargetingSearch
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, broad, failure


def test_me_adaccounts_when_read_then_has_types_of_the_platform(api: FacebookAdsApi) -> None:
    fields = [
        "account_id",
        "name",
        "currency",
        "timezone_name",
        "account_status",
        "disable_reason",
        "spend_cap",
        "amount_spent",
        "balance",
        "min_daily_budget",
        "business",
        "timezone_offset_hours_utc",
    ]
    account = User("me", api=api).get_ad_accounts(fields=fields)[0]
    assert account["id"] == f"act_{account['account_id']}"
    assert (account["currency"], account["timezone_name"]) == ("USD", "America/New_York")
    assert (account["account_status"], account["disable_reason"]) == (1, 0)
    assert (account["spend_cap"], account["amount_spent"], account["balance"]) == ("0", "0", "0")
    assert account["min_daily_budget"] == 50
    assert account["business"]["name"] == "Empty Shelf"
    assert account["timezone_offset_hours_utc"] == -4


def test_account_when_given_no_fields_then_answers_ids_only(api: FacebookAdsApi, sandbox: Sandbox) -> None:
    account = AdAccount(sandbox.meta_account_id, api=api).api_get()
    assert account.export_all_data() == {
        "account_id": sandbox.meta_account_id[4:],
        "id": sandbox.meta_account_id,
    }


def test_account_when_field_is_unknown_then_graph_error(api: FacebookAdsApi, sandbox: Sandbox) -> None:
    error = failure(AdAccount(sandbox.meta_account_id, api=api).api_get, params={"fields": "id,horoscope"})
    assert error.api_error_code() == 100
    assert "nonexisting field (horoscope) on node type (AdAccount)" in error.api_error_message()


def test_account_when_field_is_real_but_not_simulated_then_left_out(
    api: FacebookAdsApi, sandbox: Sandbox
) -> None:
    account = AdAccount(sandbox.meta_account_id, api=api).api_get(fields=["name", "io_number"])
    assert "io_number" not in account.export_all_data()


def test_minimum_budgets_when_read_then_in_minor_units(advertiser: Advertiser) -> None:
    minimum = advertiser.account.get_minimum_budgets()[0]
    assert minimum["currency"] == "USD"
    assert (minimum["min_daily_budget_imp"], minimum["min_daily_budget_low_freq"]) == (50, 4000)


def test_yen_account_when_read_then_minimum_is_in_whole_yen(sandbox: Sandbox, api: FacebookAdsApi) -> None:
    made = sandbox.control("POST", "/accounts", name="Tokyo", currency="JPY", timezone="Asia/Tokyo")
    account = AdAccount(made["account_id"], api=api).api_get(fields=["currency", "min_daily_budget"])
    assert account["currency"] == "JPY"
    assert 50 <= account["min_daily_budget"] <= 100


def test_pages_when_read_then_have_picture_and_own_token(sandbox: Sandbox, api: FacebookAdsApi) -> None:
    fields = "id,name,access_token,picture{url},tasks"
    page = User("me", api=api).get_accounts(params={"fields": fields})[0]
    assert page["name"] == "Empty Shelf"
    picture = requests.get(page["picture"]["data"]["url"], timeout=5)
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    me = requests.get(
        f"{sandbox.meta_url}/v26.0/me", params={"access_token": page["access_token"]}, timeout=5
    ).json()
    assert me == {"name": "Empty Shelf", "id": page["id"]}


def test_page_picture_when_followed_then_is_the_image(sandbox: Sandbox, advertiser: Advertiser) -> None:
    answer = requests.get(f"{sandbox.meta_url}/v26.0/{advertiser.page_id}/picture", timeout=5)
    assert answer.content.startswith(b"\x89PNG")


def test_estimates_when_targeting_narrows_then_smaller(advertiser: Advertiser) -> None:
    def people(**more: object) -> int:
        params = {"targeting_spec": broad(**more), "optimization_goal": "REACH"}
        return int(advertiser.account.get_delivery_estimate(params=params)[0]["estimate_mau_upper_bound"])

    interest = TargetingSearch.search(params={"type": "adinterest", "q": "snack"}, api=advertiser.api)[0]
    assert (
        people()
        > people(age_max=34)
        > people(age_max=34, flexible_spec=[{"interests": [{"id": interest["id"]}]}])
    )
    reach = advertiser.account.get_reach_estimate(params={"targeting_spec": broad()})
    assert 0 < reach[0]["users_lower_bound"] < reach[0]["users_upper_bound"]


@pytest.mark.parametrize(
    ("kind", "query", "name"),
    [
        ("adinterest", "organic", "Organic food"),
        ("adgeolocation", "berlin", "Berlin"),
        ("adlocale", "german", "German"),
    ],
)
def test_search_when_name_matches_then_found(api: FacebookAdsApi, kind: str, query: str, name: str) -> None:
    found = TargetingSearch.search(params={"type": kind, "q": query}, api=api)
    assert name in [item["name"] for item in found]


def test_activities_when_something_changed_then_says_who_and_what(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(name="Watched")
    campaign.api_update(params={"status": "PAUSED"})
    newest, first = advertiser.account.get_activities(
        fields=["event_type", "object_id", "object_name", "actor_name", "extra_data"]
    )
    assert (first["event_type"], newest["event_type"]) == (
        "create_campaign_group",
        "update_campaign_run_status",
    )
    assert (newest["object_id"], newest["object_name"]) == (campaign["id"], "Watched")
    assert newest["actor_name"] == "Sandbox System User"
    assert "PAUSED" in newest["extra_data"]


def test_account_spend_cap_when_written_in_dollars_then_reads_cents(advertiser: Advertiser) -> None:
    advertiser.account.api_update(params={"spend_cap": 250.5})
    assert advertiser.account.api_get(fields=["spend_cap"])["spend_cap"] == "25050"
    advertiser.account.api_update(params={"spend_cap_action": "delete"})
    assert advertiser.account.api_get(fields=["spend_cap"])["spend_cap"] == "0"


def test_headers_when_answered_then_tell_virtual_time_and_usage(
    sandbox: Sandbox, api: FacebookAdsApi
) -> None:
    sandbox.advance(days=2)
    response = api.call("GET", [sandbox.meta_account_id], params={"fields": "name"})
    headers = response.headers()
    assert headers["Date"] == "Wed, 03 Jun 2026 12:00:00 GMT"
    assert '"call_count"' in headers["X-App-Usage"]
    assert '"standard_access"' in headers["X-Ad-Account-Usage"]
    assert '"ads_management"' in headers["X-Business-Use-Case-Usage"]
    insights = api.call("GET", [sandbox.meta_account_id, "insights"]).headers()
    assert '"ads_insights"' in insights["X-Business-Use-Case-Usage"]
    assert '"acc_id_util_pct": 0' in insights["X-FB-Ads-Insights-Throttle"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v26.0/horoscope!/x", 2500),
        ("/v26.0/1/2/3", 2500),
        ("/v26.0/me/horoscopes", 100),
        ("/v24.0/me", 2635),
        ("/v26.0/120000000000000", 100),
        ("/v26.0/act_999999", 100),
        ("/v26.0/?ids=1", 100),
    ],
)
def test_paths_when_they_lead_nowhere_then_graph_error(sandbox: Sandbox, path: str, code: int) -> None:
    answer = requests.get(
        sandbox.meta_url + path, params={"access_token": sandbox.meta_access_token}, timeout=5
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["fbtrace_id"]


def test_account_when_token_does_not_reach_it_then_100_33(sandbox: Sandbox, api: FacebookAdsApi) -> None:
    other = sandbox.control("POST", "/accounts", name="Other")["account_id"]
    token = sandbox.control("POST", "/tokens", accounts=[sandbox.meta_account_id])["access_token"]
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token)
    limited = FacebookAdsApi(session)
    assert [a["id"] for a in User("me", api=limited).get_ad_accounts()] == [sandbox.meta_account_id]
    error = failure(AdAccount(other, api=limited).api_get, fields=["name"])
    assert (error.api_error_code(), error.api_error_subcode()) == (100, 33)
    session.requests.close()


def test_account_when_told_whose_its_ads_are_then_says_so_and_how_it_pays(advertiser: Advertiser) -> None:
    account = advertiser.account
    account.api_update(params={"default_dsa_beneficiary": "Tasty Chips", "default_dsa_payor": "Agency One"})
    read = account.api_get(fields=["default_dsa_beneficiary", "default_dsa_payor", "funding_source_details"])
    assert (read["default_dsa_beneficiary"], read["default_dsa_payor"]) == ("Tasty Chips", "Agency One")
    assert read["funding_source_details"]["display_string"].startswith("VISA")


def test_pixel_when_ads_have_led_to_events_then_counts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Sandbox("stationary") as running:
        monkeypatch.setattr(FacebookSession, "GRAPH", running.meta_url)
        session = FacebookSession(running.meta_app_id, running.meta_app_secret, running.meta_access_token)
        account = AdAccount(running.meta_account_id, api=FacebookAdsApi(session))
        pixel = account.get_ads_pixels()[0]
        rows = pixel.get_stats(params={"aggregation": "event"})
        without = failure(pixel.get_stats, params={})
        session.requests.close()
    counts = {each["value"]: each["count"] for each in rows[0]["data"]}
    assert counts["PageView"] > counts["AddToCart"] > counts["Purchase"] > 0
    assert without.api_error_code() == 100
