"""Facts over Meta's wire protocol: what Adwright shows equals what the platform itself says, to the cent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from facebook_business.adobjects.adaccount import AdAccount as MetaAccount
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, ConnectionStatus
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.core.database import Database
from adwright.core.paging import PageRequest
from adwright.insights import service as insights
from adwright.insights.model import Measure, OverviewScope, Performance, Period, SyncRun, SyncStatus
from adwright.journeys.connect_platform import ConnectPlatform
from adwright.journeys.import_tree import ImportTree
from adwright.journeys.sync_facts import SyncFacts
from adwright.platforms.model import Provider
from tests.factories import Tenant, make_organization
from tests.journeys.sandbox_platforms import META

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class Story:
    """One connected account of the sandbox's agency, with its tree."""

    database: Database
    tenant: Tenant
    sandbox: Sandbox
    account: AdAccount
    journey: SyncFacts

    async def sync(self, days: int) -> SyncRun:
        async with self.database.transaction(self.tenant.scope) as tx:
            run = await insights.request_sync(
                tx, ProcrastinateQueue(), self.tenant.clock, self.account.id, reason="asked", days=days
            )
        await self.journey.run(self.tenant.organization_id, run.id)
        async with self.database.transaction(self.tenant.scope) as tx:
            return await insights.get_sync_run(tx, run.id)

    async def measures(self, period: Period) -> dict[str, Measure]:
        async with self.database.transaction(self.tenant.scope) as tx:
            shown = await insights.overview(
                tx,
                self.tenant.clock,
                scope=OverviewScope.ACCOUNT,
                subject_id=self.account.id,
                since=period.since,
                until=period.until,
            )
        return {measure.metric.key: measure for measure in shown.measures}

    async def today(self) -> date:
        async with self.database.transaction(self.tenant.scope) as tx:
            account = await accounts.get_ad_account(tx, self.account.id)
        return account.today(self.tenant.clock)

    async def insights_of_platform(self, period: Period, level: str = "account") -> list[Any]:
        """Ask the platform itself, through its own SDK."""
        session = FacebookSession(
            self.sandbox.meta_app_id, self.sandbox.meta_app_secret, self.sandbox.meta_access_token
        )
        session.GRAPH = self.sandbox.meta_url
        account = MetaAccount(self.account.external_id, api=FacebookAdsApi(session))
        fields = ["campaign_id", "impressions", "clicks", "inline_link_clicks", "spend", "reach", "actions"]
        fields += ["action_values"]
        params = {
            "level": level,
            "time_range": {"since": period.since.isoformat(), "until": period.until.isoformat()},
            "limit": 500,
        }
        return await asyncio.to_thread(lambda: list(account.get_insights(fields=fields, params=params)))


@pytest.fixture(scope="module")
def agency() -> Iterator[Sandbox]:
    with Sandbox(scenario="agency") as running:
        yield running


async def make_story(database: Database, sandbox: Sandbox) -> Story:
    tenant = await make_organization(database, now=START)
    platforms = {META.provider: META.open(sandbox, tenant.clock, timeout_seconds=20)}
    jobs = ProcrastinateQueue()
    connect = ConnectPlatform(database, platforms, tenant.keyring, jobs, tenant.clock)
    connection = await connect.connect_with_token(
        tenant.owner, Provider.META_SANDBOX, sandbox.meta_access_token
    )
    [account] = await connect.bring_in(
        tenant.owner, connection.id, tenant.advertiser_id, [sandbox.meta_account_id]
    )
    await ImportTree(database, platforms, tenant.keyring, tenant.clock).run(
        tenant.organization_id, account.id
    )
    journey = SyncFacts(database, platforms, tenant.keyring, jobs, tenant.clock)
    return Story(database, tenant, sandbox, account, journey)


@pytest.fixture
async def story(database: Database, agency: Sandbox) -> Story:
    return await make_story(database, agency)


def _action(row: Any, kind: str, field: str = "actions") -> Decimal:
    return sum(
        (Decimal(each["value"]) for each in row.get(field) or [] if each["action_type"] == kind), Decimal(0)
    )


async def test_overview_when_synced_then_equals_the_platforms_own_figures(story: Story) -> None:
    run = await story.sync(days=90)
    assert (run.status, run.error) == (SyncStatus.DONE, None)

    for days in (1, 7, 28, 60):
        period = Period.ending(await story.today(), days)
        [said] = await story.insights_of_platform(period)
        shown = await story.measures(period)
        assert shown["spend"].value == Decimal(said["spend"])
        assert shown["impressions"].value == int(said["impressions"])
        assert shown["clicks"].value == int(said["clicks"])
        assert shown["link_clicks"].value == int(said["inline_link_clicks"])
        assert shown["purchases"].value == _action(said, "omni_purchase")
        assert shown["revenue"].value == _action(said, "omni_purchase", "action_values")
        if days in (7, 28):
            assert shown["reach"].value == int(said["reach"])


async def test_campaigns_when_synced_then_each_has_the_platforms_figures_by_ad(story: Story) -> None:
    await story.sync(days=28)
    period = Period.ending(await story.today(), 28)
    said = {
        row["campaign_id"]: Decimal(row["spend"])
        for row in await story.insights_of_platform(period, "campaign")
    }

    shown: dict[str, Decimal] = {}
    for external_id in said:
        performance = await _performance(story, external_id)
        spend = [node.values["spend"].value or Decimal(0) for node in performance.ads]
        groups = [node.values["spend"].value or Decimal(0) for node in performance.ad_groups]
        assert sum(spend) == sum(groups)
        assert all(node.id for node in (*performance.ads, *performance.ad_groups))
        shown[external_id] = sum(spend, Decimal(0))
    assert shown == said


async def _performance(story: Story, external_id: str) -> Performance:
    async with story.database.transaction(story.tenant.scope) as tx:
        rows = await tx.connection.exec_driver_sql(
            "SELECT id FROM campaigns WHERE external_id = %s", (external_id,)
        )
        return await insights.performance(tx, story.tenant.clock, rows.scalar_one())


async def test_first_sync_when_the_account_is_brought_in_then_waits_for_the_worker(story: Story) -> None:
    async with story.database.transaction(story.tenant.scope) as tx:
        [run] = (await insights.list_sync_runs(tx, story.account.id, PageRequest())).items

    assert (run.reason, run.status, run.days) == ("connected", SyncStatus.WAITING, 90)


async def test_sync_when_the_platform_drops_calls_then_waits_and_ends_well_later(story: Story) -> None:
    story.sandbox.fault("http_502_html", "GET", "/insights", count=20)

    waiting = await story.sync(days=7)
    assert waiting.status is SyncStatus.WAITING
    assert waiting.error
    assert "<html" not in waiting.error
    story.sandbox.control("DELETE", "/faults")
    done = await story.sync(days=7)

    assert (done.id, done.status) == (waiting.id, SyncStatus.DONE)


async def test_sync_when_the_token_is_revoked_then_the_connection_says_so(database: Database) -> None:
    with Sandbox(scenario="agency") as sandbox:
        story = await make_story(database, sandbox)
        sandbox.control("POST", "/tokens/revoke", access_token=sandbox.meta_access_token)

        run = await story.sync(days=7)

        assert (run.status, run.error_code) == (SyncStatus.FAILED, "reconnect_needed")
        async with database.transaction(story.tenant.scope) as tx:
            [connection] = await accounts.list_connections(tx)
        assert connection.status is ConnectionStatus.RECONNECT_NEEDED
