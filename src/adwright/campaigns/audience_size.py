"""How many people an audience is, as a platform estimates it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudienceSize:
    """A range of people whom ads could reach; an estimate of the platform's, not a count."""

    lower: int
    upper: int
