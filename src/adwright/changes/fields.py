"""Every field of a node that can be edited: when two values of it are the same, and how it reads in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    Budget,
    CreativeContent,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, SpecialAdCategory
from adwright.platforms.places import language_name, place_name

OLDEST = 65


class Field(StrEnum):
    """The fields by the names that they have on a node."""

    NAME = "name"
    STATE = "state"
    BUDGET = "budget"
    BID_STRATEGY = "bid_strategy"
    BID_AMOUNT = "bid_amount"
    SPEND_CAP = "spend_cap"
    CATEGORIES = "special_ad_categories"
    TARGETING = "targeting"
    START = "start_at"
    END = "end_at"
    CREATIVE = "creative"
    SEARCH = "search"
    DECLARATION = "declaration"


FIELDS_OF: Mapping[Level, tuple[Field, ...]] = {
    Level.CAMPAIGN: (
        Field.NAME,
        Field.STATE,
        Field.BUDGET,
        Field.BID_STRATEGY,
        Field.SPEND_CAP,
        Field.CATEGORIES,
        Field.SEARCH,
    ),
    Level.AD_GROUP: (
        Field.NAME,
        Field.STATE,
        Field.BUDGET,
        Field.BID_STRATEGY,
        Field.BID_AMOUNT,
        Field.TARGETING,
        Field.START,
        Field.END,
        Field.DECLARATION,
    ),
    Level.AD: (Field.NAME, Field.STATE, Field.CREATIVE),
}

_STATE_WORDS = {RunState.ACTIVE: "on", RunState.PAUSED: "paused", RunState.ARCHIVED: "archived"}
_PERIOD_WORDS = {BudgetPeriod.DAILY: "a day", BudgetPeriod.LIFETIME: "in all"}
_STRATEGY_WORDS = {strategy: strategy.value.replace("_", " ") for strategy in BidStrategy}


def same(field: Field, one: Any, other: Any) -> bool:
    """Say whether two values of a field mean the same to a platform."""
    if field is Field.CREATIVE:
        return one is not None and other is not None and _same_creative(one, other)
    if field is Field.TARGETING:
        return one is not None and other is not None and _people(one) == _people(other)
    if field is Field.CATEGORIES:
        return frozenset(one or ()) == frozenset(other or ())
    if field is Field.SEARCH and one is not None and other is not None:
        return _search(one) == _search(other)
    return bool(one == other)


_LEFT_OPEN = (Field.START, Field.BID_AMOUNT, Field.SEARCH, Field.DECLARATION)


def is_silent(field: Field, wanted: Any, found: Any) -> bool:
    """Say whether a node that is wanted so has nothing to say against what was found.

    A start that was left open is whenever the platform began; a strategy stands at one level only; a bid that
    no strategy asks for does nothing; what has no name on the platform (an ad on Search) has ours alone; who
    did not declare whom ads are for leaves it to the ad account.
    """
    if field is Field.BID_STRATEGY:
        return wanted is None or found is None
    if field is Field.NAME:
        return bool(found == "")
    return wanted is None and field in _LEFT_OPEN


Part = tuple[str, str | None, str | None]


def parts(field: Field, before: Any, after: Any) -> tuple[Part, ...]:
    """Return what differs between two values, part by part in words; a targeting and a creative have many.

    Args:
        field: the field.
        before: one value; None when there is none.
        after: the other.
    """
    if field is Field.CREATIVE:
        alike = before is not None and after is not None and _same_image(before, after)
        readers = {part: read for part, read in _CREATIVE_PARTS.items() if not (alike and part == "image")}
        return _differing(readers, before, after)
    if field is Field.TARGETING:
        return _differing(_TARGETING_PARTS, before, after)
    if field is Field.SEARCH:
        return _differing(_SEARCH_PARTS, before, after)
    return ((field.value, words(field, before), words(field, after)),)


def words(field: Field, value: Any) -> str:
    """Return a value of a simple field in plain words."""
    return _WORDS[field](value)


def budget_words(budget: Budget | None) -> str:
    """Return a budget in plain words."""
    return "no budget of its own" if budget is None else f"{budget.amount} {_PERIOD_WORDS[budget.period]}"


def state_words(state: RunState | None) -> str:
    """Return a state in plain words."""
    return "unknown" if state is None else _STATE_WORDS[state]


def _instant_words(instant: datetime | None) -> str:
    return "open" if instant is None else f"{instant:%Y-%m-%d %H:%M} UTC"


def _amount_words(amount: Money | None) -> str:
    return "none" if amount is None else str(amount)


def _strategy_words(strategy: BidStrategy | None) -> str:
    return "none" if strategy is None else _STRATEGY_WORDS[strategy]


def _declaration_words(declaration: Declaration | None) -> str:
    if declaration is None:
        return "as the ad account declares it"
    return f"for {declaration.beneficiary}, paid by {declaration.payor}"


def _category_words(categories: Iterable[SpecialAdCategory] | None) -> str:
    return ", ".join(sorted(each.value.replace("_", " ") for each in categories or ())) or "none"


def _name_words(name: str | None) -> str:
    return name or ""


_WORDS: Mapping[Field, Callable[[Any], str]] = {
    Field.NAME: _name_words,
    Field.STATE: state_words,
    Field.BUDGET: budget_words,
    Field.BID_STRATEGY: _strategy_words,
    Field.BID_AMOUNT: _amount_words,
    Field.SPEND_CAP: _amount_words,
    Field.CATEGORIES: _category_words,
    Field.START: _instant_words,
    Field.END: _instant_words,
    Field.DECLARATION: _declaration_words,
}


def _people(targeting: Targeting) -> tuple[object, ...]:
    """Return what decides who is reached; an audience that the platform may widen has no upper age."""
    return (
        tuple(sorted(targeting.countries)),
        targeting.age_min,
        OLDEST if targeting.expand else targeting.age_max,
        tuple(sorted(targeting.genders)),
        tuple(sorted(targeting.languages)),
        tuple(sorted(each.external_id for each in targeting.interests)),
        tuple(sorted(targeting.keywords)),
        tuple(sorted(targeting.negative_keywords)),
        targeting.expand,
    )


def _same_creative(one: CreativeContent, other: CreativeContent) -> bool:
    return _texts(one) == _texts(other) and _same_source(one, other) and _same_image(one, other)


def _search(settings: SearchSettings) -> SearchSettings:
    """Put lists that have no order in one; a start that was left open is whenever the platform began."""
    return replace(
        settings,
        countries=tuple(sorted(settings.countries)),
        excluded_places=tuple(sorted(settings.excluded_places)),
        languages=tuple(sorted(settings.languages)),
        negative_keywords=tuple(sorted(settings.negative_keywords)),
        schedule=tuple(sorted(settings.schedule, key=lambda slot: (slot.weekday, slot.from_minute))),
        start_at=None,
    )


def _texts(content: CreativeContent) -> tuple[object, ...]:
    return (
        content.headline,
        content.primary_text,
        content.description,
        content.call_to_action,
        content.destination_url,
        content.more_headlines,
        content.more_descriptions,
        content.display_path,
        content.enhanced,
    )


def _same_source(one: CreativeContent, other: CreativeContent) -> bool:
    """Compare whom ads come from and the form that they open, as far as both sides know."""
    pairs = (
        (one.page_external_id, other.page_external_id),
        (one.instagram_external_id, other.instagram_external_id),
        (one.lead_form_external_id, other.lead_form_external_id),
    )
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _same_image(one: CreativeContent, other: CreativeContent) -> bool:
    """Compare by the platform's name of the image or by ours, whichever both sides know.

    Which of ours is which of the platform's is not known before it was uploaded; that there is none is.
    """
    if one.image_hash is not None and other.image_hash is not None:
        return one.image_hash == other.image_hash
    if one.asset_id is not None and other.asset_id is not None:
        return one.asset_id == other.asset_id
    return has_image(one) == has_image(other)


def has_image(content: CreativeContent) -> bool:
    """Say whether content has an image that an ad can be made with: one of ours, or one on the platform."""
    return content.asset_id is not None or content.image_hash is not None


def _differing(readers: Mapping[str, Callable[[Any], str]], before: Any, after: Any) -> tuple[Part, ...]:
    found = []
    for part, read in readers.items():
        one = None if before is None else read(before)
        other = None if after is None else read(after)
        if one != other:
            found.append((part, one, other))
    return tuple(found)


def _listed(values: Iterable[str], *, empty: str) -> str:
    return ", ".join(sorted(values)) or empty


def _age_words(targeting: Targeting) -> str:
    oldest = OLDEST if targeting.expand else targeting.age_max
    return f"{targeting.age_min} to {'65 and older' if oldest >= OLDEST else oldest}"


_TARGETING_PARTS: Mapping[str, Callable[[Targeting], str]] = {
    "countries": lambda targeting: _listed(map(place_name, targeting.countries), empty="none"),
    "age": _age_words,
    "genders": lambda targeting: _listed(targeting.genders, empty="all"),
    "languages": lambda targeting: _listed(map(language_name, targeting.languages), empty="all"),
    "interests": lambda targeting: _listed((each.name for each in targeting.interests), empty="any"),
    "keywords": lambda targeting: _listed(targeting.keywords, empty="none"),
    "negative keywords": lambda targeting: _listed(targeting.negative_keywords, empty="none"),
    "widened by the platform": lambda targeting: "yes" if targeting.expand else "no",
}


def _slot_words(slot: ScheduleSlot) -> str:
    start, end = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (slot.from_minute, slot.until_minute))
    return f"{slot.weekday.value} {start} to {end}"


_SEARCH_PARTS: Mapping[str, Callable[[SearchSettings], str]] = {
    "countries": lambda search: _listed(map(place_name, search.countries), empty="none"),
    "excluded places": lambda search: _listed(map(place_name, search.excluded_places), empty="none"),
    "languages": lambda search: _listed(map(language_name, search.languages), empty="all"),
    "search partners": lambda search: "yes" if search.partners else "no",
    "display network": lambda search: "yes" if search.display else "no",
    "negative keywords": lambda search: _listed(search.negative_keywords, empty="none"),
    "political ads": lambda search: "yes" if search.political else "no",
    "schedule": lambda search: _listed((_slot_words(slot) for slot in search.schedule), empty="always"),
    "target cost": lambda search: _amount_words(search.target_cost),
    "target ROAS": lambda search: "none" if search.target_roas is None else str(search.target_roas),
    "end": lambda search: _instant_words(search.end_at),
}


def _image_words(content: CreativeContent) -> str:
    if content.image_hash is not None:
        return f"image {content.image_hash[:12]}"
    return "none" if content.asset_id is None else f"image {str(content.asset_id)[-12:]}"


# These say what a platform knows by number, and people by name.
NAMED_PARTS = frozenset({"page", "Instagram account", "lead form"})

_CREATIVE_PARTS: Mapping[str, Callable[[CreativeContent], str]] = {
    "headline": lambda content: content.headline,
    "text": lambda content: content.primary_text,
    "description": lambda content: content.description,
    "more headlines": lambda content: " · ".join(content.more_headlines),
    "more descriptions": lambda content: " · ".join(content.more_descriptions),
    "display path": lambda content: "/".join(content.display_path),
    "button": lambda content: content.call_to_action.replace("_", " "),
    "destination": lambda content: content.destination_url,
    "page": lambda content: content.page_external_id or "none",
    "Instagram account": lambda content: content.instagram_external_id or "none",
    "lead form": lambda content: content.lead_form_external_id or "none",
    "image": _image_words,
    "rewritten by the platform": lambda content: "yes" if content.enhanced else "no",
}
