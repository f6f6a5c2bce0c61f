"""Periods, figures, coverage, sync runs: frozen data and pure decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from adwright.core.errors import Invalid
from adwright.insights.metrics import Metric
from adwright.platforms.model import Level, Platform

# How long a platform goes on changing a day's figures. A file is a picture of its last day: what was still
# moving on that day stays provisional.
SETTLING_DAYS: Mapping[Platform, int] = {Platform.META: 28, Platform.GOOGLE: 30, Platform.FILE: 28}

# Reach is asked for these periods until today, and the equally long period before each.
REACH_PRESET_DAYS = (7, 14, 28, 90)

RESTATING_DAYS = 28
DEFAULT_PERIOD_DAYS = 28
LONGEST_PERIOD_DAYS = 1130  # the platforms keep 37 months


class SyncStatus(StrEnum):
    """Where a sync run is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class OverviewScope(StrEnum):
    """What an overview is of."""

    ORGANIZATION = "organization"
    ADVERTISER = "advertiser"
    ACCOUNT = "account"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the account's zone, both ends inclusive."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise Invalid(
                f"The period ends on {self.until} before it begins on {self.since}.", code="period_reversed"
            )
        if self.days > LONGEST_PERIOD_DAYS:
            raise Invalid(
                f"The period has {self.days} days; at most {LONGEST_PERIOD_DAYS} (37 months) can be shown.",
                code="period_too_long",
            )

    @classmethod
    def ending(cls, until: date, days: int) -> Period:
        """Return the period of so many days with this last day."""
        return cls(until - timedelta(days=days - 1), until)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def before(self) -> Period:
        """Return the equally long period that ends the day before this one begins."""
        return Period.ending(self.since - timedelta(days=1), self.days)

    def dates(self) -> list[date]:
        """Return every day of the period, in order."""
        return [self.since + timedelta(days=offset) for offset in range(self.days)]

    def overlaps(self, since: date, until: date) -> bool:
        """Say whether any day is shared with another span."""
        return self.since <= until and since <= self.until


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which days of an account have been fetched.

    Attributes:
        since_date: first day fetched.
        until_date: last day fetched.
        complete_until: the last day for which the whole restating window before it was fetched as well;
            None when that never happened.
    """

    ad_account_id: UUID
    since_date: date
    until_date: date
    complete_until: date | None

    def settled_until(self, today: date, platform: Platform) -> date:
        """Return the last day whose figures no longer move: it was old enough when it was fetched."""
        seen = min(today, self.complete_until) if self.complete_until else self.since_date
        return seen - timedelta(days=SETTLING_DAYS[platform])


def sync_window(today: date, days: int, coverage: Coverage | None) -> Period:
    """Return the days that a sync fetches: the trailing ones, and what an outage has left open before them.

    Args:
        today: the account's present day.
        days: how many trailing days are wanted.
        coverage: what was fetched before; None when nothing was.
    """
    since = today - timedelta(days=days - 1)
    if coverage is not None:
        missed = coverage.until_date
        if days >= RESTATING_DAYS and coverage.complete_until is not None:
            missed = coverage.complete_until - timedelta(days=RESTATING_DAYS - 1)
        since = min(since, missed)
    earliest = today - timedelta(days=LONGEST_PERIOD_DAYS - 1)
    return Period(max(since, earliest), today)


def chunks(period: Period, days: int) -> list[Period]:
    """Cut a period into pieces of at most so many days, the newest first: recent days matter most."""
    pieces = []
    until = period.until
    while until >= period.since:
        since = max(period.since, until - timedelta(days=days - 1))
        pieces.append(Period(since, until))
        until = since - timedelta(days=1)
    return pieces


def reach_periods(today: date) -> list[Period]:
    """Return every period whose reach is asked for on a day."""
    presets = [Period.ending(today, days) for days in REACH_PRESET_DAYS]
    return [*presets, *(preset.before() for preset in presets)]


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One fetch of an account's facts: why, which days, how far, and what went wrong. Instants are UTC."""

    id: UUID
    organization_id: UUID
    ad_account_id: UUID
    reason: str
    status: SyncStatus
    days: int
    since_date: date | None
    until_date: date | None
    days_total: int | None
    days_done: int
    fact_rows: int
    attempts: int
    next_attempt_at: datetime | None
    error_code: str | None
    error: str | None
    requested_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DaySums:
    """One day's sums, by the keys of `figures.columns`; None where nothing of the day gives it."""

    date: date
    sums: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class NodeSums:
    """Sums of one ad group or ad over a period."""

    level: Level
    external_id: str
    parent_external_id: str | None
    name: str
    sums: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class CampaignSpend:
    """What a campaign spent over a period, and on how many days it delivered."""

    ad_account_id: UUID
    external_id: str
    spend_micros: int
    days: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or the reason why there is none; a reason beside a value is a caveat."""

    value: Decimal | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A figure that is not made from days: of the period, of the period before, and why one is missing."""

    value: Decimal | None = None
    before: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric of an overview.

    Attributes:
        value: of the period; money in major units.
        before: of the period before; None when it is not available or not wholly fetched.
        delta: relative change from `before`, 0.1 = 10 % more; None without a before above zero.
        settled: whether no day of the period can still move.
        series: one value per day of the period; empty when the metric cannot be given by day.
    """

    metric: Metric
    value: Decimal | None
    before: Decimal | None
    delta: float | None
    reason: str | None
    settled: bool
    series: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class OverviewDay:
    """One day of an overview's chart."""

    date: date
    settled: bool
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of a period can no longer move; the share is of the period's spend (of its days when none)."""

    share: float
    until: date | None


@dataclass(frozen=True, slots=True)
class OverviewAccount:
    """An ad account whose figures an overview holds."""

    id: UUID
    name: str
    platform: Platform
    zone: str
    fetched_until: date


@dataclass(frozen=True, slots=True)
class Fetched:
    """Which days every account of an overview has.

    Attributes:
        complete: whether they hold the whole period, as far as it lies in the past; otherwise its sums are
            those of the fetched days only.
        since_date, until_date: first and last day that all accounts have; None without an account.
    """

    complete: bool
    since_date: date | None
    until_date: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one scope and period in one currency.

    Attributes:
        before_complete: whether the period before was wholly fetched; otherwise nothing is compared.
        currency: None when there is no ad account in the scope.
        other_currencies: currencies of accounts that are left out, because currencies are never mixed.
    """

    period: Period
    before: Period
    before_complete: bool
    fetched: Fetched
    today: date
    currency: str | None
    other_currencies: Sequence[str]
    zones: Sequence[str]
    attributions: Sequence[str]
    accounts: Sequence[OverviewAccount]
    settled: Settled
    measures: Sequence[Measure]
    daily: Sequence[OverviewDay]


@dataclass(frozen=True, slots=True)
class NodePerformance:
    """Figures of one ad group or ad of a campaign; `id` is None for one that our tree does not know."""

    id: UUID | None
    external_id: str
    parent_external_id: str | None
    name: str
    values: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Performance:
    """A campaign's figures: as a whole, by ad group, by ad."""

    overview: Overview
    ad_groups: Sequence[NodePerformance]
    ads: Sequence[NodePerformance]
