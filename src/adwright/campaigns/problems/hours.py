"""What is wrong with the hours in which ads may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from adwright.campaigns.model import ScheduleSlot
from adwright.platforms.model import Weekday

MOST_SLOTS_A_DAY = 6


def hours_problems(schedule: Sequence[ScheduleSlot]) -> Iterator[str]:
    """Say of each day that Google would refuse why."""
    for day in Weekday:
        slots = sorted((slot for slot in schedule if slot.weekday is day), key=lambda slot: slot.from_minute)
        name = day.value.capitalize()
        if len(slots) > MOST_SLOTS_A_DAY:
            yield f"{name} has {len(slots)} times; Google takes {MOST_SLOTS_A_DAY} a day."
        if any(later.from_minute < earlier.until_minute for earlier, later in pairwise(slots)):
            yield f"Times of {name} overlap. Join them, or move one."
