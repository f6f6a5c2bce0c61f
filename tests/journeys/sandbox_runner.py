"""The worker's job in this process, against the sandbox through the platform's SDK."""

from __future__ import annotations

from datetime import timedelta

from adwright.accounts.ports import Quota
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeStatus
from adwright.creatives.ports import Store
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.import_tree import ImportTree
from tests.factories_changes import MemoryStore
from tests.journeys.sandbox_stand import Stand
from tests.twins.jobs import RecordingQueue


class Runner:
    """The worker's job, in this process."""

    def __init__(
        self,
        stand: Stand,
        *,
        timeout_seconds: float = 2,
        store: Store | None = None,
        quota: Quota | None = None,
    ) -> None:
        self.stand = stand
        self.store = store or MemoryStore()
        self.jobs = RecordingQueue()
        tenant = stand.tenant
        ports = stand.on.open(stand.sandbox, tenant.clock, timeout_seconds=timeout_seconds, quota=quota)
        self._platforms = {stand.on.provider: ports}
        self.apply = ApplyChange(
            stand.database,
            self._platforms,
            tenant.keyring,
            self.store,
            self.jobs,
            tenant.clock,
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
        tenant = stand.tenant
        watch = ImportTree(stand.database, self._platforms, tenant.keyring, tenant.clock)
        await watch.run(tenant.organization_id, stand.account.id)
