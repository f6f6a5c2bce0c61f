"""A platform refused a token: the connection says so, and why."""

from __future__ import annotations

from uuid import UUID

from adwright.accounts import service as accounts
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope
from adwright.core.errors import ReconnectNeeded

# The platform only wants to see the person once; the token is good again afterwards.
CHECKPOINT = "checkpoint"


async def remember_refusal(
    database: Database, scope: TenantScope, connection_id: UUID, error: ReconnectNeeded, clock: Clock
) -> None:
    """Note on the connection that its token was refused, in a transaction of its own. Repeatable.

    Args:
        database: opens the transaction.
        scope: the organization's.
        connection_id: whose token it is.
        error: what the platform said; a checkpoint leaves the token in use, anything else ends it.
        clock: the injected clock.
    """
    async with database.transaction(scope) as transaction:
        if error.code == CHECKPOINT:
            await accounts.mark_connection_trouble(transaction, connection_id, error.message, clock)
        else:
            await accounts.mark_connection_needs_reconnect(transaction, connection_id, error.message, clock)
