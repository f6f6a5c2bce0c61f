"""Targeting in one form, so that equal audiences are equal; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adwright.campaigns.keywords import each_once, read_keyword
from adwright.campaigns.model import Interest, Targeting
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES
from adwright.platforms.places import is_googles

YOUNGEST = 13
OLDEST = 65  # means 65 and older
GENDERS = ("female", "male")


def normalized(targeting: Targeting) -> Targeting:
    """Return the same audience with codes in their usual case, sorted, each once.

    Raises:
        Invalid: an unknown country, language or gender, an impossible age, or a keyword that is too long.
    """
    checked = _tidied(targeting)
    return _unless_wrong(checked, (*_people_problems(checked), *_keyword_problems(checked)))


def normalized_draft(targeting: Targeting) -> Targeting:
    """Return the same as it is kept while it is written: keywords may still be wrong, nothing else may.

    Raises:
        Invalid: an unknown country, language or gender, or an impossible age.
    """
    checked = _tidied(targeting)
    return _unless_wrong(checked, tuple(_people_problems(checked)))


def normalized_places(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes of places in their usual case, sorted, each once."""
    return _codes(_place(code.strip()) for code in codes)


def is_place(code: str) -> bool:
    """Say whether a code in its usual case is one of a place."""
    return code in COUNTRIES or is_googles(code)


def _unless_wrong(targeting: Targeting, problems: tuple[FieldProblem, ...]) -> Targeting:
    if problems:
        raise Invalid(problems[0].message, code="targeting", fields=problems)
    return targeting


def _tidied(targeting: Targeting) -> Targeting:
    countries = normalized_places(targeting.countries)
    languages = _codes(code.strip().lower() for code in targeting.languages)
    genders = _codes(gender.strip().lower() for gender in targeting.genders)
    return replace(
        targeting,
        countries=countries,
        languages=languages,
        genders=() if set(genders) == set(GENDERS) else genders,
        interests=_interests(targeting.interests),
        keywords=each_once(targeting.keywords),
        negative_keywords=each_once(targeting.negative_keywords),
    )


def _people_problems(targeting: Targeting) -> Iterable[FieldProblem]:
    for code in targeting.countries:
        if not is_place(code):
            yield FieldProblem("targeting.countries", f"{code} is not a country that ads can be shown in.")
    for code in targeting.languages:
        if code not in LANGUAGES and not is_googles(code):
            yield FieldProblem("targeting.languages", f"{code} is not a language of the list.")
    for gender in targeting.genders:
        if gender not in GENDERS:
            yield FieldProblem("targeting.genders", f"{gender} is not known; use female or male.")
    if not YOUNGEST <= targeting.age_min <= OLDEST:
        yield FieldProblem("targeting.age_min", f"The youngest age is between {YOUNGEST} and {OLDEST}.")
    elif not targeting.age_min <= targeting.age_max <= OLDEST:
        message = f"The oldest age is between the youngest, {targeting.age_min}, and {OLDEST} (65 and older)."
        yield FieldProblem("targeting.age_max", message)


def _keyword_problems(targeting: Targeting) -> Iterable[FieldProblem]:
    for field in ("keywords", "negative_keywords"):
        for each in getattr(targeting, field):
            try:
                read_keyword(each)
            except Invalid as error:
                yield FieldProblem(f"targeting.{field}", error.message)


def _place(code: str) -> str:
    return code.lower() if is_googles(code.lower()) else code.upper()


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


def _interests(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    by_id = {interest.external_id: interest for interest in interests}
    return tuple(by_id[external_id] for external_id in sorted(by_id))
