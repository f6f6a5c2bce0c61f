"""The Google adapter against the sandbox, over its real wire protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess, Quota
from adwright.adapters.google import GooglePlatform
from adwright.adapters.google.tokens import refresh_secret
from adwright.core.clock import FixedClock
from adwright.core.ids import new_id
from adwright.platforms.model import Provider

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

Opening = Callable[..., GooglePlatform]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def opening(clock: FixedClock) -> Opening:
    """How a sandbox's Google is opened."""

    def open_platform(sandbox: Sandbox, quota: Quota | None = None) -> GooglePlatform:
        return GooglePlatform(
            clock,
            endpoint=sandbox.google_endpoint,
            token_uri=sandbox.google_token_uri,
            auth_url=sandbox.google_token_uri.replace("/token", "/o/oauth2/v2/auth"),
            client_id=sandbox.google_client_id,
            client_secret=sandbox.google_client_secret,
            root_certificates=Path(sandbox.ca_file).read_bytes(),
            timeout_seconds=20,
            quota=quota,
        )

    return open_platform


@pytest.fixture
def google(sandbox: Sandbox, opening: Opening) -> GooglePlatform:
    return opening(sandbox)


@pytest.fixture
def access(sandbox: Sandbox) -> AccountAccess:
    return access_to(sandbox)


def access_to(sandbox: Sandbox, **more: str) -> AccountAccess:
    """Access to the sandbox's first account, through its manager."""
    access = AccountAccess(
        organization_id=new_id(),
        ad_account_id=new_id(),
        connection_id=new_id(),
        provider=Provider.GOOGLE_SANDBOX,
        external_id=sandbox.google_customer_id,
        currency="USD",
        zone="America/New_York",
        token=refresh_secret(sandbox.google_refresh_token),
        manager_external_id=sandbox.google_manager_id,
    )
    return replace(access, **more)  # type: ignore[arg-type]
