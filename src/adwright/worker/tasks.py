"""Every job the worker knows, by name: parse the arguments, call a journey of the container, nothing more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from adwright.bootstrap.container import Container
from adwright.core.jobs import JobArguments
from adwright.insights.service import SYNC_TASK
from adwright.insights.service import WAKE_TASK as WAKE_SYNC_TASK
from adwright.journeys.decide_change import APPLY_TASK, EXPIRE_TASK, WAKE_TASK
from adwright.journeys.housekeeping import SEAL_TASK, TRIM_TASK
from adwright.journeys.import_tree import request_every_tree_import


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one job, parsed as they are asked for."""

    values: JobArguments

    def id(self, name: str) -> UUID:
        """Return an argument that is an id."""
        return UUID(str(self.values[name]))

    @property
    def organization_id(self) -> UUID:
        """The tenant the job works for."""
        return self.id("organization_id")


Task = Callable[[Container, Arguments], Awaitable[None]]


async def import_tree(container: Container, arguments: Arguments) -> None:
    """Import the existing tree of an ad account."""
    await container.import_tree.run(arguments.organization_id, arguments.id("ad_account_id"))


async def apply_change(container: Container, arguments: Arguments) -> None:
    """Carry an approved change out, or go on with it."""
    await container.apply_change.run(arguments.organization_id, arguments.id("change_id"))


async def wake_change(container: Container, arguments: Arguments) -> None:
    """Queue a change that has waited for the platform."""
    await container.decide_change.wake(arguments.organization_id, arguments.id("change_id"))


async def expire_changes(container: Container, arguments: Arguments) -> None:
    """Close proposals whose time is over."""
    await container.decide_change.expire()


async def seal_audit(container: Container, arguments: Arguments) -> None:
    """Chain the newest audit entries of every organization."""
    await container.housekeeping.seal_audit()


async def trim(container: Container, arguments: Arguments) -> None:
    """Remove what has had its time."""
    await container.housekeeping.trim()


async def request_tree_imports(container: Container, arguments: Arguments) -> None:
    """Queue the import of every connected account's tree."""
    await request_every_tree_import(container.database, container.jobs)


async def sync_facts(container: Container, arguments: Arguments) -> None:
    """Fetch an ad account's facts."""
    await container.sync_facts.run(arguments.organization_id, arguments.id("sync_run_id"))


async def wake_sync(container: Container, arguments: Arguments) -> None:
    """Queue a sync that has waited for the platform."""
    await container.sync_facts.wake(arguments.organization_id, arguments.id("sync_run_id"))


async def request_today_syncs(container: Container, arguments: Arguments) -> None:
    """Queue a sync of today's figures for every connected account."""
    await container.sync_facts.request_today()


async def request_restating_syncs(container: Container, arguments: Arguments) -> None:
    """Queue a sync of the days that platforms still change, for every connected account."""
    await container.sync_facts.request_restating()


async def expire_imports(container: Container, arguments: Arguments) -> None:
    """Forget uploaded files that nobody imported."""
    await container.import_export_file.expire()


TASKS: dict[str, Task] = {
    SEAL_TASK: seal_audit,
    TRIM_TASK: trim,
    "accounts.import_tree": import_tree,
    APPLY_TASK: apply_change,
    WAKE_TASK: wake_change,
    EXPIRE_TASK: expire_changes,
    "accounts.import_trees": request_tree_imports,
    SYNC_TASK: sync_facts,
    WAKE_SYNC_TASK: wake_sync,
    "insights.sync_today": request_today_syncs,
    "insights.sync_restating": request_restating_syncs,
    "insights.expire_imports": expire_imports,
}
