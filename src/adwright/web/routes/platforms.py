"""What the platforms allow, and what they would say of a text."""

from __future__ import annotations

from functools import cache
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from adwright.core.money import DECIMALS
from adwright.journeys.search_catalogues import MOST_PLACES
from adwright.platforms.bidding import BIDDING
from adwright.platforms.calls_to_action import CALLS_TO_ACTION
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.conversion_events import CONVERSION_EVENTS
from adwright.platforms.countries import COUNTRIES, EU_COUNTRIES
from adwright.platforms.currencies import CURRENCY_NAMES, META_MINIMUM_DAILY_BUDGETS, meta_decimals
from adwright.platforms.images import IMAGE_RULES
from adwright.platforms.keywords import KEYWORD_LIMITS
from adwright.platforms.languages import LANGUAGES
from adwright.platforms.model import Platform, Purpose, SpecialAdCategory
from adwright.platforms.purposes import offer
from adwright.platforms.texts import (
    COUNT_LIMITS,
    PLATFORM_NAMES,
    TEXT_LIMITS,
    Severity,
    check_creative,
    check_search_ad,
    text_length,
)
from adwright.web.dependencies import ContainerDep, Reader
from adwright.web.schemas.base import MoneyOut
from adwright.web.schemas.platforms import (
    AbsentFieldOut,
    BidStrategyOut,
    CallToActionOut,
    ConversionEventOut,
    CountLimitOut,
    CountryOut,
    CurrencyOut,
    ImageRuleOut,
    InterestOut,
    InterestsOut,
    KeywordLimitsOut,
    LanguageOut,
    PlaceOut,
    PlacesOut,
    PlatformOut,
    PlatformsOut,
    PlatformTextsOut,
    PurposeOut,
    SpecialAdCategoryOut,
    TextLimitOut,
    TextProblemOut,
    TextsIn,
    TextsOut,
)

router = APIRouter(tags=["platforms"])

SearchWords = Annotated[str, Query(min_length=1, max_length=100)]
PlaceCode = Annotated[str, Field(pattern=r"^([A-Z]{2}|google:[0-9]{1,12})$", examples=["google:1016367"])]
_BUILT_ON = (Platform.META, Platform.GOOGLE)


@router.get("/platforms")
async def platforms(_actor: Reader) -> PlatformsOut:
    """Return purposes, limits, buttons, currencies, countries and languages."""
    return _everything()


@router.post("/texts/check")
async def check_texts(body: TextsIn, _actor: Reader) -> TextsOut:
    """Say what each platform would say of an ad's content, without keeping it."""
    return TextsOut(platforms=[_checked(platform, body) for platform in _BUILT_ON])


@router.get("/ad-accounts/{ad_account_id}/interests")
async def search_interests(
    ad_account_id: UUID,
    actor: Reader,
    container: ContainerDep,
    q: SearchWords,
) -> InterestsOut:
    """Search the platform's catalogue of interests; at most 25, best first."""
    found = await container.search_catalogues.interests(actor, ad_account_id, q)
    return InterestsOut(items=[InterestOut.model_validate(interest) for interest in found])


@router.get("/ad-accounts/{ad_account_id}/places")
async def search_places(
    ad_account_id: UUID,
    actor: Reader,
    container: ContainerDep,
    q: SearchWords,
) -> PlacesOut:
    """Search cities, regions and countries by name; at most 25, best first; none on Meta."""
    found = await container.search_catalogues.places(actor, ad_account_id, q)
    return PlacesOut(items=[PlaceOut.model_validate(place) for place in found])


@router.get("/ad-accounts/{ad_account_id}/place-names")
async def name_places(
    ad_account_id: UUID,
    actor: Reader,
    container: ContainerDep,
    code: Annotated[list[PlaceCode], Query(min_length=1, max_length=MOST_PLACES)],
) -> PlacesOut:
    """Say what the platform calls the places of these codes; those that it does not know are left out."""
    found = await container.search_catalogues.places_called(actor, ad_account_id, code)
    return PlacesOut(items=[PlaceOut.model_validate(place) for place in found])


@cache
def _everything() -> PlatformsOut:
    return PlatformsOut(
        platforms=[_platform(platform) for platform in _BUILT_ON],
        calls_to_action=[CallToActionOut.model_validate(each) for each in CALLS_TO_ACTION],
        special_ad_categories=[SpecialAdCategoryOut.of(category) for category in SpecialAdCategory],
        conversion_events=[ConversionEventOut.model_validate(each) for each in CONVERSION_EVENTS.values()],
        currencies=[_currency(code) for code in sorted(DECIMALS)],
        countries=[
            CountryOut(code=code, name=name, eu=code in EU_COUNTRIES)
            for code, name in sorted(COUNTRIES.items(), key=lambda entry: entry[1])
        ],
        languages=[
            LanguageOut(code=code, name=name)
            for code, name in sorted(LANGUAGES.items(), key=lambda entry: entry[1])
        ],
    )


def _platform(platform: Platform) -> PlatformOut:
    minimums = META_MINIMUM_DAILY_BUDGETS.values() if platform is Platform.META else ()
    return PlatformOut(
        platform=platform,
        name=PLATFORM_NAMES[platform],
        purposes=[PurposeOut.of(offer(purpose, platform)) for purpose in Purpose],
        bid_strategies=[BidStrategyOut.of(bidding) for bidding in BIDDING[platform]],
        absent=[
            AbsentFieldOut(level=level, field=field, reason=reason)
            for level, fields in capabilities_of(platform).absent.items()
            for field, reason in fields.items()
        ],
        keywords=KeywordLimitsOut.of(KEYWORD_LIMITS) if platform is Platform.GOOGLE else None,
        text_limits=[TextLimitOut.of(each) for each in TEXT_LIMITS if each.platform is platform],
        count_limits=[CountLimitOut.of(each) for each in COUNT_LIMITS if each.platform is platform],
        images=[ImageRuleOut.of(each) for each in IMAGE_RULES if each.platform is platform],
        minimum_daily_budgets=[MoneyOut.of(minimum) for minimum in minimums],
    )


def _currency(code: str) -> CurrencyOut:
    return CurrencyOut(
        code=code,
        name=CURRENCY_NAMES.get(code, code),
        decimals=DECIMALS[code],
        budget_decimals=meta_decimals(code),
    )


def _checked(platform: Platform, body: TextsIn) -> PlatformTextsOut:
    problems = check_creative(
        platform,
        headline=body.headline,
        primary_text=body.primary_text,
        description=body.description,
        destination_url=body.destination_url,
        has_image=body.has_image,
    )
    if platform is Platform.GOOGLE and (body.headlines or body.descriptions or body.display_path):
        problems += check_search_ad(body.headlines, body.descriptions, body.display_path)
    texts = {
        "headline": body.headline,
        "primary_text": body.primary_text,
        "description": body.description,
    }
    return PlatformTextsOut(
        platform=platform,
        ok=all(problem.severity is not Severity.ERROR for problem in problems),
        lengths={field: text_length(platform, text) for field, text in texts.items()},
        problems=[TextProblemOut.of(problem) for problem in problems],
    )
