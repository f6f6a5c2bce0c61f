"""What Meta says of its limits is known to every process, and nothing is called while they are used up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import URL

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.accounts.service import SharedQuota
from adwright.adapters.meta import MetaPlatform
from adwright.adapters.meta.errors import usages
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.core.clock import FixedClock
from adwright.core.database import Database
from adwright.core.errors import Upstream
from adwright.platforms.model import Level
from tests.factories import NOW


@pytest.fixture
async def database(lone_owner_url: URL) -> AsyncIterator[Database]:
    """A database of this test alone: limits belong to no organization."""
    pool = Database.connect(text_of(app_url(lone_owner_url)))
    yield pool
    await pool.close()


def platform(sandbox: Sandbox, database: Database, clock: FixedClock) -> MetaPlatform:
    """Return what another worker process would have."""
    return MetaPlatform(
        clock,
        graph_url=sandbox.meta_url,
        app_id=sandbox.meta_app_id,
        app_secret=sandbox.meta_app_secret,
        quota=SharedQuota(database, clock),
    )


async def test_limit_when_used_up_then_no_process_calls_until_it_is_over(
    sandbox: Sandbox, access: AccountAccess, database: Database
) -> None:
    clock = FixedClock(NOW)
    one, other = platform(sandbox, database, clock), platform(sandbox, database, clock)
    sandbox.fault("throttle", limit="account", count=1)
    with pytest.raises(Upstream) as refused:
        await one.read_tree(access)
    assert refused.value.code == "rate_limited"
    with pytest.raises(Upstream) as at_first:
        await one.read(access, Level.CAMPAIGN, "123")
    before = len(sandbox.requests())
    clock.advance(timedelta(seconds=2))
    with pytest.raises(Upstream) as kept:
        await other.read_tree(access)
    assert len(sandbox.requests()) == before
    for error in (at_first.value, kept.value):
        assert error.code == "rate_limited"
        assert error.retry_after_seconds is not None
        assert 0 < error.retry_after_seconds <= 300
    elsewhere = replace(access, external_id="act_1")
    with pytest.raises(Upstream) as unknown:
        await other.read_tree(elsewhere)
    assert unknown.value.code != "rate_limited"

    clock.advance(timedelta(minutes=6))
    assert (await other.read_tree(access)).nodes == ()


def test_headers_then_say_how_much_of_each_limit_is_used() -> None:
    found = usages(
        {
            "X-App-Usage": '{"call_count":12,"total_time":30,"total_cputime":0}',
            "X-Ad-Account-Usage": '{"acc_id_util_pct":41.5,"reset_time_duration":0}',
            "X-Business-Use-Case-Usage": (
                '{"77":[{"type":"ads_management","call_count":55,"total_cputime":1,"total_time":2,'
                '"estimated_time_to_regain_access":0,"ads_api_access_tier":"standard_access"}]}'
            ),
        },
        "5",
        refused=False,
    )
    assert [(each.subject, each.used_percent, each.blocked_seconds, each.tier) for each in found] == [
        ("meta:app:5", 30, 0.0, None),
        ("meta:account:77", 55, 0.0, "standard_access"),
    ]
    assert usages({"X-App-Usage": "not JSON"}, "5", refused=True) == []
