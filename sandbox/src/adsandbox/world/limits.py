"""Rate limits of the platform: which tier the application has, and whether calls are refused for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """An access tier. The score counts 1 for a read and 3 for a write, and decays over `decay_seconds`."""

    name: str
    score: int
    decay_seconds: float
    block_seconds: float
    calls_per_hour: dict[str, tuple[int, int]]


TIERS = {
    tier.name: tier
    for tier in (
        Tier(
            "development_access", 60, 300.0, 300.0, {"ads_management": (300, 40), "ads_insights": (600, 400)}
        ),
        Tier(
            "standard_access", 9000, 300.0, 60.0,
            {"ads_management": (100_000, 40), "ads_insights": (190_000, 400)},
        ),
    )
}  # fmt: skip


@dataclass(slots=True)
class Limits:
    """The tier, and whether it is enforced (then its hours and seconds are virtual ones)."""

    tier: Tier = TIERS["standard_access"]
    enforced: bool = False
