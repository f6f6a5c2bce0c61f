"""Shapes of edits of many campaigns at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from adwright.journeys.apply_document import DocumentOutcome
from adwright.journeys.copy_many import Copy
from adwright.journeys.edit_many import MOST, ManyAction, ManyEdit
from adwright.web.schemas.base import Amount, Input, Output
from adwright.web.schemas.documents import CampaignOutcomeOut

_NEEDED = {
    ManyAction.SET_BUDGET: "amount",
    ManyAction.SCALE_BUDGET: "percent",
    ManyAction.RENAME: "template",
}


class ManyIn(Input):
    """What to do to which campaigns."""

    campaign_ids: list[UUID] = Field(min_length=1, max_length=MOST)
    action: ManyAction
    amount: Amount | None = Field(default=None, description="For set_budget, in each campaign's currency")
    percent: Annotated[Decimal, Field(gt=-100, le=1000, decimal_places=2)] | None = Field(
        default=None, description="For scale_budget; -10 lowers by a tenth", examples=["10"]
    )
    template: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="For rename", examples=["{platform}_{name}"]
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = _NEEDED.get(self.action)
        if needed is not None and getattr(self, needed) is None:
            raise ValueError(f"{self.action.value} needs {needed}.")
        return self

    def to_edit(self) -> ManyEdit:
        """Convert to the journey's words."""
        return ManyEdit(self.action, self.amount, self.percent, self.template)


class ManyApplyIn(ManyIn):
    """What to do, as it was looked at."""

    expected: Annotated[str, Field(max_length=100)] | None = None
    why: Annotated[str, Field(max_length=2000)] | None = None


class ManyOut(Output):
    """What becomes of each campaign; a change is proposed for each, all or none."""

    differs: bool
    applicable: bool
    fingerprint: str
    campaigns: Sequence[CampaignOutcomeOut]

    @classmethod
    def of(cls, outcome: DocumentOutcome, *, planned: bool) -> ManyOut:
        """Convert an outcome."""
        return cls(
            differs=outcome.differs,
            applicable=not outcome.problems,
            fingerprint=outcome.fingerprint,
            campaigns=[CampaignOutcomeOut.of(each, planned=planned) for each in outcome.campaigns],
        )


class CopyManyIn(Input):
    """Which campaigns to duplicate, and where to."""

    campaign_ids: list[UUID] = Field(min_length=1, max_length=MOST)
    ad_account_id: UUID | None = Field(default=None, description="Each in its own account when left out")


class CopyOut(Output):
    """A duplicated campaign; in a preview it has no id yet."""

    source_id: UUID
    campaign_id: UUID | None
    name: str
    not_carried: Sequence[str] = Field(description="What does not carry over, in plain words")


class CopiesOut(Output):
    """Duplicated campaigns, in the order asked for."""

    items: Sequence[CopyOut]

    @classmethod
    def of(cls, copies: Sequence[Copy]) -> CopiesOut:
        """Convert copies."""
        return cls(items=[CopyOut.model_validate(each) for each in copies])
