"""Grants, consent and what they reach, against the sandbox."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess, AccountStatus, RemoteLeadForm
from adwright.adapters.meta import MetaPlatform
from adwright.core.clock import FixedClock
from adwright.core.errors import Invalid, Upstream
from adwright.core.money import Money
from tests.adapters.meta.by_hand import make_lead_form, post_to_graph
from tests.adapters.meta.conftest import access_to
from tests.consent import approve_consent

REDIRECT = "http://127.0.0.1:8000/api/v1/connections/meta/callback"


async def test_a_pasted_token_is_inspected(meta: MetaPlatform, sandbox: Sandbox) -> None:
    grant = await meta.inspect(sandbox.meta_access_token)
    assert grant.missing_scopes == frozenset()
    assert "ads_management" in grant.scopes
    assert grant.expires_at is None
    assert sandbox.meta_access_token not in repr(grant)


async def test_accounts_pages_and_pixels_come_in(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    [account] = await meta.accounts(sandbox.meta_access_token)
    assert account.external_id == sandbox.meta_account_id
    assert account.status is AccountStatus.ACTIVE
    assert account.zone == "America/New_York"
    assert account.min_daily_budget is not None
    assert account.min_daily_budget > Money(0, "USD")
    [page] = await meta.pages(access)
    assert page.picture_url is not None
    assert len(await meta.pixels(access)) == 1
    [instagram] = await meta.instagram_accounts(access)
    assert instagram.name
    assert account.funding is not None
    assert account.payment_trouble is None


async def test_lead_forms_in_use_come_in_and_a_grant_without_the_permission_has_none(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    pages = await meta.pages(access)
    form = make_lead_form(sandbox, access.token, pages[0].external_id)
    assert await meta.lead_forms(access, pages) == [RemoteLeadForm(form, pages[0].external_id, "Contact")]
    scopes = ["ads_read", "pages_show_list"]
    lent = sandbox.control("POST", "/tokens", accounts=[access.external_id], scopes=scopes, kind="user")
    assert await meta.lead_forms(replace(access, token=str(lent["access_token"])), pages) == []


async def test_an_accounts_declaration_for_the_eu_comes_in(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    declared = {"default_dsa_beneficiary": "Tasty Chips", "default_dsa_payor": "Agency One"}
    post_to_graph(sandbox, access.token, access.external_id, declared)
    [account] = await meta.accounts(access.token)
    assert (account.beneficiary, account.payor) == ("Tasty Chips", "Agency One")


async def test_what_a_pixel_counted_comes_in(clock: FixedClock) -> None:
    with Sandbox(scenario="stationary") as running:
        meta = MetaPlatform(clock, graph_url=running.meta_url)
        access = access_to(running)
        [pixel] = await meta.pixels(access)
    assert {"PURCHASE", "ADD_TO_CART", "CONTENT_VIEW"} <= set(pixel.events)


async def test_a_consent_becomes_a_long_lived_grant(meta: MetaPlatform, sandbox: Sandbox) -> None:
    address = meta.authorize_url(state="a state", redirect_uri=REDIRECT, code_verifier="unused")
    answer = parse_qs(urlsplit(await approve_consent(address)).query)
    assert answer["state"] == ["a state"]
    grant = await meta.exchange_code(
        code=answer["code"][0], redirect_uri=REDIRECT, code_verifier="unused"
    )
    assert grant.expires_at is not None
    assert len(await meta.accounts(grant.token)) == 1


async def test_a_wrong_code_is_refused(meta: MetaPlatform) -> None:
    with pytest.raises(Upstream):
        await meta.exchange_code(code="made up", redirect_uri=REDIRECT, code_verifier="unused")


async def test_without_an_app_consent_is_refused_with_what_to_do(sandbox: Sandbox, clock: FixedClock) -> None:
    without = MetaPlatform(clock, graph_url=sandbox.meta_url)
    with pytest.raises(Invalid, match="ADWRIGHT_META_APP_ID"):
        without.authorize_url(state="s", redirect_uri=REDIRECT, code_verifier="unused")
