"""From a pasted token to ad accounts with their tree, on a real database and over Meta's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, ConnectionStatus
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.core.actor import Role
from adwright.core.database import Database
from adwright.core.errors import Denied, Invalid, NotFound, ReconnectNeeded
from adwright.core.ids import new_id
from adwright.core.paging import PageRequest
from adwright.insights import service as insights
from adwright.journeys.connect_platform import ConnectPlatform
from adwright.journeys.import_tree import ImportTree
from adwright.platforms.model import Provider
from tests.factories import Tenant, make_organization
from tests.journeys.sandbox_platforms import META

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class Story:
    """One organization, one sandbox, and the journeys between them."""

    tenant: Tenant
    sandbox: Sandbox
    connect: ConnectPlatform
    import_tree: ImportTree


@pytest.fixture(scope="module")
def agency() -> Iterator[Sandbox]:
    with Sandbox(scenario="agency") as running:
        yield running


@pytest.fixture
def empty() -> Iterator[Sandbox]:
    with Sandbox(scenario="empty") as running:
        yield running


async def make_story(database: Database, sandbox: Sandbox) -> Story:
    tenant = await make_organization(database, now=START)
    platforms = {META.provider: META.open(sandbox, tenant.clock, timeout_seconds=20)}
    return Story(
        tenant,
        sandbox,
        ConnectPlatform(database, platforms, tenant.keyring, ProcrastinateQueue(), tenant.clock),
        ImportTree(database, platforms, tenant.keyring, tenant.clock),
    )


async def bring_one_in(story: Story) -> AdAccount:
    connection = await story.connect.connect_with_token(
        story.tenant.owner, Provider.META_SANDBOX, story.sandbox.meta_access_token
    )
    [account] = await story.connect.bring_in(
        story.tenant.owner, connection.id, story.tenant.advertiser_id, [story.sandbox.meta_account_id]
    )
    return account


async def test_a_pasted_token_becomes_a_connection_whose_accounts_are_offered(
    database: Database, agency: Sandbox
) -> None:
    story = await make_story(database, agency)
    connection = await story.connect.connect_with_token(
        story.tenant.owner, Provider.META_SANDBOX, agency.meta_access_token
    )
    offered = await story.connect.offered_accounts(story.tenant.owner, connection.id)
    assert connection.status is ConnectionStatus.GOOD
    assert len(offered) == 3
    assert {each.ad_account_id for each in offered} == {None}


async def test_an_account_brought_in_has_its_tree_pages_and_pixels_and_a_first_sync(
    database: Database, agency: Sandbox
) -> None:
    story = await make_story(database, agency)
    account = await bring_one_in(story)
    await story.import_tree.run(story.tenant.organization_id, account.id)
    async with database.transaction(story.tenant.scope) as tx:
        pages = await accounts.list_pages(tx, account.id)
        pixels = await accounts.list_pixels(tx, account.id)
        runs = await insights.list_sync_runs(tx, account.id, PageRequest())
        names = (await tx.connection.exec_driver_sql("SELECT count(*) FROM campaigns")).scalar_one()
    assert pages
    assert pixels
    assert names >= 4
    assert [run.reason for run in runs.items] == ["connected"]


async def test_bringing_in_and_importing_twice_changes_nothing_more(
    database: Database, agency: Sandbox
) -> None:
    story = await make_story(database, agency)
    first = await bring_one_in(story)
    await story.import_tree.run(story.tenant.organization_id, first.id)
    counts = await _counts(database, story.tenant)
    second = await bring_one_in(story)
    await story.import_tree.run(story.tenant.organization_id, second.id)
    assert second.id == first.id
    assert await _counts(database, story.tenant) == counts


async def test_the_accounts_today_is_the_platforms_today(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    account = await bring_one_in(story)
    empty.advance(days=7)
    await story.import_tree.run(story.tenant.organization_id, account.id)
    async with database.transaction(story.tenant.scope) as tx:
        account = await accounts.get_ad_account(tx, account.id)
    assert account.today(story.tenant.clock) == (START + timedelta(days=7)).date()


async def test_an_account_out_of_reach_is_refused(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    connection = await story.connect.connect_with_token(
        story.tenant.owner, Provider.META_SANDBOX, empty.meta_access_token
    )
    with pytest.raises(Invalid, match="act_1"):
        await story.connect.bring_in(story.tenant.owner, connection.id, story.tenant.advertiser_id, ["act_1"])


async def test_a_revoked_token_is_remembered_on_the_connection(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    account = await bring_one_in(story)
    empty.control("POST", "/tokens/revoke", access_token=empty.meta_access_token)
    with pytest.raises(ReconnectNeeded):
        await story.import_tree.run(story.tenant.organization_id, account.id)
    async with database.transaction(story.tenant.scope) as tx:
        [connection] = await accounts.list_connections(tx)
    assert connection.status is ConnectionStatus.RECONNECT_NEEDED
    assert connection.trouble is not None
    assert empty.meta_access_token not in connection.trouble


async def test_a_checkpoint_keeps_the_connection_in_use(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    account = await bring_one_in(story)
    empty.fault("error", "GET", "/me", code=190, subcode=459, message="Checkpoint", count=1)
    with pytest.raises(ReconnectNeeded):
        await story.import_tree.run(story.tenant.organization_id, account.id)
    async with database.transaction(story.tenant.scope) as tx:
        [connection] = await accounts.list_connections(tx)
    assert connection.status is ConnectionStatus.GOOD
    await story.import_tree.run(story.tenant.organization_id, account.id)


async def test_somebody_elses_connection_does_not_exist(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    stranger = await make_story(database, empty)
    connection = await story.connect.connect_with_token(
        story.tenant.owner, Provider.META_SANDBOX, empty.meta_access_token
    )
    with pytest.raises(NotFound):
        await stranger.connect.offered_accounts(stranger.tenant.owner, connection.id)


async def test_an_analyst_may_not_connect(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    with pytest.raises(Denied):
        await story.connect.connect_with_token(
            story.tenant.actor(Role.ANALYST), Provider.META_SANDBOX, empty.meta_access_token
        )


async def test_a_consent_state_that_was_not_begun_here_is_refused(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    with pytest.raises(Invalid):
        await story.connect.finish_consent(
            story.tenant.owner, state="made up", code="x", redirect_uri="http://127.0.0.1/cb"
        )


async def test_a_provider_that_is_not_set_up_is_said_so(database: Database, empty: Sandbox) -> None:
    story = await make_story(database, empty)
    with pytest.raises(NotFound, match="meta"):
        await story.connect.connect_with_token(story.tenant.owner, Provider.META, str(new_id()))


async def _counts(database: Database, tenant: Tenant) -> list[int]:
    tables = ("campaigns", "ad_groups", "ads", "ad_accounts", "pages", "pixels")
    async with database.transaction(tenant.scope) as tx:
        return [
            (await tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in tables
        ]
