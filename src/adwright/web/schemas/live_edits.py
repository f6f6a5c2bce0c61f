"""Shapes of edits of a live campaign, and of what they would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import Field

from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.live_sources import SourceEdit
from adwright.campaigns.model import RunState
from adwright.changes.model.operations import PlannedOperation
from adwright.changes.model.refusals import PlanProblem
from adwright.changes.model.steps import Action
from adwright.journeys.edit_campaign import Preview
from adwright.platforms.model import BidStrategy, Level, SpecialAdCategory
from adwright.web.schemas.audiences import TargetingIn
from adwright.web.schemas.base import Amount, Input, Output
from adwright.web.schemas.campaigns import BudgetIn, ExternalId, WallTime
from adwright.web.schemas.changes import CostPerDayOut, DiffLineOut, WhyIn
from adwright.web.schemas.meta import DeclarationIn
from adwright.web.schemas.search import SearchIn

GivenName = Annotated[str, Field(min_length=1, max_length=200)]
Running = Literal[RunState.ACTIVE, RunState.PAUSED]


class AdEditIn(Input):
    """What to set of an ad; without an `id` it is a new ad, made with its creative."""

    id: UUID | None = None
    name: GivenName | None = None
    state: Running | None = None
    creative_version_id: UUID | None = None
    like_ad_id: UUID | None = Field(
        default=None,
        description="Of a new ad: one of the campaign whose image it shows, where its creative has none",
    )

    def to_edit(self) -> AdEdit:
        """Convert to the room's words."""
        return cast(AdEdit, _given(self))


class AdGroupEditIn(Input):
    """What to set of an ad group; without an `id` it is a new ad group, made with its ads."""

    id: UUID | None = None
    name: GivenName | None = None
    state: Running | None = None
    audience_id: UUID | None = Field(default=None, description="Its newest version is used")
    targeting: TargetingIn | None = Field(default=None, description="Of its own, in an audience's place")
    budget: BudgetIn | None = None
    bid_amount: Amount | None = None
    start_local: WallTime | None = None
    end_local: WallTime | None = Field(default=None, description="null: until it is paused")
    ads: list[AdEditIn] = Field(default=[], max_length=200)

    def to_edit(self) -> AdGroupEdit:
        """Convert to the room's words."""
        given = _given(self, nullable=frozenset({"end_local"}))
        if self.budget is not None:
            given["budget"] = self.budget.to_budget()
        if self.targeting is not None:
            given["targeting"] = self.targeting.to_targeting()
        if "ads" in given:
            given["ads"] = tuple(ad.to_edit() for ad in self.ads)
        return cast(AdGroupEdit, given)


_MAY_BE_TAKEN_AWAY = frozenset({"spend_cap", "end_local"})


class LiveEditIn(WhyIn):
    """What to set of a live campaign; what is left out stays.

    A bid amount or a schedule at the top is set on every ad group. Nodes under `remove` are archived.
    """

    name: GivenName | None = Field(default=None, examples=["Spicy chips, December"])
    state: Running | None = None
    budget: BudgetIn | None = None
    spend_cap: Amount | None = Field(default=None, description="null: no cap")
    bid_strategy: BidStrategy | None = None
    bid_amount: Amount | None = None
    start_local: WallTime | None = None
    end_local: WallTime | None = Field(default=None, description="null: until it is paused")
    special_ad_categories: list[SpecialAdCategory] | None = Field(default=None, max_length=10)
    search: SearchIn | None = Field(default=None, description="Of campaigns on Google Search")
    declaration: DeclarationIn | None = Field(default=None, description="Of every ad group on Meta")
    instagram_external_id: ExternalId | None = Field(
        default=None, description="Whom every ad on Meta comes from on Instagram; null: the page"
    )
    lead_form_external_id: ExternalId | None = Field(
        default=None, description="The form that every ad opens which opens one"
    )
    conversion_event: str | None = Field(
        default=None, max_length=60, description="Meta changes none that counts already; null: the usual one"
    )
    ad_groups: list[AdGroupEditIn] = Field(default=[], max_length=500)
    remove: list[UUID] = Field(default=[], max_length=10_000, description="Ad groups and ads to archive")

    def to_edit(self) -> CampaignEdit:
        """Return the fields that were given, in the room's words."""
        given = _given(self, nullable=_MAY_BE_TAKEN_AWAY | SourceEdit.__optional_keys__)
        given.pop("why", None)
        if self.budget is not None:
            given["budget"] = self.budget.to_budget()
        if self.special_ad_categories is not None:
            given["special_ad_categories"] = tuple(self.special_ad_categories)
        if self.search is not None:
            given["search"] = self.search.to_edit()
        if self.declaration is not None:
            given["declaration"] = self.declaration.to_declaration()
        if "ad_groups" in given:
            given["ad_groups"] = tuple(group.to_edit() for group in self.ad_groups)
        if "remove" in given:
            given["remove"] = tuple(self.remove)
        return cast(CampaignEdit, given)


class PlannedOperationOut(Output):
    """One call that would be made."""

    action: Action
    title: str
    stage: int

    @classmethod
    def of(cls, operation: PlannedOperation) -> PlannedOperationOut:
        """Convert a planned operation."""
        return cls(action=operation.action, title=operation.title, stage=operation.stage.value)


class PlanProblemOut(Output):
    """Why it could not be done so, and what to do instead."""

    level: Level
    node_id: UUID
    node: str
    field: str | None
    message: str

    @classmethod
    def of(cls, problem: PlanProblem) -> PlanProblemOut:
        """Convert a problem."""
        return cls(
            level=problem.node.level,
            node_id=problem.node.id,
            node=problem.node.name,
            field=problem.field.value if problem.field else None,
            message=problem.message,
        )


class PreviewOut(Output):
    """What edits would do, before they are proposed."""

    diff: Sequence[DiffLineOut]
    cost_per_day: CostPerDayOut
    operations: Sequence[PlannedOperationOut]
    problems: Sequence[PlanProblemOut]

    @classmethod
    def of(cls, preview: Preview) -> PreviewOut:
        """Convert a preview."""
        return cls(
            diff=[DiffLineOut.model_validate(line) for line in preview.diff],
            cost_per_day=CostPerDayOut.of(preview.cost),
            operations=[PlannedOperationOut.of(each) for each in preview.operations],
            problems=[PlanProblemOut.of(each) for each in preview.problems],
        )


def _given(body: Input, *, nullable: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the fields that were given; null takes away only what may be without."""
    found = {name: getattr(body, name) for name in body.model_fields_set}
    return {name: value for name, value in found.items() if value is not None or name in nullable}
