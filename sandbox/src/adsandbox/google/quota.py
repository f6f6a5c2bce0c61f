"""Quotas, when they are enforced: operations of a project in a sliding day, and a rate per customer.

The daily figures are the platform's; those of the rate are the sandbox's own, for want of published ones.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from adsandbox.google.call import Method
from adsandbox.google.errors import AdsError, error
from adsandbox.world.limits import GOOGLE_LEVELS, Limits
from adsandbox.world.world import World

DAY = 86_400.0
BUCKET, REFILL_PER_SECOND = 100.0, 10.0


class Quota:
    """What was used so far. Days and seconds are virtual."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of: Limits = world.limits
        self._used: deque[tuple[float, int]] = deque()
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, method: Method, request: Any, customer_id: str) -> None:
        """Count a request, and refuse it if it is one too many.

        Raises:
            AdsError: the day's operations are used up, or the customer is called too fast.
        """
        limits, now = self._world.limits, self._world.now()
        if limits is not self._of:
            self._used.clear()
            self._buckets.clear()
            self._of = limits
        cost = 0 if getattr(request, "page_token", "") else method.operations(request)
        while self._used and self._used[0][0] <= now - DAY:
            self._used.popleft()
        if limits.google_enforced and cost:
            self._refuse_above(limits, now, cost, customer_id)
        self._used.append((now, cost))

    def _refuse_above(self, limits: Limits, now: float, cost: int, customer_id: str) -> None:
        daily = GOOGLE_LEVELS[limits.google_level]
        if daily is not None and sum(used for _, used in self._used) + cost > daily:
            wait = (self._used[0][0] + DAY - now) if self._used else DAY
            name = f"Number of operations for {limits.google_level} access"
            raise exhausted("RESOURCE_EXHAUSTED", "DEVELOPER", name, wait)
        level, then = self._buckets.get(customer_id, (BUCKET, now))
        level = min(BUCKET, level + REFILL_PER_SECOND * (now - then))
        if level < 1.0:
            wait = (1.0 - level) / REFILL_PER_SECOND
            name = "Requests per second per customer"
            raise exhausted("RESOURCE_TEMPORARILY_EXHAUSTED", "ACCOUNT", name, wait)
        self._buckets[customer_id] = (level - 1.0, now)


def exhausted(code: str, scope: str, name: str, seconds: float) -> AdsError:
    """The error of a quota, with how long to wait."""
    details = {
        "quota_error_details": {
            "rate_scope": scope,
            "rate_name": name,
            "retry_delay": f"{max(1, round(seconds))}s",
        }
    }
    return error("quota_error", code, details=details)
