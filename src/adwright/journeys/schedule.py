"""What happens by the clock, as data: the worker defers each task when its time comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """One task that runs by the clock, across organizations.

    Attributes:
        task: the worker's name of it; it takes no arguments and finds its own work.
        cron: when, in UTC, in the five fields of cron.
        why: what it is good for, for people.
    """

    task: str
    cron: str
    why: str


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("insights.sync_today", "*/15 * * * *", "Today's figures of every connected account."),
    Schedule("insights.sync_restating", "7 */4 * * *", "The 28 days that platforms still change."),
    Schedule("accounts.import_trees", "7-59/15 * * * *", "Edits made outside of Adwright, review results."),
    Schedule("insights.expire_imports", "53 * * * *", "Uploaded files that nobody imported are removed."),
    Schedule("audit.seal", "*/5 * * * *", "Committed audit entries are chained, so that tampering shows."),
    Schedule("house.trim", "41 3 * * *", "Ended sessions, old events and used keys are removed."),
    Schedule("changes.expire", "23 * * * *", "A proposal that nobody approves in 14 days is closed."),
)
