"""Google's OAuth: consent, codes with PKCE, refresh, revocation, service accounts, the ends of tokens."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.ads.googleads.client import GoogleAdsClient
from google.api_core.exceptions import ServiceUnavailable
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow

from adsandbox import Sandbox
from google_clients import codes, credentials, refusal, tls_client

SCOPE = "https://www.googleapis.com/auth/adwords"
RETURN = "http://127.0.0.1:9/return"
VERIFIER = "v" * 60


def consent(
    sandbox: Sandbox, decision: str = "approve", accounts: list[str] | None = None, **more: str
) -> dict[str, Any]:
    """What the browser is sent back with after the consent page."""
    form = {
        "client_id": sandbox.google_client_id,
        "redirect_uri": RETURN,
        "scope": SCOPE,
        "state": "s&1",
        "access_type": "offline",
        "prompt": "consent",
        "decision": decision,
        "accounts": [sandbox.google_manager_id] if accounts is None else accounts,
        **more,
    }
    url = f"{sandbox.google_oauth_url}/o/oauth2/v2/auth/decision"
    location = requests.post(url, data=form, allow_redirects=False, timeout=5).headers["location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def exchange(sandbox: Sandbox, **form: str) -> requests.Response:
    """A request to the token endpoint with the client's credentials."""
    values = {
        "client_id": sandbox.google_client_id,
        "client_secret": sandbox.google_client_secret,
        "redirect_uri": RETURN,
        **form,
    }
    return requests.post(sandbox.google_token_uri, data=values, timeout=5)


def direct(client: GoogleAdsClient) -> list[str]:
    """The customers that a client's credentials were let into."""
    answer = client.get_service("CustomerService").list_accessible_customers()
    return sorted(name.removeprefix("customers/") for name in answer.resource_names)


def test_page_when_opened_then_asks_which_accounts(sandbox: Sandbox) -> None:
    params = {
        "client_id": sandbox.google_client_id, "redirect_uri": RETURN, "scope": SCOPE,
        "response_type": "code",
    }  # fmt: skip
    page = requests.get(f"{sandbox.google_oauth_url}/o/oauth2/v2/auth", params=params, timeout=5)
    for part in (
        "Allow",
        "Cancel",
        sandbox.google_manager_id,
        sandbox.google_customer_id,
        SCOPE,
        "127.0.0.1:9",
    ):
        assert part in page.text
    for wrong in ({"client_id": "1"}, {"redirect_uri": "javascript:alert(1)"}, {"scope": ""}):
        answer = requests.get(
            f"{sandbox.google_oauth_url}/o/oauth2/v2/auth", params={**params, **wrong}, timeout=5
        )
        assert answer.status_code in (400, 401)


def test_consent_when_denied_then_access_denied(sandbox: Sandbox) -> None:
    assert consent(sandbox, "deny") == {"error": "access_denied", "state": "s&1"}


def test_code_when_exchanged_then_tokens_lead_to_chosen_accounts(sandbox: Sandbox) -> None:
    given = consent(sandbox, accounts=[sandbox.google_customer_id])
    assert given["state"] == "s&1"
    answer = exchange(sandbox, grant_type="authorization_code", code=given["code"]).json()
    assert set(answer) == {"access_token", "refresh_token", "expires_in", "scope", "token_type"}
    client = tls_client(sandbox, credentials=credentials(sandbox, answer["refresh_token"]))
    assert direct(client) == [sandbox.google_customer_id]
    again = exchange(sandbox, grant_type="authorization_code", code=given["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_refresh_token_when_not_offline_or_not_asked_again_then_none(sandbox: Sandbox) -> None:
    for more, there in (
        ({"access_type": "online"}, False),
        ({"prompt": ""}, False),  # the person has consented before
        ({}, True),
    ):
        code = consent(sandbox, **more)["code"]
        answer = exchange(sandbox, grant_type="authorization_code", code=code).json()
        assert ("refresh_token" in answer) is there


def test_pkce_when_verifier_is_wrong_then_invalid_grant(sandbox: Sandbox) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    for verifier, status in (("other", 400), ("", 400), (VERIFIER, 200)):
        code = consent(sandbox, code_challenge=digest, code_challenge_method="S256")["code"]
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        assert exchange(sandbox, **form).status_code == status


def test_flow_when_run_by_googles_own_library_then_credentials_work(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    config = {
        "web": {
            "client_id": sandbox.google_client_id,
            "client_secret": sandbox.google_client_secret,
            "auth_uri": f"{sandbox.google_oauth_url}/o/oauth2/v2/auth",
            "token_uri": sandbox.google_token_uri,
        }
    }
    flow = Flow.from_client_config(config, scopes=[SCOPE], redirect_uri=RETURN)
    url, _ = flow.authorization_url(access_type="offline", prompt="consent")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    given = consent(
        sandbox, **{name: asked[name] for name in asked if name not in ("client_id", "redirect_uri")}
    )
    flow.fetch_token(code=given["code"])
    flow.oauth2session.close()
    client = tls_client(sandbox, credentials=flow.credentials)
    assert direct(client) == [sandbox.google_manager_id]


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "none"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "client_id": "other"}, 401, "invalid_client"),
        ({"grant_type": "refresh_token", "client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "authorization_code", "code": "none"}, 400, "invalid_grant"),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"},
            400,
            "invalid_grant",
        ),
    ],
)
def test_token_when_asked_for_wrongly_then_oauths_own_error(
    sandbox: Sandbox, form: dict[str, str], status: int, error: str
) -> None:
    answer = exchange(sandbox, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_grant_when_revoked_then_refresh_fails_and_access_ends(sandbox: Sandbox) -> None:
    made = sandbox.control("POST", "/tokens", platform="google")
    client = tls_client(sandbox, credentials=Credentials(made["access_token"]))
    assert direct(client) == [sandbox.google_manager_id]
    revoked = requests.post(
        f"{sandbox.google_oauth_url}/revoke", data={"token": made["refresh_token"]}, timeout=5
    )
    assert revoked.status_code == 200
    error = refusal(client.get_service("CustomerService").list_accessible_customers)
    assert codes(error) == ["authentication_error.OAUTH_TOKEN_REVOKED"]
    ended = credentials(sandbox, made["refresh_token"])
    with pytest.raises(RefreshError, match="invalid_grant"):
        ended.refresh(Request())
    with pytest.raises(ServiceUnavailable, match="invalid_grant"):
        direct(tls_client(sandbox, credentials=ended))


def test_access_token_when_expired_or_disabled_then_said_so(sandbox: Sandbox) -> None:
    for body, code in (({}, "OAUTH_TOKEN_EXPIRED"), ({"disabled": True}, "OAUTH_TOKEN_DISABLED")):
        made = sandbox.control("POST", "/tokens", platform="google")
        sandbox.control("POST", "/tokens/expire", platform="google", token=made["access_token"], **body)
        client = tls_client(sandbox, credentials=Credentials(made["access_token"]))
        error = refusal(client.get_service("CustomerService").list_accessible_customers)
        assert codes(error) == [f"authentication_error.{code}"]


def test_access_token_when_its_hour_is_over_on_a_running_clock_then_expired() -> None:
    with Sandbox("empty", clock="x2") as sandbox:
        made = sandbox.control("POST", "/tokens", platform="google")
        info = requests.get(
            f"{sandbox.google_oauth_url}/tokeninfo", params={"access_token": made["access_token"]}, timeout=5
        ).json()
        assert 1700 < int(info["expires_in"]) <= 1800
        sandbox.advance(hours=1)
        client = tls_client(sandbox, credentials=Credentials(made["access_token"]))
        error = refusal(client.get_service("CustomerService").list_accessible_customers)
        assert codes(error) == ["authentication_error.OAUTH_TOKEN_EXPIRED"]


def test_service_account_when_it_signs_then_let_in(sandbox: Sandbox) -> None:
    accounts = [sandbox.google_customer_id]
    key = sandbox.control("POST", "/tokens", platform="google", kind="service_account", accounts=accounts)
    info = {**key, "token_uri": sandbox.google_token_uri}
    made = service_account.Credentials.from_service_account_info(info, scopes=[SCOPE])
    assert direct(tls_client(sandbox, credentials=made)) == accounts
    other = sandbox.control("POST", "/tokens", platform="google", kind="service_account")
    forged = {**info, "private_key": other["private_key"]}
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        service_account.Credentials.from_service_account_info(forged, scopes=[SCOPE]).refresh(Request())
