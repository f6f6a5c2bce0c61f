"""Custom audiences, lead forms and Instagram accounts through the SDK."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.customaudience import CustomAudience
from facebook_business.adobjects.leadgenform import LeadgenForm
from facebook_business.adobjects.page import Page
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, broad, failure

EMAILS = [f"person{number}@example.com" for number in range(3000)]


def customer_list(advertiser: Advertiser, **values: Any) -> CustomAudience:
    params = {"name": "Buyers", "subtype": "CUSTOM", "customer_file_source": "USER_PROVIDED_ONLY"}
    made = advertiser.account.create_custom_audience(params=params | values)
    return CustomAudience(made["id"], api=advertiser.api)


def shown(audience: CustomAudience, *fields: str) -> dict[str, Any]:
    fresh = CustomAudience(audience["id"], api=audience.get_api())
    return dict(fresh.api_get(fields=list(fields)).export_all_data())


def page_with_own_token(sandbox: Sandbox, advertiser: Advertiser) -> Page:
    token = Page(advertiser.page_id, api=advertiser.api).api_get(fields=["access_token"])["access_token"]
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token)
    return Page(advertiser.page_id, api=FacebookAdsApi(session))


def test_members_when_added_twice_then_counted_once(sandbox: Sandbox, advertiser: Advertiser) -> None:
    audience = customer_list(advertiser)
    answer = audience.add_users(CustomAudience.Schema.email_hash, EMAILS).json()
    assert (answer["num_received"], answer["num_invalid_entries"]) == (3000, 0)
    audience.add_users(CustomAudience.Schema.email_hash, EMAILS[:500])
    low, high = "approximate_count_lower_bound", "approximate_count_upper_bound"
    seen = shown(audience, low, high, "operation_status", "subtype")
    assert (seen[low], seen[high]) == (1600, 1900)
    assert seen["operation_status"]["code"] == 441
    sandbox.advance(minutes=30)
    assert shown(audience, "operation_status")["operation_status"]["code"] == 200
    audience.remove_users(CustomAudience.Schema.email_hash, EMAILS[:500])
    assert shown(audience, low, high) == {low: 1400, high: 1600, "id": audience["id"]}


def test_members_when_replaced_by_batches_then_only_those_of_the_session(advertiser: Advertiser) -> None:
    audience = customer_list(advertiser)
    audience.add_users(CustomAudience.Schema.email_hash, EMAILS)
    hashed = [hashlib.sha256(email.encode()).hexdigest() for email in EMAILS]
    for number, part in enumerate((hashed[:1400], hashed[1400:2500]), start=1):
        payload = {"schema": "EMAIL_SHA256", "data": part}
        session = {"session_id": 7, "batch_seq": number, "last_batch_flag": number == 2}
        answer = audience.create_users_replace(params={"payload": payload, "session": session})
        assert (answer["num_received"], answer["session_id"]) == (len(part), "7")
    assert shown(audience, "approximate_count_lower_bound")["approximate_count_lower_bound"] == 1400


def test_members_when_of_several_keys_then_checked_by_row(advertiser: Advertiser) -> None:
    audience = customer_list(advertiser)
    digest = hashlib.sha256(b"x").hexdigest()
    payload = {
        "schema": ["EMAIL", "FN", "EXTERN_ID"],
        "data": [[digest, digest, "1"], [digest, digest, "1"], ["plain@example.com", digest, "2"], [digest]],
    }
    answer = audience.create_user(params={"payload": payload})
    assert (answer["num_received"], answer["num_invalid_entries"]) == (4, 2)


@pytest.mark.parametrize("payload", [
    {"schema": "SHOE_SIZE", "data": ["1"]}, {"schema": "EMAIL_SHA256", "data": []},
    {"schema": "EMAIL_SHA256"},
    {"data": ["1"]}, {"schema": [], "data": ["1"]},
])  # fmt: skip
def test_members_when_payload_is_wrong_then_refused(advertiser: Advertiser, payload: Any) -> None:
    error = failure(customer_list(advertiser).create_user, params={"payload": payload})
    assert (error.api_error_code(), error.api_blame_field_specs()) == (100, [["payload"]])


def test_members_when_too_many_at_once_then_refused(advertiser: Advertiser) -> None:
    payload = {"schema": "EXTERN_ID", "data": [str(number) for number in range(10_001)]}
    error = failure(customer_list(advertiser).create_user, params={"payload": payload})
    assert error.api_error_subcode() == 1870145


def test_audience_when_of_visitors_then_as_many_as_came(sandbox: Sandbox, advertiser: Advertiser) -> None:
    rule = json.dumps({"inclusions": {"operator": "or", "rules": []}})
    made = advertiser.account.create_custom_audience(
        params={"name": "Visitors", "rule": rule, "retention_days": 14, "pixel_id": advertiser.pixel_id}
    )
    audience = CustomAudience(made["id"], api=advertiser.api)
    assert shown(audience, "approximate_count_upper_bound")["approximate_count_upper_bound"] == 1000
    advertiser.running(ads=3, daily_budget=500_000)
    sandbox.advance(days=7)
    assert shown(audience, "approximate_count_upper_bound")["approximate_count_upper_bound"] > 5000
    with pytest.raises(AssertionError):
        failure(audience.api_update, params={"retention_days": 7, "name": "Recent visitors"})
    seen = shown(audience, "name", "retention_days", "subtype", "rule")
    assert (seen["name"], seen["retention_days"], seen["subtype"]) == ("Recent visitors", 7, "WEBSITE")
    payload = {"schema": "EXTERN_ID", "data": ["1"]}
    assert failure(audience.create_user, params={"payload": payload}).api_error_subcode() == 1713092


def test_lookalike_when_its_source_is_large_enough_then_a_share_of_the_country(
    advertiser: Advertiser,
) -> None:
    source = customer_list(advertiser)
    params = {
        "name": "Like buyers",
        "subtype": "LOOKALIKE",
        "origin_audience_id": source["id"],
        "lookalike_spec": json.dumps({"country": "US", "ratio": 0.02}),
    }
    small = failure(advertiser.account.create_custom_audience, params=params)
    assert small.api_error_subcode() == 1713007
    source.add_users(CustomAudience.Schema.email_hash, EMAILS)
    made = advertiser.account.create_custom_audience(params=params)
    lookalike = CustomAudience(made["id"], api=advertiser.api)
    seen = shown(lookalike, "approximate_count_upper_bound", "lookalike_spec")
    assert 3_000_000 < seen["approximate_count_upper_bound"] < 5_000_000
    assert seen["lookalike_spec"]["origin"][0]["id"] == source["id"]
    assert failure(source.api_delete).api_error_code() == 100
    names = {found["name"] for found in advertiser.account.get_custom_audiences(fields=["name"])}
    assert names == {"Buyers", "Like buyers"}


def test_targeting_when_of_an_audience_then_its_size_counts(advertiser: Advertiser) -> None:
    audience = customer_list(advertiser)
    audience.add_users(CustomAudience.Schema.email_hash, EMAILS)
    whole = advertiser.account.get_reach_estimate(params={"targeting_spec": broad()})
    part = advertiser.account.get_reach_estimate(
        params={"targeting_spec": broad(custom_audiences=[{"id": audience["id"]}])}
    )
    assert part[0]["users_upper_bound"] <= 2000 < whole[0]["users_lower_bound"]


def test_targeting_when_of_an_unknown_audience_then_refused(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()
    error = failure(advertiser.ad_set, campaign["id"], targeting=broad(custom_audiences=[{"id": "1"}]))
    assert error.api_error_subcode() == 1487172


def test_audience_when_deleted_in_use_then_its_ad_sets_stop(sandbox: Sandbox, advertiser: Advertiser) -> None:
    audience = customer_list(advertiser)
    audience.add_users(CustomAudience.Schema.email_hash, EMAILS)
    campaign = advertiser.campaign()
    ad_set = advertiser.ad_set(campaign["id"], targeting=broad(custom_audiences=[{"id": audience["id"]}]))
    ad = advertiser.ad(ad_set["id"])
    sandbox.advance(days=1)
    spent = advertiser.insights(date_preset="maximum", fields=["spend"])[0]["spend"]
    assert [found["id"] for found in audience.get_ads()] == [ad["id"]]
    audience.api_delete()
    seen = ad_set.api_get(fields=["effective_status", "issues_info"])
    assert seen["effective_status"] == "WITH_ISSUES"
    assert seen["issues_info"][0]["error_summary"] == "Custom Audience Is Deleted"
    sandbox.advance(days=2)
    assert advertiser.insights(date_preset="maximum", fields=["spend"])[0]["spend"] == spent
    ad_set.api_update(params={"targeting": broad()})
    assert AdSet(ad_set["id"], api=advertiser.api).api_get(fields=["effective_status"])[
        "effective_status"
    ] == ("ACTIVE")


@pytest.mark.parametrize(("params", "subcode"), [
    ({"name": "x", "subtype": "CUSTOM"}, 1713216),
    ({"name": "x", "subtype": "CLAIM"}, None),
    ({"subtype": "CUSTOM", "customer_file_source": "USER_PROVIDED_ONLY"}, None),
    ({"name": "x", "subtype": "LOOKALIKE"}, None),
    ({"name": "x", "subtype": "WEBSITE"}, None),
])  # fmt: skip
def test_audience_when_incomplete_then_refused(advertiser: Advertiser, params: Any, subcode: Any) -> None:
    error = failure(advertiser.account.create_custom_audience, params=params)
    assert (error.api_error_code(), error.api_error_subcode()) == (100, subcode)


def test_lead_form_when_made_with_the_page_token_then_usable_in_ads(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    params = {
        "name": "Contact us",
        "questions": [{"type": "EMAIL"}, {"type": "CUSTOM", "key": "size", "label": "Company size?"}],
        "privacy_policy": {"url": "https://tastychips.co/privacy", "link_text": "Privacy"},
    }
    with_user_token = Page(advertiser.page_id, api=advertiser.api)
    assert failure(with_user_token.create_lead_gen_form, params=params).api_error_code() == 190
    page = page_with_own_token(sandbox, advertiser)
    form = page.create_lead_gen_form(params=params)
    assert failure(page.create_lead_gen_form, params=params).api_error_subcode() == 1892182
    listed = page.get_lead_gen_forms(fields=["name", "status", "questions", "privacy_policy_url"])
    assert (listed[0]["id"], listed[0]["status"], len(listed[0]["questions"])) == (form["id"], "ACTIVE", 2)
    button = {"type": "SIGN_UP", "value": {"lead_gen_form_id": form["id"]}}
    assert advertiser.creative(object_story_spec=advertiser.story(call_to_action=button))["id"]
    button = {"type": "SIGN_UP", "value": {"lead_gen_form_id": "1"}}
    wrong = failure(advertiser.creative, object_story_spec=advertiser.story(call_to_action=button))
    assert wrong.api_error_subcode() == 1892202
    LeadgenForm(form["id"], api=page.get_api_assured()).api_update(params={"status": "ARCHIVED"})
    assert page.get_lead_gen_forms(fields=["status"])[0]["status"] == "ARCHIVED"


@pytest.mark.parametrize("change", [
    {"questions": []}, {"questions": [{"type": "CUSTOM"}]}, {"questions": [{"type": "SHOE"}]},
    {"privacy_policy": {}}, {"name": ""},
])  # fmt: skip
def test_lead_form_when_incomplete_then_refused(
    sandbox: Sandbox, advertiser: Advertiser, change: dict[str, Any]
) -> None:
    params = {
        "name": "Contact us",
        "questions": [{"type": "EMAIL"}],
        "privacy_policy": {"url": "https://tastychips.co/privacy"},
    }
    page = page_with_own_token(sandbox, advertiser)
    assert failure(page.create_lead_gen_form, params=params | change).api_error_code() == 100


def test_instagram_account_when_named_in_a_creative_then_it_must_be_the_accounts(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    users = advertiser.account.get_instagram_accounts(fields=["username", "name"])
    page = Page(advertiser.page_id, api=advertiser.api).api_get(fields=["instagram_business_account"])
    assert page["instagram_business_account"]["id"] == users[0]["id"]
    story = advertiser.story()
    made = advertiser.creative(object_story_spec={**story, "instagram_user_id": users[0]["id"]})
    assert made["id"]
    wrong = failure(advertiser.creative, object_story_spec={**story, "instagram_user_id": "1"})
    assert wrong.api_error_subcode() == 1815199
    dead = failure(advertiser.creative, object_story_spec={**story, "instagram_actor_id": users[0]["id"]})
    assert "instagram_user_id" in str(dead.body()["error"]["error_user_msg"])
