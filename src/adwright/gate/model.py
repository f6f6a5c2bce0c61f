"""How often something may be done, and what is known of a request that comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adwright.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket of tokens: each act takes one, and they come back over time.

    Attributes:
        name: what is limited.
        capacity: how many acts at once.
        refill: how long one token takes to come back.
    """

    name: str
    capacity: int
    refill: timedelta


LOG_IN_PER_EMAIL = Limit("log-in-email", 10, timedelta(minutes=1))
LOG_IN_PER_ADDRESS = Limit("log-in-address", 50, timedelta(seconds=6))
RESET_PER_EMAIL = Limit("reset-email", 3, timedelta(minutes=20))
RESET_PER_ADDRESS = Limit("reset-address", 30, timedelta(minutes=1))
LINK_PER_ADDRESS = Limit("approval-link-address", 120, timedelta(seconds=1))
REGISTER_PER_ADDRESS = Limit("register-address", 100, timedelta(seconds=30))


@dataclass(frozen=True, slots=True)
class Claim:
    """This request is the first with its key, and is to be carried out.

    Attributes:
        claimed_at: when (UTC). When a lapsed claim is taken over, it is claimed anew, and this one is void.
    """

    id: UUID
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What an earlier request with the same key was answered.

    Attributes:
        status: the HTTP status.
        content_type: of the answer.
        answer: still encrypted.
        upload_digest: a hash of the form it came with, which passed by only after the key was claimed.
    """

    status: int
    content_type: str
    answer: str
    upload_digest: str | None = None

    def check_upload(self, digest: str) -> None:
        """Refuse a form that is not the one this was the answer to.

        Raises:
            Invalid: the key was used for another request.
        """
        if digest != self.upload_digest:
            raise key_reused()


def key_reused() -> Invalid:
    """Return the refusal of a key that was used for another request."""
    return Invalid(
        "This Idempotency-Key was used for another request. Use a new key for each new act.",
        code="idempotency_key_reused",
    )
