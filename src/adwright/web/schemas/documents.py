"""Shapes of campaigns as code: what a file says, and what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from pydantic import Field

from adwright.campaigns.interchange.shown import WrittenSheet
from adwright.changes.model.life import ChangeStatus
from adwright.journeys.apply_document import CampaignOutcome, DocumentAction, DocumentOutcome
from adwright.journeys.campaign_files import CampaignFile, FileFormat
from adwright.journeys.export_campaigns import ExportedCampaigns, Left
from adwright.platforms.model import Level
from adwright.web.schemas.base import Output
from adwright.web.schemas.changes import CostPerDayOut


class LeftOutOut(Output):
    """A campaign that is not in the file, and why."""

    campaign_id: UUID
    name: str
    reason: str


class ExportOut(Output):
    """A file to keep."""

    file_name: str
    media_type: str
    text: str
    campaigns: int = Field(description="How many campaigns are in it")
    left_out: Sequence[LeftOutOut]
    remarks: Sequence[str] = Field(description="What the format has no place for")

    @classmethod
    def of(cls, exported: ExportedCampaigns, *, file_name: str, media_type: str, text: str) -> ExportOut:
        """Convert an export with the text that was made of it."""
        return cls(
            file_name=file_name,
            media_type=media_type,
            text=text,
            campaigns=len(exported.document.campaigns),
            left_out=[LeftOutOut.model_validate(each) for each in exported.left],
            remarks=[],
        )

    @classmethod
    def of_sheet(
        cls, sheet: WrittenSheet, count: int, left: Sequence[Left], *, file_name: str, media_type: str
    ) -> ExportOut:
        """Convert another tool's table."""
        return cls(
            file_name=file_name,
            media_type=media_type,
            text=sheet.text,
            campaigns=count,
            left_out=[LeftOutOut.model_validate(each) for each in left],
            remarks=list(sheet.remarks),
        )


class DocumentLineOut(Output):
    """One value before and after; null where it does not exist."""

    level: Level
    key: str
    node: str
    field: str
    before: str | None
    after: str | None


class DocumentChangeOut(Output):
    """A change that is proposed, or in a plan would be; a plan's has no id."""

    id: UUID | None
    title: str
    status: ChangeStatus
    cost_per_day: CostPerDayOut


class CampaignOutcomeOut(Output):
    """What the file leads to for one campaign."""

    key: str
    campaign_id: UUID | None
    name: str
    account: str
    ad_account_id: UUID | None = Field(description="Null where it cannot be taken over")
    action: DocumentAction
    lines: Sequence[DocumentLineOut]
    changes: Sequence[DocumentChangeOut]
    problem: str | None = Field(description="Why it cannot be taken over")
    notes: Sequence[str] = Field(description="What the platform has no place for and is left out there")

    @classmethod
    def of(cls, outcome: CampaignOutcome, *, planned: bool) -> CampaignOutcomeOut:
        """Convert an outcome; what a plan only tried has no ids yet."""
        return cls(
            key=outcome.key,
            campaign_id=None if planned and outcome.is_new else outcome.campaign_id,
            name=outcome.name,
            account=outcome.account,
            ad_account_id=outcome.ad_account_id,
            action=outcome.action,
            lines=[DocumentLineOut.model_validate(line) for line in outcome.lines],
            changes=[
                DocumentChangeOut(
                    id=None if planned else change.id,
                    title=change.title,
                    status=change.status,
                    cost_per_day=CostPerDayOut.of(change.cost),
                )
                for change in outcome.changes
            ],
            problem=outcome.problem,
            notes=outcome.notes,
        )


class RemarkOut(Output):
    """Something to know about a line of the file, such as what Adwright does not model."""

    line: int
    message: str


class DocumentOutcomeOut(Output):
    """What the file leads to. The form of `plan --json`: fields are added, never renamed or taken away."""

    format: Literal[1]
    file_format: FileFormat
    differs: bool = Field(description="Whether anything is to be done")
    applicable: bool = Field(description="Whether it can be applied as it is")
    fingerprint: str = Field(description="Give it to apply, so that only what was looked at is applied")
    campaigns: Sequence[CampaignOutcomeOut]
    remarks: Sequence[RemarkOut]

    @classmethod
    def of(cls, outcome: DocumentOutcome, file: CampaignFile, *, planned: bool) -> DocumentOutcomeOut:
        """Convert an outcome."""
        return cls(
            format=1,
            file_format=file.format,
            differs=outcome.differs,
            applicable=not outcome.problems,
            fingerprint=outcome.fingerprint,
            campaigns=[CampaignOutcomeOut.of(each, planned=planned) for each in outcome.campaigns],
            remarks=[RemarkOut.model_validate(remark) for remark in file.remarks],
        )
