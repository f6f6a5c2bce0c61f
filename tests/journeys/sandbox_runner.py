"""The worker's job in this process, against the sandbox through Meta's SDK."""

from __future__ import annotations

from datetime import timedelta

from adwright.adapters.meta import MetaPlatform
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeStatus
from adwright.creatives.ports import Store
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.import_tree import ImportTree
from adwright.journeys.platform import PlatformPorts
from adwright.platforms.model import Provider
from tests.factories_changes import MemoryStore
from tests.journeys.sandbox_stand import Stand
from tests.twins.jobs import RecordingQueue


class Runner:
    """The worker's job, in this process."""

    def __init__(self, stand: Stand, *, timeout_seconds: float = 2, store: Store | None = None) -> None:
        self.stand = stand
        self.store = store or MemoryStore()
        self.jobs = RecordingQueue()
        sandbox = stand.sandbox
        self.meta = meta = MetaPlatform(
            stand.tenant.clock,
            graph_url=sandbox.meta_url,
            app_id=sandbox.meta_app_id,
            app_secret=sandbox.meta_app_secret,
            timeout_seconds=timeout_seconds,
        )
        ports = PlatformPorts(connector=meta, tree=meta, facts=meta, executor=meta)
        self.apply = ApplyChange(
            stand.database,
            {Provider.META_SANDBOX: ports},
            stand.tenant.keyring,
            self.store,
            self.jobs,
            stand.tenant.clock,
            pause=self._pause,
        )

    async def _pause(self, seconds: float) -> None:
        self.stand.tenant.clock.advance(timedelta(seconds=seconds))

    async def run(self, change: Change) -> Change:
        await self.apply.run(self.stand.tenant.organization_id, change.id)
        return await self.stand.change(change.id)

    async def run_to_the_end(self, change: Change) -> Change:
        for _ in range(12):
            change = await self.run(change)
            if change.status is not ChangeStatus.APPLYING:
                break
        return change

    async def look(self, stand: Stand) -> None:
        """Read the account's tree, as the drift watch does."""
        ports = PlatformPorts(connector=self.meta, tree=self.meta, facts=self.meta, executor=self.meta)
        tenant = stand.tenant
        watch = ImportTree(stand.database, {Provider.META_SANDBOX: ports}, tenant.keyring, tenant.clock)
        await watch.run(tenant.organization_id, stand.account.id)
