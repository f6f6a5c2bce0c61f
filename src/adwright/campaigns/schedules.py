"""When campaigns and ad groups run: wall time and instants, and what a campaign's ad groups share. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

Time = TypeVar("Time", datetime, str)

# A start and an end; None for a time that nobody said.
Span = tuple[datetime | None, datetime | None]


def instant(local: datetime | None, zone: str) -> datetime | None:
    """Turn wall time in a zone into an instant (UTC)."""
    return None if local is None else local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shared_time(of_campaign: Time | None, of_groups: Iterable[Time | None]) -> tuple[bool, Time | None]:
    """Say whether all ad groups have the same time, and which; one without a time has the campaign's."""
    found = {of_group or of_campaign for of_group in of_groups} or {of_campaign}
    return (True, found.pop()) if len(found) == 1 else (False, None)


def shared_start(of_campaign: Time | None, of_groups: Iterable[Time | None]) -> tuple[bool, Time | None]:
    """Say the same of the start; one that was left open is whenever it began, and differs from none."""
    said = [start for of_group in of_groups if (start := of_group or of_campaign) is not None]
    return shared_time(of_campaign, said)


def shared_schedule(
    local: Span,
    on_search: Span,
    group_starts: Iterable[datetime | None],
    group_ends: Iterable[datetime | None],
    zone: str | None,
) -> Span:
    """Return the same from where the times are kept.

    Args:
        local: of the campaign, as wall time.
        on_search: of its settings for Search (UTC).
        group_starts, group_ends: of its ad groups that are not archived (UTC); several alike count as one.
        zone: of its ad account; None: not chosen.
    """
    if zone is None:
        return local
    start, end = (instant(own, zone) or seen for own, seen in zip(local, on_search, strict=True))
    _, starts = shared_start(start, group_starts)
    _, ends = shared_time(end, group_ends)
    return _wall_time(starts, zone), _wall_time(ends, zone)


def _wall_time(instant: datetime | None, zone: str) -> datetime | None:
    return None if instant is None else instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
