"""The way to PostgreSQL: every transaction carries a scope, and the scope is known to the database.

Application code runs under a role that is neither superuser nor owner nor BYPASSRLS. A tenant transaction
sets `app.organization`, on which every row-level policy stands; a system transaction changes to the narrow
system role, which may read what must be read before a tenant is known (log-in, keys, schedules).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Executable, MetaData, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from adwright.core.actor import Actor
from adwright.core.errors import Conflict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

APP_ROLE = "adwright_app"
SYSTEM_ROLE = "adwright_system"

_ENTER_TENANT = text("SELECT set_config('app.organization', :organization, true)")
_HOLD = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_HOLD_IN_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_LET_GO = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
_ENTER_SYSTEM = text(f"SET LOCAL ROLE {SYSTEM_ROLE}")


@dataclass(frozen=True, slots=True)
class TenantScope:
    """One organization, and within it the advertisers that the actor may see (None means all)."""

    organization_id: UUID
    advertiser_ids: frozenset[UUID] | None = None

    @classmethod
    def of(cls, actor: Actor) -> TenantScope:
        """Return what an actor may see: the organization, within it only the advertisers of a limit."""
        return cls(actor.organization_id, actor.advertiser_ids)


@dataclass(frozen=True, slots=True)
class SystemScope:
    """No organization yet: log-in, keys, schedules across tenants. Only the narrow system role's rights."""


Scope = TenantScope | SystemScope


class Transaction:
    """One open transaction with its scope; repositories are built with it."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self.connection = connection
        self.scope = scope

    @property
    def organization_id(self) -> UUID:
        """The tenant of this transaction; a programming error outside a tenant scope."""
        return self.tenant.organization_id

    @property
    def tenant(self) -> TenantScope:
        """The tenant scope of this transaction; a programming error outside one."""
        if not isinstance(self.scope, TenantScope):
            raise RuntimeError("this transaction has no tenant scope")
        return self.scope

    async def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Execute one statement (or one statement for many parameter sets)."""
        return await self.connection.execute(statement, parameters)

    async def hold(self, name: str) -> None:
        """Hold a name until this transaction ends, after waiting for whoever holds it."""
        await self.connection.execute(_HOLD_IN_TURN, {"name": name})

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Run a block that may fail without losing what the transaction did before."""
        async with self.connection.begin_nested():
            yield

    @asynccontextmanager
    async def conflict(self, message: str, *, code: str = "conflict") -> AsyncIterator[None]:
        """Run a block in which a broken constraint becomes a `Conflict` with this message.

        It ends the transaction; whoever means to go on after it makes a savepoint of its own.

        Raises:
            Conflict: the block broke a constraint.
        """
        try:
            yield
        except IntegrityError as error:
            raise Conflict(message, code=code) from error


class Database:
    """A pool of connections under the application's role."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @classmethod
    def connect(cls, url: str, *, pool_size: int = 5, max_overflow: int = 10) -> Database:
        """Make a pool for a SQLAlchemy URL (`postgresql+psycopg://…`) of the application's role."""
        engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_pre_ping=True,
            # An error's text goes to the log; the values may be people's data or secrets.
            hide_parameters=True,
        )
        return cls(engine)

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        """Open a transaction in a scope; commits when the block ends, rolls back when it raises.

        Called by the edge (a request, a job), and by journeys around a platform call; never by a room.
        """
        async with self.engine.connect() as connection, connection.begin():
            if isinstance(scope, TenantScope):
                await connection.execute(_ENTER_TENANT, {"organization": str(scope.organization_id)})
            else:
                await connection.execute(_ENTER_SYSTEM)
            yield Transaction(connection, scope)

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        """Hold a name for the length of the block; gives False when somebody else holds it.

        The hold belongs to a connection and not to a transaction: a process that dies lets go at once, one
        that only stands still does not.
        """
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            held = bool(await connection.scalar(_HOLD, {"name": name}))
            try:
                yield held
            finally:
                if held:
                    await connection.execute(_LET_GO, {"name": name})

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self.engine.dispose()
