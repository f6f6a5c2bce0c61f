"""Grants and what they reach; a refused grant is told apart from an outage by every method of every port."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from adwright.accounts.ports import AccountAccess, AccountStatus
from adwright.campaigns.model import RunState
from adwright.changes.ports import ObjectKind, SetState
from adwright.core.errors import ReconnectNeeded, Upstream
from adwright.platforms.model import Level
from tests.contract.sides import Side

REDIRECT = "http://127.0.0.1:8000/api/v1/connections/callback"
VERIFIER = "a-secret-of-this-consent-that-is-long-enough-for-pkce-1234567890"

Asking = Callable[[Side, AccountAccess], Awaitable[object]]


async def _facts(side: Side, access: AccountAccess) -> object:
    today = side.now().date()
    source = side.platform.daily_facts(access, since_date=today, until_date=today)
    return [batch async for batch in source]


def _pause(side: Side) -> SetState:
    return SetState(Level.CAMPAIGN, side.unknown(Level.CAMPAIGN), RunState.PAUSED)


QUESTIONS: Mapping[str, Asking] = {
    "inspect": lambda side, access: side.platform.inspect(access.token),
    "renew": lambda side, access: side.platform.renew(access.token),
    "accounts": lambda side, access: side.platform.accounts(access.token),
    "pixels": lambda side, access: side.platform.pixels(access),
    "platform_now": lambda side, access: side.platform.platform_now(access.token),
    "read_tree": lambda side, access: side.platform.read_tree(access),
    "activities": lambda side, access: side.platform.activities(access, side.now() - timedelta(days=1)),
    "daily_facts": _facts,
    "perform": lambda side, access: side.platform.perform(access, _pause(side)),
    "perform_batch": lambda side, access: side.platform.perform_batch(access, [_pause(side)] * 2),
    "look_up": lambda side, access: side.platform.look_up(access, ObjectKind.CAMPAIGN, side.tag("1")),
    "read": lambda side, access: side.platform.read(access, Level.CAMPAIGN, side.unknown(Level.CAMPAIGN)),
    "read_batch": lambda side, access: side.platform.read_batch(
        access, [(Level.CAMPAIGN, side.unknown(Level.CAMPAIGN))]
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_any_method_when_the_token_is_refused_then_asks_to_connect_again(
    side: Side, question: str
) -> None:
    access = replace(side.access, token=side.refused_token())
    with pytest.raises(ReconnectNeeded) as refused:
        await QUESTIONS[question](side, access)
    assert "onnect" in refused.value.message
    assert access.token not in f"{refused.value.message} {refused.value.details}"


@pytest.mark.parametrize("question", QUESTIONS)
async def test_any_method_when_the_platform_is_away_then_is_to_be_tried_again(
    side: Side, question: str
) -> None:
    side.be_away()
    with pytest.raises(Upstream) as away:
        await QUESTIONS[question](side, side.access)
    assert not isinstance(away.value, ReconnectNeeded)
    assert away.value.retry_after_seconds is not None


async def test_token_when_good_then_everything_needed_is_granted(side: Side) -> None:
    grant = await side.platform.inspect(side.access.token)
    assert grant.missing_scopes == frozenset()
    assert grant.scopes
    assert grant.name
    assert grant.external_user_id
    assert side.access.token not in repr(grant)
    renewed = await side.platform.renew(side.access.token)
    assert [each.external_id for each in await side.platform.accounts(renewed.token)]


async def test_token_when_less_was_granted_then_says_what_is_missing(side: Side) -> None:
    grant = await side.platform.inspect(side.weak_token())
    assert grant.missing_scopes
    assert not grant.missing_scopes & grant.scopes


async def test_consent_when_given_then_becomes_a_grant_and_brings_the_state_back(side: Side) -> None:
    address = side.platform.authorize_url(state="a state", redirect_uri=REDIRECT, code_verifier=VERIFIER)
    assert VERIFIER not in address
    answer = parse_qs(urlsplit(await side.consent(address)).query)
    assert answer["state"] == ["a state"]
    grant = await side.platform.exchange_code(
        code=answer["code"][0], redirect_uri=REDIRECT, code_verifier=VERIFIER
    )
    assert grant.missing_scopes == frozenset()
    assert side.access.external_id in {each.external_id for each in await side.platform.accounts(grant.token)}


async def test_consent_when_the_code_is_made_up_then_is_refused(side: Side) -> None:
    with pytest.raises(Upstream):
        await side.platform.exchange_code(code="made up", redirect_uri=REDIRECT, code_verifier=VERIFIER)


async def test_accounts_then_come_with_currency_zone_status_and_manager(side: Side) -> None:
    found = {each.external_id: each for each in await side.platform.accounts(side.access.token)}
    account = found[side.access.external_id]
    assert (account.currency, account.zone) == (side.access.currency, side.access.zone)
    assert account.status is AccountStatus.ACTIVE
    assert account.manager_external_id == side.access.manager_external_id
    assert account.name


async def test_account_when_suspended_then_is_in_error(side: Side) -> None:
    side.suspend(suspended=True)
    try:
        found = {each.external_id: each for each in await side.platform.accounts(side.access.token)}
    finally:
        side.suspend(suspended=False)
    assert found[side.access.external_id].status is AccountStatus.ERROR


async def test_pages_and_pixels_then_include_what_ads_come_from(side: Side) -> None:
    pages = await side.platform.pages(side.access)
    wanted = side.sample.ad.creative.page_external_id
    assert (wanted in {page.external_id for page in pages}) if wanted else pages == ()
    assert all(pixel.name for pixel in await side.platform.pixels(side.access))


async def test_instagram_accounts_and_lead_forms_then_are_of_the_account_and_of_the_pages_asked_for(
    side: Side,
) -> None:
    pages = await side.platform.pages(side.access)
    assert all(each.name for each in await side.platform.instagram_accounts(side.access))
    forms = await side.platform.lead_forms(side.access, pages)
    assert {form.page_external_id for form in forms} <= {page.external_id for page in pages}
    assert not await side.platform.lead_forms(side.access, [])


async def test_limits_then_are_named_by_whose_they_are(side: Side) -> None:
    own, another = (side.platform.account_limit(each) for each in (side.access.external_id, "999"))
    assert len({own, another, side.platform.application_limit()}) == 3


async def test_platforms_clock_then_is_its_own(side: Side) -> None:
    told = await side.platform.platform_now(side.access.token)
    assert abs(told - side.now()) < timedelta(seconds=2)
    assert told.tzinfo is not None
