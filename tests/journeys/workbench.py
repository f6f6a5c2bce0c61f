"""All that a change needs to travel from proposal to platform, with a twin at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import DesiredCampaign, ObservedNode
from adwright.campaigns.records import CampaignRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change, LogEntry, Operation
from adwright.changes.ports import Executor
from adwright.core.actor import Actor, Role
from adwright.core.database import Database
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.propose_change import ProposeChange
from adwright.platforms.model import Provider
from tests.factories import Tenant, make_ad_account, make_member, make_organization
from tests.factories_changes import MemoryStore, make_draft
from tests.twins.jobs import RecordingQueue
from tests.twins.platform import PlatformTwin


@dataclass
class Workbench:
    """One organization with one ad account, and the three journeys of a change."""

    database: Database
    tenant: Tenant
    account: AdAccount
    twin: PlatformTwin
    store: MemoryStore = field(default_factory=MemoryStore)
    jobs: RecordingQueue = field(default_factory=RecordingQueue)
    executor: Executor | None = None

    @property
    def propose(self) -> ProposeChange:
        """Make proposals."""
        return ProposeChange(self.decide, self.tenant.clock)

    @property
    def decide(self) -> DecideChange:
        """Decide about them."""
        return DecideChange(self.database, self.jobs, self.tenant.clock)

    def applier(self, *, at_once: int = 4) -> ApplyChange:
        """Carry them out, as a worker would; waiting moves the clock instead."""
        ports = replace(self.twin.ports, executor=self.executor or self.twin)

        async def pause(seconds: float) -> None:
            self.tenant.clock.advance(timedelta(seconds=seconds))

        return ApplyChange(
            self.database,
            {Provider.META_SANDBOX: ports},
            self.tenant.keyring,
            self.store,
            self.jobs,
            self.tenant.clock,
            at_once=at_once,
            pause=pause,
        )

    async def member(self, role: Role) -> Actor:
        """Let somebody else join with a role."""
        return await make_member(self.database, self.tenant, role)

    async def draft(self, **shape: int | str) -> UUID:
        """Make a draft that is ready to launch."""
        return await make_draft(self.database, self.tenant, self.account, self.store, **shape)  # type: ignore[arg-type]

    async def launch(self, campaign_id: UUID) -> Change:
        """Propose and approve a launch."""
        async with self.database.transaction(self.tenant.scope) as tx:
            change = await self.propose.launch(tx, self.tenant.owner, campaign_id, None)
            return await self.decide.approve(tx, self.tenant.owner, change.id, None)

    async def run(self, change: Change, *, at_once: int = 4) -> Change:
        """Run the worker's job once and return what became of the change."""
        await self.applier(at_once=at_once).run(self.tenant.organization_id, change.id)
        return await self.change(change.id)

    async def launched(self, **shape: int | str) -> UUID:
        """Make a campaign that is live on the twin."""
        campaign_id = await self.draft(**shape)
        change = await self.run(await self.launch(campaign_id))
        assert change.failure is None
        return campaign_id

    async def retry(self, change: Change) -> Change:
        """Try a failed change again, and run it."""
        async with self.database.transaction(self.tenant.scope) as tx:
            await self.decide.retry(tx, self.tenant.owner, change.id)
        return await self.run(change)

    async def change(self, change_id: UUID) -> Change:
        """Read a change."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await changes.get_change(tx, change_id)

    async def operations(self, change: Change) -> list[Operation]:
        """Read a change's operations."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return list(await changes.list_operations(tx, change.id))

    async def log(self, change: Change) -> list[LogEntry]:
        """Read a change's log."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return list(await changes.log_of_change(tx, change.id))

    async def campaign(self, campaign_id: UUID) -> CampaignRecord:
        """Read a campaign."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.get_campaign(tx, campaign_id)

    async def desired(self, campaign_id: UUID) -> DesiredCampaign:
        """Read a campaign's desired state."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.load_desired(tx, campaign_id)

    async def observed(self, campaign_id: UUID) -> Mapping[UUID, ObservedNode]:
        """Read what was observed of a campaign."""
        async with self.database.transaction(self.tenant.scope) as tx:
            return await campaigns.observed_of(tx, campaign_id)


async def make_workbench(database: Database) -> Workbench:
    """Make an organization with an ad account, and a twin."""
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    return Workbench(database, tenant, account, PlatformTwin(tenant.clock))
