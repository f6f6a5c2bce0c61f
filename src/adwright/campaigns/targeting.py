"""Targeting in one form, so that equal audiences are equal; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adwright.campaigns.keywords import read_keyword
from adwright.campaigns.model import Interest, Targeting
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES

YOUNGEST = 13
OLDEST = 65  # means 65 and older
GENDERS = ("female", "male")


def normalized(targeting: Targeting) -> Targeting:
    """Return the same audience with codes in their usual case, sorted, each once.

    Raises:
        Invalid: an unknown country, language or gender, an impossible age, or a keyword that is too long.
    """
    countries = _codes(code.strip().upper() for code in targeting.countries)
    languages = _codes(code.strip().lower() for code in targeting.languages)
    genders = _codes(gender.strip().lower() for gender in targeting.genders)
    checked = replace(
        targeting,
        countries=countries,
        languages=languages,
        genders=() if set(genders) == set(GENDERS) else genders,
        interests=_interests(targeting.interests),
        keywords=_each_once(targeting.keywords),
        negative_keywords=_each_once(targeting.negative_keywords),
    )
    problems = tuple(_problems(checked))
    if problems:
        raise Invalid(problems[0].message, code="targeting", fields=problems)
    return checked


def _problems(targeting: Targeting) -> Iterable[FieldProblem]:
    for code in targeting.countries:
        if code not in COUNTRIES:
            yield FieldProblem("targeting.countries", f"{code} is not a country that ads can be shown in.")
    for code in targeting.languages:
        if code not in LANGUAGES:
            yield FieldProblem("targeting.languages", f"{code} is not a language of the list.")
    for gender in targeting.genders:
        if gender not in GENDERS:
            yield FieldProblem("targeting.genders", f"{gender} is not known; use female or male.")
    if not YOUNGEST <= targeting.age_min <= OLDEST:
        yield FieldProblem("targeting.age_min", f"The youngest age is between {YOUNGEST} and {OLDEST}.")
    elif not targeting.age_min <= targeting.age_max <= OLDEST:
        message = f"The oldest age is between the youngest, {targeting.age_min}, and {OLDEST} (65 and older)."
        yield FieldProblem("targeting.age_max", message)
    yield from _keyword_problems("targeting.keywords", targeting.keywords)
    yield from _keyword_problems("targeting.negative_keywords", targeting.negative_keywords)


def _keyword_problems(field: str, written: Iterable[str]) -> Iterable[FieldProblem]:
    for each in written:
        try:
            read_keyword(each)
        except Invalid as error:
            yield FieldProblem(field, error.message)


def _each_once(written: Iterable[str]) -> tuple[str, ...]:
    """Return keywords in the one way of writing each; what cannot be read stays as it is, to be named."""
    return tuple(dict.fromkeys(_written(each) for each in written if each.strip()))


def _written(keyword: str) -> str:
    try:
        return str(read_keyword(keyword))
    except Invalid:
        return " ".join(keyword.split()).lower()


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


def _interests(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    by_id = {interest.external_id: interest for interest in interests}
    return tuple(by_id[external_id] for external_id in sorted(by_id))
