"""The document: one definition, from which validation, the JSON Schema and the editor's completion come.

A field that is left out stays as it is; `null` or an empty list clears it. A list that is given is whole:
what it no longer names is removed from a draft, and archived where it runs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from adwright.campaigns.document.texts import BudgetText, HoursText, MoneyText, RoasText, TimeText
from adwright.campaigns.model import BudgetLevel, RunState
from adwright.platforms.model import BidStrategy, Purpose, SpecialAdCategory

VERSION = 1
MOST_CAMPAIGNS = 1000

_KEYWORDS = 'For search only: broad words, "a phrase" or [exact words]'

Key = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$",
        description="Stays the same for ever; the id that an export writes, or a name of your own",
        examples=["spicy-chips-november"],
    ),
]
Name = Annotated[str, Field(max_length=512)]
ExternalId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^\S+$")]


class DocumentState(StrEnum):
    """What a campaign is asked to do. A draft that becomes `active` is launched."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InterestPart(_Part):
    """An interest of the platform's catalogue."""

    id: ExternalId
    name: Annotated[str, Field(max_length=512)]


class TargetingPart(_Part):
    """Whom an ad group is for. What is left out here is no restriction."""

    countries: tuple[str, ...] = Field(
        default=(),
        max_length=250,
        description="ISO codes; for search also other places, by Google's number as google:1016367",
        examples=[["US"]],
    )
    age_min: int = Field(default=18, ge=0, le=65)
    age_max: int = Field(default=65, ge=0, le=65, description="65 means 65 and older")
    genders: tuple[Literal["female", "male"], ...] = Field(default=(), max_length=2, description="Empty: all")
    languages: tuple[str, ...] = Field(default=(), max_length=100, description="ISO 639-1 codes")
    interests: tuple[InterestPart, ...] = Field(default=(), max_length=500)
    keywords: tuple[str, ...] = Field(
        default=(), max_length=1000, description=_KEYWORDS, examples=[["spicy chips", "[hot chips]"]]
    )
    negative_keywords: tuple[str, ...] = Field(
        default=(), max_length=1000, description="Searches that are left out, written alike"
    )
    expand: bool = Field(default=False, description="Let the platform go beyond these people")


class AudiencePart(_Part):
    """An audience of the library, by its name."""

    name: Name
    version: int | None = Field(default=None, ge=1, description="Left out: the newest")


class CreativePart(_Part):
    """What an ad says and shows. What is left out stays as it is."""

    headline: str = Field(default="", max_length=1000)
    primary_text: str = Field(default="", max_length=10000)
    description: str = Field(default="", max_length=1000)
    call_to_action: str = Field(default="", max_length=100, examples=["shop_now"])
    destination_url: str = Field(default="", max_length=2048)
    more_headlines: tuple[str, ...] = Field(default=(), max_length=14, description="For search only")
    more_descriptions: tuple[str, ...] = Field(default=(), max_length=3, description="For search only")
    display_path: tuple[str, ...] = Field(
        default=(), max_length=2, description="Shown after the domain on search"
    )
    image: Annotated[str, Field(max_length=36, description="Id of an image in the library")] | None = None


class AdPart(_Part):
    """An ad."""

    key: Key
    name: Name = "Ad"
    state: RunState = RunState.ACTIVE
    creative: CreativePart | None = None


class AdGroupPart(_Part):
    """An ad group: Meta's ad set. Either an audience of the library, or targeting of its own."""

    key: Key
    name: Name = "Ad group"
    state: RunState = RunState.ACTIVE
    audience: AudiencePart | None = None
    targeting: TargetingPart | None = None
    budget: BudgetText | None = None
    bid_amount: MoneyText | None = None
    start: TimeText | None = Field(default=None, description="Left out: the campaign's")
    end: TimeText | None = Field(default=None, description="Left out: the campaign's")
    page: ExternalId | None = Field(default=None, description="Left out: the campaign's")
    pixel: ExternalId | None = Field(default=None, description="Left out: the campaign's")
    ads: tuple[AdPart, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.audience is not None and self.targeting is not None:
            raise ValueError("Give an audience of the library or targeting, not both.")
        return self


class SearchPart(_Part):
    """What a campaign on Google Search has besides. What is left out stays as it is."""

    countries: tuple[str, ...] = Field(
        default=(), max_length=250, description="Where no audience or targeting names any"
    )
    excluded_places: tuple[str, ...] = Field(
        default=(), max_length=250, description="Places that are left out, named as countries are"
    )
    languages: tuple[str, ...] = Field(
        default=(), max_length=100, description="Where no audience or targeting names any"
    )
    partners: bool = Field(default=False, description="Also in the networks of Google's search partners")
    display: bool = Field(default=False, description="Also on the Display Network")
    negative_keywords: tuple[str, ...] = Field(
        default=(), max_length=1000, description="Searches that the whole campaign leaves out"
    )
    political: bool = Field(default=False, description="Whether the ads are political; the EU asks for it")
    schedule: tuple[HoursText, ...] = Field(
        default=(), max_length=42, description="When ads may be shown, in the account's zone; empty: always"
    )
    target_roas: RoasText | None = None


class MetaPart(_Part):
    """What a campaign on Meta has besides. What is left out is as usual."""

    instagram: ExternalId | None = Field(default=None, description="Whom ads on Instagram come from")
    conversion_event: str | None = Field(
        default=None, max_length=60, description="The pixel's event that counts", examples=["LEAD"]
    )
    lead_form: ExternalId | None = Field(
        default=None, description="Opened in place of a website, for leads"
    )
    beneficiary: str = Field(
        default="", max_length=512, description="Whom the ads are for, as the European Union asks"
    )
    payor: str = Field(default="", max_length=512, description="Who pays for them")


class CampaignPart(_Part):
    """A campaign with its whole tree."""

    key: Key
    account: str = Field(
        pattern=r"^(meta|google)/\S{1,100}$",
        description="Platform and the platform's id of the ad account",
        examples=["meta/1234567890"],
    )
    name: Name = "New campaign"
    state: DocumentState = DocumentState.DRAFT
    purpose: Purpose | None = None
    budget_level: BudgetLevel = Field(default=BudgetLevel.CAMPAIGN, description="Where the budget stands")
    budget: BudgetText | None = None
    spend_cap: MoneyText | None = Field(default=None, description="The most the campaign may ever spend")
    bid_strategy: BidStrategy | None = None
    bid_amount: MoneyText | None = None
    start: TimeText | None = Field(default=None, description="Empty: as soon as it is approved")
    end: TimeText | None = Field(default=None, description="Empty: until it is paused")
    special_ad_categories: tuple[SpecialAdCategory, ...] = Field(default=(), max_length=10)
    search: SearchPart | None = Field(default=None, description="For campaigns on Google Search")
    meta: MetaPart | None = Field(default=None, description="For campaigns on Meta")
    page: ExternalId | None = Field(default=None, description="The page that its ads come from (Meta)")
    pixel: ExternalId | None = Field(default=None, description="The pixel that counts conversions (Meta)")
    ad_groups: tuple[AdGroupPart, ...] = Field(default=(), max_length=500)


class Document(_Part):
    """Any number of campaigns as they should be. Campaigns that it does not name are left alone."""

    version: Literal[1] = Field(description="Of this form; Adwright says when it cannot read one")
    campaigns: tuple[CampaignPart, ...] = Field(default=(), max_length=MOST_CAMPAIGNS)


Part = CampaignPart | AdGroupPart | AdPart
