"""Every job the worker knows, by name: parse the arguments, call a journey of the container, nothing more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from adwright.bootstrap.container import Container
from adwright.core.jobs import JobArguments
from adwright.journeys.decide_change import APPLY_TASK, EXPIRE_TASK, WAKE_TASK
from adwright.journeys.housekeeping import SEAL_TASK, TRIM_TASK


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


TASKS: dict[str, Task] = {
    SEAL_TASK: seal_audit,
    TRIM_TASK: trim,
    "accounts.import_tree": import_tree,
    APPLY_TASK: apply_change,
    WAKE_TASK: wake_change,
    EXPIRE_TASK: expire_changes,
}
