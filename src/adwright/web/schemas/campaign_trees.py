"""Shapes of one campaign going out, with its tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from adwright.campaigns.model import (
    AdFields,
    BudgetLevel,
    CampaignFields,
    CampaignOrigin,
    CampaignStatus,
    CreativeContent,
    LaunchProblem,
    ObservedNode,
    ReviewStatus,
    RunState,
)
from adwright.campaigns.records import (
    AdGroupRecord,
    AdRecord,
    CampaignRecord,
    StoredBudget,
    content_of,
    meta_now,
    targeting_of,
)
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.core.money import MICROS, Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, SpecialAdCategory
from adwright.platforms.texts import Severity
from adwright.web.schemas.audiences import TargetingOut
from adwright.web.schemas.base import Output
from adwright.web.schemas.meta import MetaOut
from adwright.web.schemas.search import SearchOut


class AmountOut(Output):
    """An amount as a decimal string; the currency is unknown before an ad account is chosen."""

    amount: str = Field(examples=["12.50"])
    currency: str | None = Field(examples=["USD"])

    @classmethod
    def of(cls, micros: int, currency: str | None) -> AmountOut:
        """Convert micros."""
        if currency is not None:
            return cls(amount=format(Money(micros, currency).amount, "f"), currency=currency)
        whole, rest = divmod(micros, MICROS)
        decimals = f"{rest:06d}".rstrip("0")
        return cls(amount=f"{whole}.{decimals}" if decimals else str(whole), currency=None)

    @classmethod
    def maybe(cls, micros: int | None, currency: str | None) -> AmountOut | None:
        """Convert micros, if there are any."""
        return None if micros is None else cls.of(micros, currency)


class BudgetOut(AmountOut):
    """A budget per day, or for the whole life."""

    period: BudgetPeriod

    @classmethod
    def of_stored(cls, budget: StoredBudget | None, currency: str | None) -> BudgetOut | None:
        """Convert a budget."""
        if budget is None:
            return None
        amount = AmountOut.of(budget.micros, currency)
        return cls(period=budget.period, amount=amount.amount, currency=currency)


class ObservedOut(Output):
    """What the platform showed last of a node; `seen_at` is UTC."""

    name: str
    state: RunState
    effective_status: str
    budget: BudgetOut | None
    seen_at: datetime

    @classmethod
    def of(cls, node: ObservedNode | None, seen_at: datetime | None) -> ObservedOut | None:
        """Convert an observed node."""
        if node is None or seen_at is None:
            return None
        budget = None if isinstance(node.fields, AdFields) else node.fields.budget
        shown = None
        if budget is not None:
            stored = StoredBudget(budget.period, budget.amount.micros)
            shown = BudgetOut.of_stored(stored, budget.amount.currency)
        return cls(
            name=node.fields.name,
            state=node.fields.state,
            effective_status=node.effective_status,
            budget=shown,
            seen_at=seen_at,
        )


class AdContentOut(Output):
    """What an ad says and shows; `image_url` is the platform's, where the image is not in the library."""

    headline: str
    primary_text: str
    description: str
    call_to_action: str
    destination_url: str
    page_external_id: str | None
    asset_id: UUID | None
    image_url: str | None
    more_headlines: Sequence[str]
    more_descriptions: Sequence[str]
    display_path: Sequence[str]

    @classmethod
    def of(cls, content: CreativeContent) -> AdContentOut:
        """Convert content."""
        return cls.model_validate(content)


class AdOut(Output):
    """An ad, as it should be and as it was seen."""

    id: UUID
    name: str
    state: RunState
    creative_id: UUID | None
    creative_version_id: UUID | None
    creative_version: int | None
    content: AdContentOut
    review: ReviewStatus
    review_reasons: Sequence[str]
    external_id: str | None
    observed: ObservedOut | None

    @classmethod
    def of(cls, ad: AdRecord, group: AdGroupRecord, campaign: CampaignRecord) -> AdOut:
        """Convert an ad."""
        return cls(
            id=ad.id,
            name=ad.name,
            state=ad.state,
            creative_id=ad.creative.creative_id if ad.creative else None,
            creative_version_id=ad.creative.id if ad.creative else None,
            creative_version=ad.creative.version if ad.creative else None,
            content=AdContentOut.of(content_of(ad, group, campaign)),
            review=ad.review,
            review_reasons=ad.review_reasons,
            external_id=ad.external_id,
            observed=ObservedOut.of(ad.observed, ad.observed_at),
        )


class UsedAudienceOut(Output):
    """The version of an audience that an ad group uses."""

    id: UUID
    name: str
    version: int


class AdGroupOut(Output):
    """An ad group, as it should be and as it was seen; `start_at` and `end_at` are the platform's (UTC)."""

    id: UUID
    name: str
    state: RunState
    audience: UsedAudienceOut | None
    targeting: TargetingOut | None
    budget: BudgetOut | None
    bid_amount: AmountOut | None
    start_at: datetime | None
    end_at: datetime | None
    external_id: str | None
    observed: ObservedOut | None
    ads: Sequence[AdOut]

    @classmethod
    def of(cls, group: AdGroupRecord, campaign: CampaignRecord) -> AdGroupOut:
        """Convert an ad group."""
        audience, targeting = group.audience, targeting_of(group)
        used = (
            UsedAudienceOut(id=audience.audience_id, name=audience.name, version=audience.version)
            if audience
            else None
        )
        return cls(
            id=group.id,
            name=group.name,
            state=group.state,
            audience=used,
            targeting=TargetingOut.of(targeting) if targeting else None,
            budget=BudgetOut.of_stored(group.budget, campaign.currency),
            bid_amount=AmountOut.maybe(group.bid_amount_micros, campaign.currency),
            start_at=group.start_at,
            end_at=group.end_at,
            external_id=group.external_id,
            observed=ObservedOut.of(group.observed, group.observed_at),
            ads=[AdOut.of(ad, group, campaign) for ad in group.ads],
        )


class LaunchProblemOut(Output):
    """One thing to say before a launch; only errors block it."""

    level: Level
    node_id: UUID
    node: str
    field: str
    severity: Severity
    message: str

    @classmethod
    def of(cls, problem: LaunchProblem) -> LaunchProblemOut:
        """Convert a problem."""
        return cls.model_validate(problem)


class OpenChangeOut(Output):
    """The change of this campaign that is not finished."""

    id: UUID
    kind: ChangeKind
    status: ChangeStatus

    @classmethod
    def of(cls, change: Change | None) -> OpenChangeOut | None:
        """Convert a change, if there is one."""
        return cls.model_validate(change) if change else None


class CampaignOut(Output):
    """A campaign with its tree; `start_local` and `end_local` are wall time in the ad account's zone.

    Where its ad groups run at different times, these have them, and the campaign has none.
    """

    id: UUID
    advertiser_id: UUID
    initiative_id: UUID | None
    ad_account_id: UUID | None
    name: str
    origin: CampaignOrigin
    status: CampaignStatus
    error_reason: str | None
    state: RunState
    editable: bool = Field(description="A draft without an open change is edited directly")
    purpose: Purpose | None
    objective: str | None = Field(description="The platform's own word, as seen there")
    currency: str | None
    budget_level: BudgetLevel
    budget: BudgetOut | None
    spend_cap: AmountOut | None
    bid_strategy: BidStrategy | None
    bid_amount: AmountOut | None
    start_local: datetime | None
    end_local: datetime | None
    special_ad_categories: Sequence[SpecialAdCategory]
    search: SearchOut | None
    meta: MetaOut | None
    page_external_id: str | None
    pixel_external_id: str | None
    external_id: str | None
    observed: ObservedOut | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    ad_groups: Sequence[AdGroupOut]
    problems: Sequence[LaunchProblemOut]
    launchable: bool = Field(description="Whether nothing blocks a launch")
    open_change: OpenChangeOut | None

    @classmethod
    def of(
        cls,
        campaign: CampaignRecord,
        problems: Sequence[LaunchProblem],
        schedule: tuple[datetime | None, datetime | None],
        open_change: Change | None,
    ) -> CampaignOut:
        """Convert a campaign; `schedule` says when it starts and ends."""
        seen = campaign.observed.fields if campaign.observed else None
        is_draft = campaign.status is CampaignStatus.DRAFT
        free = is_draft and open_change is None
        return cls(
            id=campaign.id,
            advertiser_id=campaign.advertiser_id,
            initiative_id=campaign.initiative_id,
            ad_account_id=campaign.ad_account_id,
            name=campaign.name,
            origin=campaign.origin,
            status=campaign.status,
            error_reason=campaign.error_reason,
            state=campaign.state,
            editable=free and campaign.external_id is None,
            purpose=campaign.purpose,
            objective=seen.objective if isinstance(seen, CampaignFields) else None,
            currency=campaign.currency,
            budget_level=campaign.budget_level,
            budget=BudgetOut.of_stored(campaign.budget, campaign.currency),
            spend_cap=AmountOut.maybe(campaign.spend_cap_micros, campaign.currency),
            bid_strategy=campaign.bid_strategy,
            bid_amount=AmountOut.maybe(campaign.bid_amount_micros, campaign.currency),
            start_local=schedule[0],
            end_local=schedule[1],
            special_ad_categories=campaign.special_ad_categories,
            search=SearchOut.of(campaign.search),
            meta=MetaOut.of(meta_now(campaign)),
            page_external_id=campaign.page_external_id,
            pixel_external_id=campaign.pixel_external_id,
            external_id=campaign.external_id,
            observed=ObservedOut.of(campaign.observed, campaign.observed_at),
            created_at=campaign.created_at,
            created_by=campaign.created_by,
            updated_at=campaign.updated_at,
            ad_groups=[AdGroupOut.of(group, campaign) for group in campaign.ad_groups],
            problems=[LaunchProblemOut.of(problem) for problem in problems],
            launchable=free and all(problem.severity is not Severity.ERROR for problem in problems),
            open_change=OpenChangeOut.of(open_change),
        )
