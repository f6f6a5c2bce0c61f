"""OAuth, tokens and permissions, over the wire and through the SDK."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, failure

RETURN = "http://127.0.0.1:9/back?from=meta"
DAY = 86_400


def consent(
    sandbox: Sandbox, decision: str, scope: str = "ads_management,pages_show_list", **more: object
) -> str:
    """Where the browser is sent after the dialog."""
    form = {
        "client_id": sandbox.meta_app_id,
        "redirect_uri": RETURN,
        "state": "s&1",
        "scope": scope,
        "decision": decision,
        "accounts": [sandbox.meta_account_id[4:]],
        **more,
    }
    url = f"{sandbox.meta_url}/v26.0/dialog/oauth/decision"
    return requests.post(url, data=form, allow_redirects=False, timeout=5).headers["location"]


def exchange(sandbox: Sandbox, **params: str) -> requests.Response:
    """`/oauth/access_token` with the app's credentials."""
    values = {"client_id": sandbox.meta_app_id, "client_secret": sandbox.meta_app_secret, **params}
    return requests.get(f"{sandbox.meta_url}/v26.0/oauth/access_token", params=values, timeout=5)


def code_of(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


def test_dialog_when_opened_then_asks_for_consent(sandbox: Sandbox) -> None:
    params = {"client_id": sandbox.meta_app_id, "redirect_uri": RETURN, "state": "x", "scope": "ads_read"}
    page = requests.get(f"{sandbox.meta_url}/v26.0/dialog/oauth", params=params, timeout=5)
    assert page.status_code == 200
    for part in ("Approve", "Deny", "Empty Shelf", "ads_read", "127.0.0.1:9"):
        assert part in page.text
    for wrong in ({"client_id": "1"}, {"redirect_uri": "javascript:alert(1)"}, {"scope": "everything"}):
        page = requests.get(f"{sandbox.meta_url}/v26.0/dialog/oauth", params={**params, **wrong}, timeout=5)
        assert page.status_code == 400


def test_consent_when_denied_then_access_denied(sandbox: Sandbox) -> None:
    answer = parse_qs(urlsplit(consent(sandbox, "deny")).query)
    assert (answer["error"], answer["state"], answer["from"]) == (["access_denied"], ["s&1"], ["meta"])


def test_consent_when_approved_then_code_becomes_long_lived_token(sandbox: Sandbox) -> None:
    location = consent(sandbox, "approve")
    assert parse_qs(urlsplit(location).query)["state"] == ["s&1"]
    short = exchange(sandbox, code=code_of(location), redirect_uri=RETURN).json()
    assert short["token_type"] == "bearer"
    assert 3600 <= short["expires_in"] <= 7200
    long = exchange(sandbox, grant_type="fb_exchange_token", fb_exchange_token=short["access_token"]).json()
    assert long["expires_in"] == 60 * DAY
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, long["access_token"])
    session.GRAPH = sandbox.meta_url
    api = FacebookAdsApi(session)
    assert User("me", api=api).api_get(fields=["name"])["name"] == "Sandbox Marketer"
    permissions = {p["permission"]: p["status"] for p in User("me", api=api).get_permissions()}
    assert permissions == {
        "ads_management": "granted",
        "pages_show_list": "granted",
        "public_profile": "granted",
    }
    sandbox.advance(days=61)
    error = failure(User("me", api=api).api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (190, 463)
    session.requests.close()


def test_code_when_misused_then_refused(sandbox: Sandbox) -> None:
    code = code_of(consent(sandbox, "approve"))
    assert (
        exchange(sandbox, code=code, redirect_uri="http://other.example/").json()["error"]["error_subcode"]
        == 36008
    )
    assert exchange(sandbox, code="nonsense", redirect_uri=RETURN).json()["error"]["error_subcode"] == 36007
    assert exchange(sandbox, code=code, redirect_uri=RETURN, client_secret="x").json()["error"]["code"] == 1
    assert exchange(sandbox, code=code, redirect_uri=RETURN, client_id="1").json()["error"]["code"] == 101
    assert exchange(sandbox, code=code, redirect_uri=RETURN).status_code == 200
    assert exchange(sandbox, code=code, redirect_uri=RETURN).json()["error"]["error_subcode"] == 36009
    late = code_of(consent(sandbox, "approve"))
    sandbox.advance(minutes=11)
    assert exchange(sandbox, code=late, redirect_uri=RETURN).json()["error"]["error_subcode"] == 36007


def test_consent_when_only_one_account_is_chosen_then_others_are_out_of_reach(sandbox: Sandbox) -> None:
    other = sandbox.control("POST", "/accounts", name="Other")["account_id"]
    code = code_of(consent(sandbox, "approve", accounts=[other[4:]]))
    token = exchange(sandbox, code=code, redirect_uri=RETURN).json()["access_token"]
    url = f"{sandbox.meta_url}/v26.0/me/adaccounts"
    found = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5).json()["data"]
    assert [account["id"] for account in found] == [other]
    granular = debug(sandbox, token)["granular_scopes"]
    assert granular[0]["target_ids"] == [other[4:]]


def debug(sandbox: Sandbox, token: str) -> dict:
    params = {"input_token": token, "access_token": f"{sandbox.meta_app_id}|{sandbox.meta_app_secret}"}
    return requests.get(f"{sandbox.meta_url}/v26.0/debug_token", params=params, timeout=5).json()["data"]


def test_debug_token_when_asked_then_tells_scopes_and_ends(sandbox: Sandbox) -> None:
    data = debug(sandbox, sandbox.meta_access_token)
    assert (data["is_valid"], data["type"], data["expires_at"]) == (True, "SYSTEM_USER", 0)
    assert data["app_id"] == sandbox.meta_app_id
    assert "ads_management" in data["scopes"]
    token = sandbox.control("POST", "/tokens", kind="user", expires_in=3600)["access_token"]
    data = debug(sandbox, token)
    assert data["expires_at"] - data["issued_at"] == 3600
    assert data["data_access_expires_at"] - data["issued_at"] == 90 * DAY
    sandbox.control("POST", "/tokens/revoke", access_token=token, subcode=460)
    ended = debug(sandbox, token)
    assert (ended["is_valid"], ended["error"]["code"], ended["error"]["subcode"]) == (False, 190, 460)
    assert debug(sandbox, "made-up")["is_valid"] is False


@pytest.mark.parametrize("subcode", [458, 459, 460, 464, 467])
def test_token_when_ended_then_190_with_its_subcode(sandbox: Sandbox, subcode: int) -> None:
    token = sandbox.control("POST", "/tokens")["access_token"]
    sandbox.control("POST", "/tokens/revoke", access_token=token, subcode=subcode)
    answer = requests.get(f"{sandbox.meta_url}/v26.0/me", params={"access_token": token}, timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)
    assert answer.json()["error"]["error_subcode"] == subcode


def test_permissions_when_deleted_then_token_is_dead(sandbox: Sandbox) -> None:
    token = sandbox.control("POST", "/tokens", kind="user")["access_token"]
    url, params = f"{sandbox.meta_url}/v26.0/me/permissions", {"access_token": token}
    assert requests.delete(url, params=params, timeout=5).json() == {"success": True}
    assert requests.get(url, params=params, timeout=5).json()["error"]["error_subcode"] == 458


def test_proof_when_wrong_then_refused(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FacebookSession, "GRAPH", sandbox.meta_url)
    session = FacebookSession(sandbox.meta_app_id, "another secret", sandbox.meta_access_token)
    error = failure(User("me", api=FacebookAdsApi(session)).api_get)
    assert "appsecret_proof" in error.api_error_message()
    session.requests.close()


def test_token_when_missing_or_unknown_then_refused(sandbox: Sandbox) -> None:
    assert requests.get(f"{sandbox.meta_url}/v26.0/me", timeout=5).json()["error"]["code"] == 2500
    answer = requests.get(f"{sandbox.meta_url}/v26.0/me", params={"access_token": "x"}, timeout=5).json()
    assert answer["error"]["code"] == 190


def test_scopes_when_missing_then_200(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FacebookSession, "GRAPH", sandbox.meta_url)
    token = sandbox.control("POST", "/tokens", scopes=["ads_read"])["access_token"]
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, token)
    api = FacebookAdsApi(session)
    reader = Advertiser(api, sandbox.meta_account_id)
    assert failure(reader.campaign).api_error_code() == 200
    assert list(User("me", api=api).get_accounts()) == []
    nobody = sandbox.control("POST", "/tokens", scopes=["pages_show_list"])["access_token"]
    other = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, nobody)
    blind = AdAccount(sandbox.meta_account_id, api=FacebookAdsApi(other))
    assert failure(blind.get_campaigns).api_error_code() == 200
    session.requests.close()
    other.requests.close()


def test_control_when_called_through_the_platform_then_unknown(sandbox: Sandbox) -> None:
    for path in ("/clock", "/clock/advance", "/state", "/v26.0/clock"):
        answer = requests.post(
            sandbox.meta_url + path, params={"access_token": sandbox.meta_access_token}, timeout=5
        )
        assert answer.status_code == 400
        assert "error" in answer.json()
