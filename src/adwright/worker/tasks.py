"""Every job the worker knows, by name: parse the arguments, call a journey of the container, nothing more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from adwright.bootstrap.container import Container
from adwright.core.jobs import JobArguments


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


TASKS: dict[str, Task] = {
    "accounts.import_tree": import_tree,
}
