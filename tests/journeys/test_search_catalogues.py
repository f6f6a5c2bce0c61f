"""Interests, places and sizes are asked of the platform itself, over its wire protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.campaigns.model import Targeting
from adwright.core.clock import FixedClock
from adwright.core.database import Database
from adwright.core.errors import Invalid, NotFound
from adwright.journeys.estimate_audience import EstimateAudience
from adwright.journeys.search_catalogues import SearchCatalogues
from adwright.platforms.model import Platform
from tests.factories import NOW, make_file_account, make_organization
from tests.journeys.sandbox_platforms import META
from tests.journeys.sandbox_stand import Stand, make_stand


@dataclass
class Search:
    """A stand and the journey on it."""

    stand: Stand
    search: SearchCatalogues


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture
async def search(database: Database, sandbox: Sandbox) -> Search:
    keyring = KeyRing([b"k" * 32])
    stand = await make_stand(database, sandbox, keyring)
    platforms = {META.provider: META.open(sandbox, FixedClock(NOW), timeout_seconds=20)}
    return Search(stand, SearchCatalogues(database, platforms, keyring))


async def test_search_when_something_fits_then_the_platforms_interests_come_back(search: Search) -> None:
    tenant, account = search.stand.tenant, search.stand.account

    found = await search.search.interests(tenant.owner, account.id, "snack")

    assert [interest.name for interest in found] == ["Snack foods"]
    assert found[0].external_id.isdigit()
    assert await search.search.interests(tenant.owner, account.id, "nothing of the kind") == []


async def test_search_when_account_is_not_ones_own_or_of_files_then_nothing_is_asked(
    database: Database, search: Search
) -> None:
    stranger = await make_organization(database)
    of_files = await make_file_account(database, stranger)

    with pytest.raises(NotFound):
        await search.search.interests(stranger.owner, search.stand.account.id, "snack")
    with pytest.raises(Invalid, match="read-only"):
        await search.search.interests(stranger.owner, of_files.id, "snack")


async def test_size_of_an_audience_when_asked_then_is_the_platforms_range_and_its_instant(
    database: Database, search: Search, sandbox: Sandbox
) -> None:
    platforms = {META.provider: META.open(sandbox, FixedClock(NOW), timeout_seconds=20)}
    estimate = EstimateAudience(database, platforms, search.stand.tenant.keyring, FixedClock(NOW))
    owner, account = search.stand.tenant.owner, search.stand.account

    told = await estimate(owner, account.id, Targeting(countries=("US",), languages=("en",)))

    assert told.size is not None
    assert 0 < told.size.lower < told.size.upper
    assert (told.platform, told.told_at) == (Platform.META, NOW)
    assert (await estimate(owner, account.id, Targeting())).size is None
    with pytest.raises(Invalid, match="XX"):
        await estimate(owner, account.id, Targeting(countries=("XX",)))
