"""Links by which somebody without an account decides: signed, for one version of a change, used once."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from adwright.changes.model.change import Verdict
from adwright.core.errors import NotFound

DEFAULT_DAYS = 7
MOST_DAYS = 30

_SIGNED_BYTES = 16 + 16 + 8 + 32
_SIGNATURE_BYTES = 32


class LinkState(StrEnum):
    """Whether a link can still be used, and if not, why."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ApprovalLink:
    """One link that was handed out. Instants are UTC.

    Attributes:
        version: of the change; any other version makes the link useless.
        recipient: whom its maker meant it for.
        decided_by: the name that was given with the decision.
    """

    id: UUID
    change_id: UUID
    version: str
    recipient: str
    made_by: str
    made_by_id: UUID
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    verdict: Verdict | None

    def state(self, now: datetime, version: str, *, waits: bool) -> LinkState:
        """Return whether the link can be used.

        Args:
            now: the present instant (UTC).
            version: of the change as it is now.
            waits: the change still waits for approval.
        """
        if self.decided_at is not None:
            return LinkState.USED
        if self.revoked_at is not None:
            return LinkState.REVOKED
        if self.expires_at <= now:
            return LinkState.EXPIRED
        if not waits:
            return LinkState.CLOSED
        return LinkState.OPEN if hmac.compare_digest(self.version, version) else LinkState.OUTDATED


@dataclass(frozen=True, slots=True)
class SignedLink:
    """What a link's text says by itself, once its signature is known to be ours."""

    organization_id: UUID
    link_id: UUID
    expires_at: datetime
    version: str


class LinkSigner:
    """Signs and reads the text of links, with keys for this purpose alone; every key still verifies.

    The text names the organization, so that nothing has to be looked up before the tenant is known.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def sign(self, link: SignedLink) -> str:
        """Return the text of a link."""
        payload = (
            link.organization_id.bytes
            + link.link_id.bytes
            + int(link.expires_at.timestamp()).to_bytes(8, "big")
            + bytes.fromhex(link.version)
        )
        return (
            base64.urlsafe_b64encode(payload + self._signature(self._keys[0], payload)).decode().rstrip("=")
        )

    def read(self, text: str) -> SignedLink:
        """Return what a link's text says.

        Raises:
            NotFound: it is not ours, or was altered.
        """
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise _unknown() from None
        payload, signature = raw[:_SIGNED_BYTES], raw[_SIGNED_BYTES:]
        if len(raw) != _SIGNED_BYTES + _SIGNATURE_BYTES or not any(
            hmac.compare_digest(self._signature(key, payload), signature) for key in self._keys
        ):
            raise _unknown()
        return SignedLink(
            organization_id=UUID(bytes=payload[:16]),
            link_id=UUID(bytes=payload[16:32]),
            expires_at=datetime.fromtimestamp(int.from_bytes(payload[32:40], "big"), UTC),
            version=payload[40:].hex(),
        )

    @staticmethod
    def _signature(key: bytes, payload: bytes) -> bytes:
        return hmac.new(key, payload, hashlib.sha256).digest()


def expiry(now: datetime, days: int) -> datetime:
    """Return when a link made now expires, to the second, as it stands in its text."""
    return (now + timedelta(days=days)).replace(microsecond=0)


def _unknown() -> NotFound:
    return NotFound(
        "This link is not valid. Open it exactly as it was sent, or ask for a new one.", code="link_unknown"
    )
