"""Grants of Google: consent with PKCE, kept keys, accounts below managers, revocation against outage."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess, AccountStatus
from adwright.adapters.google import GooglePlatform
from adwright.adapters.google.connector import NEEDED_SCOPES
from adwright.adapters.google.tokens import refresh_secret
from adwright.core.clock import FixedClock
from adwright.core.errors import Invalid, ReconnectNeeded, Upstream
from tests.consent import approve_consent

REDIRECT = "http://127.0.0.1:8000/api/v1/connections/google/callback"
VERIFIER = "a-secret-of-this-consent-that-is-long-enough-for-pkce-1234567890"


async def test_a_consent_becomes_a_lasting_grant_with_its_own_secret(
    google: GooglePlatform, sandbox: Sandbox
) -> None:
    address = google.authorize_url(state="a state", redirect_uri=REDIRECT, code_verifier=VERIFIER)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert VERIFIER not in address
    answer = parse_qs(urlsplit(await approve_consent(address)).query)
    assert answer["state"] == ["a state"]
    grant = await google.exchange_code(code=answer["code"][0], redirect_uri=REDIRECT, code_verifier=VERIFIER)
    assert grant.expires_at is None
    assert grant.missing_scopes == frozenset()
    assert grant.name == "sandbox.marketer@example.com"
    assert await google.accounts(grant.token)


async def test_a_code_without_the_consents_secret_is_refused(google: GooglePlatform) -> None:
    address = google.authorize_url(state="s", redirect_uri=REDIRECT, code_verifier=VERIFIER)
    answer = parse_qs(urlsplit(await approve_consent(address)).query)
    with pytest.raises(ReconnectNeeded):
        await google.exchange_code(code=answer["code"][0], redirect_uri=REDIRECT, code_verifier="stolen")


async def test_accounts_below_a_manager_come_with_the_manager(
    google: GooglePlatform, sandbox: Sandbox
) -> None:
    secret = refresh_secret(sandbox.google_refresh_token)
    grant = await google.inspect(secret)
    assert grant.scopes >= NEEDED_SCOPES
    [account] = await google.accounts(secret)
    assert account.external_id == sandbox.google_customer_id
    assert account.manager_external_id == sandbox.google_manager_id
    assert account.status is AccountStatus.ACTIVE
    assert (account.currency, account.zone) == ("USD", "America/New_York")


@pytest.mark.parametrize("status", ["SUSPENDED", "CANCELED"])
async def test_an_account_closed_to_us_does_not_hide_the_others_of_the_grant(
    google: GooglePlatform, sandbox: Sandbox, status: str
) -> None:
    alone = {"platform": "google", "name": "Reached without a manager", "manager_id": ""}
    account_id = sandbox.control("POST", "/accounts", **alone)["customer_id"]
    secret = refresh_secret(sandbox.google_refresh_token)
    known = {account.external_id for account in await google.accounts(secret)}
    change = {"platform": "google", "account_id": account_id, "account_status": status}
    sandbox.control("POST", "/accounts/status", **change)
    reached = {account.external_id for account in await google.accounts(secret)}
    assert known - reached == {account_id}
    assert reached


async def test_a_revoked_grant_is_told_apart_from_an_outage(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    sandbox.fault("http_502_html", method="POST", path_regex="/token$")
    with pytest.raises(Upstream) as outage:
        await google.inspect(access.token)
    sandbox.control("POST", "/tokens/revoke", access_token=sandbox.google_refresh_token)
    with pytest.raises(ReconnectNeeded):
        await google.inspect(access.token)
    assert not isinstance(outage.value, ReconnectNeeded)
    assert outage.value.retry_after_seconds is not None


async def test_an_access_token_that_expired_on_googles_clock_is_made_anew(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    await google.accounts(access.token)
    sandbox.advance(hours=3)
    assert await google.accounts(access.token)


@pytest.mark.parametrize("pasted", ["not JSON", "{}", json.dumps({"type": "service_account"}), "[1]"])
async def test_what_is_no_key_is_refused_with_what_to_paste(google: GooglePlatform, pasted: str) -> None:
    with pytest.raises(Invalid, match="service account"):
        await google.inspect(pasted)


async def test_without_a_project_consent_is_refused_with_what_to_do(clock: FixedClock) -> None:
    without = GooglePlatform(clock)
    with pytest.raises(Invalid, match="ADWRIGHT_GOOGLE_CLIENT_ID"):
        without.authorize_url(state="s", redirect_uri=REDIRECT, code_verifier=VERIFIER)
