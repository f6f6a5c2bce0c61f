"""What Google says of its quotas is obeyed, and shared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess, Usage
from adwright.adapters.google import GooglePlatform
from adwright.core.errors import Upstream
from tests.adapters.google.conftest import Opening


class Noted:
    """A quota that remembers what was said."""

    def __init__(self) -> None:
        self.usages: list[Usage] = []

    async def blocked_seconds(self, subjects: Sequence[str]) -> float:
        return max((each.blocked_seconds for each in self.usages if each.subject in subjects), default=0.0)

    async def note(self, usages: Sequence[Usage]) -> None:
        self.usages += usages


async def test_a_days_quota_parks_the_work_until_google_lets_it_go_on(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    failure = {"failure": "quota_error.RESOURCE_EXHAUSTED", "retry_delay_seconds": 39_600}
    sandbox.fault("grpc_error", path_regex="/SearchStream$", **failure)
    with pytest.raises(Upstream, match="calls of the day") as parked:
        await google.read_tree(access)
    assert parked.value.code == "quota_exhausted"
    assert parked.value.retry_after_seconds == 39_600


async def test_what_one_process_learns_of_a_quota_another_does_not_try(
    opening: Opening, sandbox: Sandbox, access: AccountAccess
) -> None:
    noted = Noted()
    one, other = opening(sandbox, noted), opening(sandbox, noted)
    failure = {"failure": "quota_error.RESOURCE_EXHAUSTED", "retry_delay_seconds": 39_600}
    sandbox.fault("grpc_error", path_regex="/SearchStream$", **failure)
    with pytest.raises(Upstream):
        await one.read_tree(access)
    before = len(sandbox.requests(path="GoogleAdsService"))
    with pytest.raises(Upstream) as parked:
        await other.read_tree(access)
    assert parked.value.retry_after_seconds == 39_600
    assert len(sandbox.requests(path="GoogleAdsService")) == before


async def test_a_moments_limit_is_waited_out_for_that_account_only(
    opening: Opening, sandbox: Sandbox, access: AccountAccess
) -> None:
    noted = Noted()
    google = opening(sandbox, noted)
    failure = {"failure": "quota_error.RESOURCE_TEMPORARILY_EXHAUSTED", "retry_delay_seconds": 5}
    sandbox.fault("grpc_error", path_regex="/SearchStream$", **failure)
    with pytest.raises(Upstream) as limited:
        await google.read_tree(access)
    assert (limited.value.code, limited.value.retry_after_seconds) == ("rate_limited", 5)
    assert [each.subject for each in noted.usages] == [f"google:account:{access.external_id}"]


async def test_a_refusal_without_a_reason_still_waits(
    google: GooglePlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    sandbox.fault("grpc_error", path_regex="/SearchStream$", grpc_status="RESOURCE_EXHAUSTED")
    with pytest.raises(Upstream) as limited:
        await google.read_tree(access)
    assert limited.value.retry_after_seconds is not None
    assert not limited.value.outcome_unknown
