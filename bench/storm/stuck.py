"""What ends a storm early."""

from __future__ import annotations


class StuckError(RuntimeError):
    """Something that has to come does not come."""
