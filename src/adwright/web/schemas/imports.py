"""Shapes of imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from adwright.insights.files.imports import ImportRecord, ImportStatus
from adwright.insights.files.model import Choices, DayOrder, ImportField
from adwright.platforms.model import Level
from adwright.web.schemas.base import Input, Output


class ColumnMeaning(Input):
    """What one column means; columns are counted from 0."""

    column: int = Field(ge=0, le=2000)
    field: ImportField


class ImportChangeIn(Input):
    """What a person says about a file. A field left out stays as it is."""

    mapping: Annotated[
        list[ColumnMeaning] | None,
        Field(max_length=2000, description="All columns used; null for what the headers tell by themselves"),
    ] = None
    date: Annotated[day | None, Field(description="The day of all rows, for a file without days")] = None
    day_order: DayOrder | None = None
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$", examples=["USD"])] = None
    zone: Annotated[str | None, Field(min_length=1, max_length=100, examples=["America/New_York"])] = None
    leave_out_bad_rows: bool | None = None
    advertiser_id: UUID | None = None
    account_name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    ad_account_id: Annotated[
        UUID | None, Field(description="An existing file account; its days are replaced")
    ] = None

    def applied_to(self, choices: Choices) -> Choices:
        """Return choices with what was said here."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        if said.get("leave_out_bad_rows", True) is None:
            del said["leave_out_bad_rows"]
        if "date" in said:
            said["chosen_date"] = said.pop("date")
        if self.mapping is not None:
            said["mapping"] = {each.column: each.field for each in self.mapping}
        return replace(choices, **said)


class FileFormatOut(Output):
    """How the file is written."""

    kind: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None


class ColumnOut(Output):
    """One column and what it is taken for; `field` null means ignored."""

    index: int
    header: str
    field: ImportField | None
    note: str | None
    samples: Sequence[str]


class LevelRowsOut(Output):
    """How many rows stand for a level, and whether they are taken."""

    level: Level
    rows: int
    taken: bool


class ImportProblemOut(Output):
    """Something wrong (error), or worth knowing (warning)."""

    message: str
    severity: Literal["error", "warning"]
    line: int | None
    column: str | None


class ImportPreviewOut(Output):
    """What was understood. `totals` are exact decimals of the rows taken; null is not available."""

    format: FileFormatOut
    columns: Sequence[ColumnOut]
    rows: int
    rows_taken: int
    summary_rows: int
    repeated_rows: int
    since_date: day | None
    until_date: day | None
    days: int
    currency: str | None
    levels: Sequence[LevelRowsOut]
    campaigns: int
    ad_groups: int
    ads: int
    totals: dict[str, str | None]
    problems: Sequence[ImportProblemOut]
    problem_count: int
    needs: Sequence[str] = Field(description="What is still to be chosen: date, currency, measure")
    ready: bool


class ColumnMeaningOut(Output):
    """What one column was said to mean."""

    column: int
    field: ImportField


class ImportOut(Output):
    """One uploaded file: the choices, what was understood, and where it went."""

    id: UUID
    file_name: str
    file_bytes: int
    status: ImportStatus
    mapping: Sequence[ColumnMeaningOut] | None
    date: day | None
    day_order: DayOrder | None
    currency: str | None
    zone: str | None
    leave_out_bad_rows: bool
    advertiser_id: UUID | None
    account_name: str | None
    ad_account_id: UUID | None
    preview: ImportPreviewOut
    created_by: str
    created_at: datetime
    committed_at: datetime | None

    @classmethod
    def of(cls, record: ImportRecord) -> ImportOut:
        """Convert an import."""
        choices = record.choices
        preview: dict[str, Any] = dict(record.preview)
        return cls(
            id=record.id,
            file_name=record.file_name,
            file_bytes=record.file_bytes,
            status=record.status,
            mapping=None
            if choices.mapping is None
            else [ColumnMeaningOut(column=index, field=field) for index, field in choices.mapping.items()],
            date=choices.chosen_date,
            day_order=choices.day_order,
            currency=choices.currency,
            zone=choices.zone,
            leave_out_bad_rows=choices.leave_out_bad_rows,
            advertiser_id=record.advertiser_id,
            account_name=choices.account_name,
            ad_account_id=record.ad_account_id or choices.ad_account_id,
            preview=ImportPreviewOut.model_validate(preview),
            created_by=record.created_by,
            created_at=record.created_at,
            committed_at=record.committed_at,
        )
