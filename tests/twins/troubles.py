"""What can go wrong with a platform, in the words of its ports."""

from __future__ import annotations

from adwright.core.errors import ReconnectNeeded, Upstream


def lost_answer() -> Upstream:
    """The platform did not answer a write: it may have happened."""
    return Upstream("It did not answer in time.", retry_after_seconds=5.0, outcome_unknown=True)


def passing_trouble() -> Upstream:
    """The platform surely did nothing, and will do it later."""
    return Upstream("The rate limit is used up.", code="rate_limited", retry_after_seconds=60.0)


def used_up(wait_seconds: float) -> Upstream:
    """The platform takes no more budget edits of this ad group for now."""
    return Upstream("Too many.", code="budget_changes_exhausted", retry_after_seconds=wait_seconds)


def outage() -> Upstream:
    """The platform cannot be reached: nothing was sent."""
    return Upstream("It cannot be reached.", code="platform_unreachable", retry_after_seconds=5.0)


def declined(reason: str = "The link does not open.") -> Upstream:
    """The platform will never do this."""
    return Upstream(
        f"Meta declined this. {reason}",
        code="platform_declined",
        details={"message": "Invalid parameter", "user_message": reason},
    )


def not_there() -> Upstream:
    """The platform has no such object."""
    return Upstream("Meta does not know this object (it may be deleted).", code="not_there")


def refused_token() -> ReconnectNeeded:
    """The token is no longer good."""
    return ReconnectNeeded("Meta no longer accepts the connection's token. Connect Meta again.")
