"""What happens by the clock in every organization: the audit log is sealed, what has had its time goes."""

from __future__ import annotations

import logging

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.audit import service as audit
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope
from adwright.events import service as events
from adwright.gate import service as gate

SEAL_TASK = "audit.seal"
TRIM_TASK = "house.trim"

logger = logging.getLogger(__name__)


class Housekeeping:
    """Work across organizations; each organization in a transaction of its own."""

    def __init__(self, database: Database, keyring: KeyRing, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def seal_audit(self) -> int:
        """Chain the audit entries that no seal covers yet. Returns how many. Repeatable."""
        async with self._database.transaction(SystemScope()) as transaction:
            organization_ids = await audit.organizations_to_seal(transaction)
        sealed = 0
        for organization_id in organization_ids:
            while True:
                async with self._database.transaction(TenantScope(organization_id)) as transaction:
                    count = await audit.seal(transaction)
                sealed += count
                if count == 0:
                    break
        return sealed

    async def trim(self) -> None:
        """Remove ended sessions, old events, used idempotency keys, unfinished consents. Repeatable."""
        async with self._database.transaction(SystemScope()) as transaction:
            sessions = await accounts.trim_sessions(transaction, self._clock)
            consents = await accounts.trim_consents(transaction, self._clock)
            old_events = await events.trim(transaction, self._clock)
            keys = await gate.trim(transaction, self._clock)
        logger.info(
            "removed %d sessions, %d consents, %d events, %d keys and buckets",
            sessions,
            consents,
            old_events,
            keys,
        )

    async def re_encrypt_tokens(self) -> int:
        """Bring every connection's token under the newest key of the ring. Returns how many. Repeatable.

        Raises:
            Conflict: a token's key is not in the ring; what was done before stays done.
        """
        async with self._database.transaction(SystemScope()) as transaction:
            organization_ids = await accounts.every_organization(transaction)
        changed = 0
        for organization_id in organization_ids:
            async with self._database.transaction(TenantScope(organization_id)) as transaction:
                changed += await accounts.re_encrypt_tokens(transaction, self._keyring)
        return changed
