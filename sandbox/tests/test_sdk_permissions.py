"""What people grant, decline, and take back; system users; agencies; proofs."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.business import Business
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, failure
from test_sdk_oauth import DAY, RETURN, code_of, consent, debug, exchange


def token_after(sandbox: Sandbox, **choices: Any) -> str:
    code = code_of(consent(sandbox, "approve", **choices))
    return str(exchange(sandbox, code=code, redirect_uri=RETURN).json()["access_token"])


def api_of(sandbox: Sandbox, token: str) -> FacebookAdsApi:
    return FacebookAdsApi(FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token))


def permissions(api: FacebookAdsApi) -> dict[str, str]:
    return {row["permission"]: row["status"] for row in User("me", api=api).get_permissions()}


@pytest.mark.usefixtures("api")
def test_scope_when_declined_then_told_so_and_not_asked_for_again(sandbox: Sandbox) -> None:
    asked = "ads_read,pages_show_list"
    token = token_after(sandbox, scope=asked, choice="1", grant_ads_read="1")
    assert permissions(api_of(sandbox, token)) == {
        "ads_read": "granted", "public_profile": "granted", "pages_show_list": "declined"
    }  # fmt: skip
    params = {"client_id": sandbox.meta_app_id, "redirect_uri": RETURN, "scope": asked}
    url = f"{sandbox.meta_url}/v26.0/dialog/oauth"
    assert 'name="grant_pages_show_list"' not in requests.get(url, params=params, timeout=5).text
    again = requests.get(url, params={**params, "auth_type": "rerequest"}, timeout=5).text
    assert 'name="grant_pages_show_list"' in again
    token = token_after(sandbox, scope=asked, auth_type="rerequest", choice="1", grant_pages_show_list="1")
    assert permissions(api_of(sandbox, token))["pages_show_list"] == "granted"
    for wrong in ({"auth_type": "please"}, {"response_type": "token"}):
        assert requests.get(url, params={**params, **wrong}, timeout=5).status_code == 400


@pytest.mark.usefixtures("api")
def test_permission_when_taken_back_then_gone_from_all_the_persons_tokens(sandbox: Sandbox) -> None:
    tokens = [sandbox.control("POST", "/tokens", kind="user")["access_token"] for _ in range(2)]
    first, second = (api_of(sandbox, token) for token in tokens)
    first.call("DELETE", ("me", "permissions", "ads_management"))
    assert permissions(second)["ads_management"] == "declined"
    error = failure(Advertiser(second, sandbox.meta_account_id).campaign)
    assert (error.api_error_code(), error.http_status()) == (200, 403)
    assert AdAccount(sandbox.meta_account_id, api=second).get_campaigns() is not None
    assert failure(first.call, "DELETE", ("me", "permissions", "ads_management")).api_error_code() == 100


@pytest.mark.usefixtures("api")
def test_page_token_when_its_owner_removes_the_app_then_ends_too(sandbox: Sandbox) -> None:
    owner = api_of(sandbox, sandbox.control("POST", "/tokens", kind="user")["access_token"])
    page = User("me", api=owner).get_accounts(fields=["access_token", "name"])[0]
    own = api_of(sandbox, page["access_token"])
    assert Page("me", api=own).api_get(fields=["name"])["name"] == page["name"]
    User("me", api=owner).delete_permissions()
    assert failure(Page("me", api=own).api_get).api_error_subcode() == 458


def test_password_when_changed_then_all_the_persons_tokens_end(sandbox: Sandbox) -> None:
    first, second = (sandbox.control("POST", "/tokens", kind="user")["access_token"] for _ in range(2))
    sandbox.control("POST", "/tokens/revoke", access_token=first, subcode=460)
    assert debug(sandbox, second)["error"]["subcode"] == 460
    checked = sandbox.control("POST", "/tokens", kind="user")["access_token"]
    other = sandbox.control("POST", "/tokens", kind="user")["access_token"]
    sandbox.control("POST", "/tokens/revoke", access_token=checked, subcode=459)
    assert debug(sandbox, checked)["error"]["subcode"] == 459
    assert debug(sandbox, other)["is_valid"] is True


def test_granular_scopes_when_one_account_is_chosen_then_its_pages_and_business(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    scope = "ads_read,business_management,pages_show_list,instagram_basic"
    data = debug(sandbox, token_after(sandbox, scope=scope))
    assert all("target_ids" not in row for row in data["granular_scopes"])
    sandbox.control("POST", "/accounts", name="Other")
    data = debug(sandbox, token_after(sandbox, scope=scope))
    targets = {row["scope"]: row["target_ids"] for row in data["granular_scopes"]}
    instagram = advertiser.account.get_instagram_accounts(fields=["id"])[0]["id"]
    business = advertiser.account.api_get(fields=["business"])["business"]["id"]
    assert targets == {
        "ads_read": [sandbox.meta_account_id[4:]], "business_management": [business],
        "pages_show_list": [advertiser.page_id], "instagram_basic": [instagram],
    }  # fmt: skip


def test_system_user_when_given_a_token_then_it_works_and_can_be_renewed(
    sandbox: Sandbox, api: FacebookAdsApi
) -> None:
    business = Business(
        AdAccount(sandbox.meta_account_id, api=api).api_get(fields=["business"])["business"]["id"], api=api
    )
    made = business.create_system_user(params={"name": "Reporter", "role": "EMPLOYEE"})
    assert {user["name"] for user in business.get_system_users(fields=["name"])} >= {"Reporter"}
    params = {
        "business_app": sandbox.meta_app_id, "scope": "ads_read", "set_token_expires_in_60_days": True
    }  # fmt: skip
    given = api.call("POST", (made["id"], "access_tokens"), params=params).json()
    assert given["expires_in"] == 60 * DAY
    reporter = api_of(sandbox, given["access_token"])
    assert User("me", api=reporter).api_get(fields=["name"])["name"] == "Reporter"
    assert failure(Advertiser(reporter, sandbox.meta_account_id).campaign).api_error_code() == 200
    sandbox.advance(days=50)
    renewed = exchange(
        sandbox, grant_type="fb_exchange_token", fb_exchange_token=given["access_token"]
    ).json()
    sandbox.advance(days=20)
    assert debug(sandbox, given["access_token"])["error"]["subcode"] == 463
    assert debug(sandbox, renewed["access_token"])["type"] == "SYSTEM_USER"
    refused = failure(api.call, "POST", (made["id"], "access_tokens"), params={"business_app": "1"})
    assert refused.api_error_code() == 100


def test_system_users_token_when_without_end_then_exchanged_for_60_days_on_demand(sandbox: Sandbox) -> None:
    same = exchange(sandbox, grant_type="fb_exchange_token", fb_exchange_token=sandbox.meta_access_token)
    assert same.json()["access_token"] == sandbox.meta_access_token
    ending = exchange(
        sandbox,
        grant_type="fb_exchange_token",
        fb_exchange_token=sandbox.meta_access_token,
        set_token_expires_in_60_days="true",
    ).json()
    assert ending["expires_in"] == 60 * DAY
    assert debug(sandbox, ending["access_token"])["data_access_expires_at"] == 0


def test_agency_when_it_works_for_a_client_then_sees_the_account(
    sandbox: Sandbox, api: FacebookAdsApi
) -> None:
    business = AdAccount(sandbox.meta_account_id, api=api).api_get(fields=["business"])["business"]["id"]
    agency = Business(business, api=api)
    assert list(agency.get_client_ad_accounts()) == []
    client = sandbox.control("POST", "/accounts", name="Client", agency=business)["account_id"]
    assert [account["id"] for account in agency.get_client_ad_accounts()] == [client]
    assert client not in {account["id"] for account in agency.get_owned_ad_accounts()}
    assert [found["id"] for found in AdAccount(client, api=api).get_agencies()] == [business]
    with pytest.raises(ValueError, match="no business"):
        sandbox.control("POST", "/accounts", name="Client", agency="1")


def test_proof_when_obligatory_then_calls_without_are_refused(sandbox: Sandbox, api: FacebookAdsApi) -> None:
    sandbox.control("POST", "/app", require_proof=True)
    url = f"{sandbox.meta_url}/v26.0/me"
    answer = requests.get(url, params={"access_token": sandbox.meta_access_token}, timeout=5).json()
    assert "require an appsecret_proof" in answer["error"]["message"]
    assert User("me", api=api).api_get()["id"]
