"""Shapes of what the platforms allow."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from adwright.platforms.bidding import Bidding
from adwright.platforms.images import ImageRule
from adwright.platforms.keywords import KeywordLimits
from adwright.platforms.model import BidStrategy, Level, Platform, Purpose, SpecialAdCategory
from adwright.platforms.purposes import PURPOSE_TEXTS, Offer
from adwright.platforms.texts import CountLimit, Placement, Severity, TextLimit, TextProblem
from adwright.web.schemas.base import Input, MoneyOut, Output


class PurposeOut(Output):
    """A purpose on a platform: offered, or why not. Objective and goal are the platform's own words."""

    purpose: Purpose
    label: str
    explanation: str
    offered: bool
    reason: str | None
    objective: str | None
    optimization_goal: str | None
    billing_event: str | None
    destination: str | None
    needs_page: bool
    needs_pixel: bool
    needs_conversions: bool = Field(description="On Google: the account has to count conversions")
    conversion_event: str | None
    conversion_events: Sequence[str] = Field(description="The pixel's events that can count; the usual first")
    lead_forms: bool = Field(description="People can answer in a form of the platform's, without a website")
    default_call_to_action: str | None
    bid_strategies: Sequence[BidStrategy]

    @classmethod
    def of(cls, offer: Offer) -> PurposeOut:
        """Convert one pair of purpose and platform."""
        meta, text = offer.meta, PURPOSE_TEXTS[offer.purpose]
        return cls(
            purpose=offer.purpose,
            label=text.label,
            explanation=text.explanation,
            offered=offer.offered,
            reason=offer.reason,
            objective=meta.objective if meta else None,
            optimization_goal=meta.optimization_goal if meta else None,
            billing_event=meta.billing_event if meta else None,
            destination=meta.destination if meta else None,
            needs_page=meta is not None,
            needs_pixel=meta.needs_pixel if meta else False,
            needs_conversions=offer.search.needs_conversions if offer.search else False,
            conversion_event=meta.custom_event_type if meta else None,
            conversion_events=list(meta.custom_events) if meta else [],
            lead_forms=offer.meta_form is not None,
            default_call_to_action=meta.default_call_to_action if meta else None,
            bid_strategies=list(offer.bid_strategies),
        )


class TextLimitOut(Output):
    """How long a text may be; a hard limit blocks, another only warns."""

    placement: Placement
    field: str
    shown_as: str
    limit: int
    hard: bool
    may_be_cut_after: int | None

    @classmethod
    def of(cls, limit: TextLimit) -> TextLimitOut:
        """Convert a limit."""
        return cls.model_validate(limit)


class CountLimitOut(Output):
    """How many texts of a kind one ad takes."""

    placement: Placement
    field: str
    at_least: int
    at_most: int

    @classmethod
    def of(cls, limit: CountLimit) -> CountLimitOut:
        """Convert a limit."""
        return cls.model_validate(limit)


class ImageRuleOut(Output):
    """A shape that suits a placement, in pixels."""

    placement: Placement
    ratio: str
    width: int
    height: int
    minimum_width: int

    @classmethod
    def of(cls, rule: ImageRule) -> ImageRuleOut:
        """Convert a rule."""
        return cls.model_validate(rule)


class BidStrategyOut(Output):
    """A way to bid, in the platform's words."""

    key: BidStrategy
    label: str
    explanation: str
    amount: str | None = Field(description="What its amount of money is; null where it takes none")
    needs_amount: bool
    needs_roas: bool
    needs_conversions: bool

    @classmethod
    def of(cls, bidding: Bidding) -> BidStrategyOut:
        """Convert a strategy."""
        return cls(
            key=bidding.strategy,
            label=bidding.label,
            explanation=bidding.explanation,
            amount=bidding.amount,
            needs_amount=bidding.needs_amount,
            needs_roas=bidding.needs_roas,
            needs_conversions=bidding.needs_conversions,
        )


class AbsentFieldOut(Output):
    """A field of a campaign, ad group or ad that the platform does not have, and what to use instead."""

    level: Level
    field: str
    reason: str


class KeywordLimitsOut(Output):
    """How long a keyword may be, and which signs may not be in it."""

    characters: int
    words: int
    refused: Sequence[str]

    @classmethod
    def of(cls, limits: KeywordLimits) -> KeywordLimitsOut:
        """Convert limits."""
        return cls(characters=limits.characters, words=limits.words, refused=sorted(limits.refused))


class PlatformOut(Output):
    """What one platform offers and allows."""

    platform: Platform
    name: str
    purposes: Sequence[PurposeOut]
    bid_strategies: Sequence[BidStrategyOut]
    absent: Sequence[AbsentFieldOut]
    keywords: KeywordLimitsOut | None = Field(description="Where ads are shown by what people search for")
    text_limits: Sequence[TextLimitOut]
    count_limits: Sequence[CountLimitOut]
    images: Sequence[ImageRuleOut]
    minimum_daily_budgets: Sequence[MoneyOut] = Field(
        description="For orientation; an ad account's own minimum decides"
    )


class CallToActionOut(Output):
    """A button under an ad."""

    key: str
    label: str


class CurrencyOut(Output):
    """A currency, and how many decimals a budget in it may have on Meta."""

    code: str
    name: str
    decimals: int
    budget_decimals: int


class CountryOut(Output):
    """A country or territory."""

    code: str
    name: str
    eu: bool


class LanguageOut(Output):
    """A language."""

    code: str
    name: str


class SpecialAdCategoryOut(Output):
    """A category that the law restricts."""

    key: SpecialAdCategory
    label: str

    @classmethod
    def of(cls, category: SpecialAdCategory) -> SpecialAdCategoryOut:
        """Convert a category."""
        return cls(key=category, label=_CATEGORIES[category])


class ConversionEventOut(Output):
    """Something that a pixel counts."""

    key: str
    label: str


class PlatformsOut(Output):
    """Everything that is true of the platforms and that a builder needs."""

    platforms: Sequence[PlatformOut]
    calls_to_action: Sequence[CallToActionOut]
    special_ad_categories: Sequence[SpecialAdCategoryOut]
    conversion_events: Sequence[ConversionEventOut]
    currencies: Sequence[CurrencyOut]
    countries: Sequence[CountryOut]
    languages: Sequence[LanguageOut]


class TextsIn(Input):
    """An ad's content to be checked; what is empty is not judged."""

    headline: str = Field(default="", max_length=2000, examples=["New Spicy Jalapeño Chips | 20% Off"])
    primary_text: str = Field(default="", max_length=10_000)
    description: str = Field(default="", max_length=2000)
    destination_url: str = Field(default="", max_length=4000, examples=["tastychips.co/spicy"])
    has_image: bool = False
    headlines: list[str] = Field(default=[], max_length=50, description="For Google: all headlines of one ad")
    descriptions: list[str] = Field(default=[], max_length=50, description="For Google: all descriptions")
    display_path: list[str] = Field(default=[], max_length=10, description="For Google: after the domain")


class TextProblemOut(Output):
    """One thing to say about a text."""

    field: str
    severity: Severity
    code: str
    message: str
    limit: int | None
    length: int | None

    @classmethod
    def of(cls, problem: TextProblem) -> TextProblemOut:
        """Convert a problem."""
        return cls.model_validate(problem)


class PlatformTextsOut(Output):
    """What one platform would say; `ok` when nothing blocks."""

    platform: Platform
    ok: bool
    lengths: dict[str, int] = Field(description="Each text as this platform counts it")
    problems: Sequence[TextProblemOut]


class TextsOut(Output):
    """What each platform would say."""

    platforms: Sequence[PlatformTextsOut]


class InterestOut(Output):
    """An interest of the platform's catalogue."""

    external_id: str
    name: str


class InterestsOut(Output):
    """Interests found, best first."""

    items: Sequence[InterestOut]


class PlaceOut(Output):
    """Somewhere that ads can be shown in, or kept out of."""

    code: str = Field(description="As targeting names it: an ISO code, or Google's number as google:1016367")
    name: str = Field(description="With what it lies in", examples=["Chicago, Illinois, United States"])
    kind: str = Field(description="In the platform's words", examples=["City"])
    reach: int | None = Field(description="About how many people; null where the platform does not say")


class PlacesOut(Output):
    """Places."""

    items: Sequence[PlaceOut]


_CATEGORIES = {
    SpecialAdCategory.CREDIT: "Credit",
    SpecialAdCategory.EMPLOYMENT: "Employment",
    SpecialAdCategory.HOUSING: "Housing",
    SpecialAdCategory.FINANCIAL: "Financial products and services",
    SpecialAdCategory.POLITICS: "Social issues, elections or politics",
    SpecialAdCategory.GAMBLING: "Online gambling and gaming",
}
