"""Rate limits of the platform: which tier the application has, and whether calls are refused for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """An access tier. The score counts 1 for a read and 3 for a write, and decays over `decay_seconds`.

    `calls_per_hour` is, by use case, a base and what each active ad (or audience) adds; `ads_per_hour` how
    many ads may be made in an account, which the platform keeps to itself.
    """

    name: str
    score: int
    decay_seconds: float
    block_seconds: float
    calls_per_hour: dict[str, tuple[int, int]]
    ads_per_hour: int


TIERS = {
    tier.name: tier
    for tier in (
        Tier(
            "development_access", 60, 300.0, 300.0,
            {
                "ads_management": (300, 40), "ads_insights": (600, 400), "custom_audience": (5000, 40),
                "leadgen": (4800, 0), "pages": (4800, 0),
            },
            ads_per_hour=50,
        ),
        Tier(
            "standard_access", 9000, 300.0, 60.0,
            {
                "ads_management": (100_000, 40), "ads_insights": (190_000, 400),
                "custom_audience": (190_000, 40), "leadgen": (200_000, 0), "pages": (200_000, 0),
            },
            ads_per_hour=1000,
        ),
    )
}  # fmt: skip


# Access levels of a project on Google, with operations a day (None: without end).
GOOGLE_LEVELS: dict[str, int | None] = {"test": 15_000, "explorer": 2_880, "basic": 15_000, "standard": None}


@dataclass(slots=True)
class Limits:
    """The tier, and whether it is enforced (then its hours and seconds are virtual ones); the same for the
    access level on Google.
    """

    tier: Tier = TIERS["standard_access"]
    enforced: bool = False
    google_level: str = "explorer"
    google_enforced: bool = False
