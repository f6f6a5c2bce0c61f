"""Shapes of sync runs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from adwright.insights.model import LONGEST_PERIOD_DAYS, RESTATING_DAYS, SyncRun, SyncStatus
from adwright.web.schemas.base import Input, Output


class SyncIn(Input):
    """How far back to fetch."""

    days: int = Field(default=RESTATING_DAYS, ge=1, le=LONGEST_PERIOD_DAYS)


class SyncRunOut(Output):
    """One fetch of an account's facts: why, which days, how far, what went wrong."""

    id: UUID
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

    @classmethod
    def of(cls, run: SyncRun) -> SyncRunOut:
        """Convert a run."""
        return cls.model_validate(run)
