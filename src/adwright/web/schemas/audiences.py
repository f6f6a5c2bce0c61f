"""Shapes of audiences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from adwright.campaigns.model import Audience, Interest, Targeting
from adwright.journeys.estimate_audience import Estimate
from adwright.platforms.model import Platform
from adwright.web.schemas.base import Input, Output


class InterestIn(Input):
    """An interest of the platform's catalogue."""

    external_id: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=300)


class TargetingIn(Input):
    """Whom ads are for; an empty list is no restriction."""

    countries: list[str] = Field(
        default=[],
        max_length=250,
        description="ISO codes; for search also other places, by Google's number as google:1016367",
        examples=[["US", "CA"]],
    )
    age_min: int = 18
    age_max: int = Field(default=65, description="65 means 65 and older")
    genders: list[str] = Field(default=[], max_length=2, description="female, male; empty means all")
    languages: list[str] = Field(default=[], max_length=50, examples=[["en"]])
    interests: list[InterestIn] = Field(default=[], max_length=200)
    keywords: list[str] = Field(
        default=[],
        max_length=500,
        description="For search only: broad words, “a phrase” in quotation marks, [exact words] in brackets",
    )
    negative_keywords: list[str] = Field(
        default=[], max_length=500, description="Searches that are left out, written alike"
    )
    expand: bool = Field(default=False, description="Let the platform go beyond these people")

    def to_targeting(self) -> Targeting:
        """Convert to the room's words."""
        return Targeting(
            countries=tuple(self.countries),
            age_min=self.age_min,
            age_max=self.age_max,
            genders=tuple(self.genders),
            languages=tuple(self.languages),
            interests=tuple(Interest(each.external_id, each.name) for each in self.interests),
            keywords=tuple(self.keywords),
            negative_keywords=tuple(self.negative_keywords),
            expand=self.expand,
        )


class AudienceSizeIn(Input):
    """Whose platform is asked about whom."""

    ad_account_id: UUID
    targeting: TargetingIn


class AudienceSizeOut(Output):
    """How many people an audience is: the platform's own estimate, as a range."""

    platform: Platform
    available: bool = Field(description="False: the platform gives no estimate, and the bounds are null")
    lower: int | None
    upper: int | None
    told_at: datetime

    @classmethod
    def of(cls, estimate: Estimate) -> AudienceSizeOut:
        """Convert an estimate."""
        size = estimate.size
        return cls(
            platform=estimate.platform,
            available=size is not None,
            lower=size.lower if size else None,
            upper=size.upper if size else None,
            told_at=estimate.told_at,
        )


class AudienceIn(Input):
    """A new audience."""

    advertiser_id: UUID
    name: str = Field(min_length=1, max_length=200)
    targeting: TargetingIn


class AudiencePatch(Input):
    """What to change; other targeting makes a new version."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    targeting: TargetingIn | None = None


class TargetedInterestOut(Output):
    """An interest that is targeted."""

    external_id: str
    name: str


class TargetingOut(Output):
    """Whom ads are for."""

    countries: Sequence[str]
    age_min: int
    age_max: int
    genders: Sequence[str]
    languages: Sequence[str]
    interests: Sequence[TargetedInterestOut]
    keywords: Sequence[str]
    negative_keywords: Sequence[str]
    expand: bool

    @classmethod
    def of(cls, targeting: Targeting) -> TargetingOut:
        """Convert targeting."""
        return cls.model_validate(targeting)


class AudienceOut(Output):
    """An audience in its newest version."""

    id: UUID
    advertiser_id: UUID
    name: str
    version: int
    targeting: TargetingOut
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, audience: Audience) -> AudienceOut:
        """Convert an audience."""
        return cls.model_validate(audience)
