"""The Meta adapter against the sandbox, over its real wire protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import MetaPlatform
from adwright.core.clock import FixedClock
from adwright.core.ids import new_id
from adwright.platforms.model import Provider

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def meta(sandbox: Sandbox, clock: FixedClock) -> MetaPlatform:
    return MetaPlatform(
        clock,
        graph_url=sandbox.meta_url,
        dialog_url=sandbox.meta_url,
        app_id=sandbox.meta_app_id,
        app_secret=sandbox.meta_app_secret,
        timeout_seconds=2,
    )


@pytest.fixture
def access(sandbox: Sandbox) -> AccountAccess:
    return access_to(sandbox)


def access_to(sandbox: Sandbox) -> AccountAccess:
    """Return the access of the sandbox's own token to its first account."""
    return AccountAccess(
        organization_id=new_id(),
        ad_account_id=new_id(),
        connection_id=new_id(),
        provider=Provider.META_SANDBOX,
        external_id=sandbox.meta_account_id,
        currency="USD",
        zone="America/New_York",
        token=sandbox.meta_access_token,
        beneficiary="Tasty Chips Co.",
        payor="Agency One",
    )
