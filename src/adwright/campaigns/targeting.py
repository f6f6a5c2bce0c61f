"""Targeting in one form, so that equal audiences are equal; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adwright.campaigns.model import Interest, Targeting
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES

YOUNGEST = 13
OLDEST = 65  # means 65 and older
GENDERS = ("female", "male")
LONGEST_KEYWORD = 80
MOST_WORDS_IN_KEYWORD = 10


def normalized(targeting: Targeting) -> Targeting:
    """Return the same audience with codes in their usual case, sorted, each once.

    Raises:
        Invalid: an unknown country, language or gender, an impossible age, or a keyword that is too long.
    """
    countries = _codes(code.strip().upper() for code in targeting.countries)
    languages = _codes(code.strip().lower() for code in targeting.languages)
    genders = _codes(gender.strip().lower() for gender in targeting.genders)
    keywords = tuple(dict.fromkeys(" ".join(each.split()).lower() for each in targeting.keywords))
    checked = replace(
        targeting,
        countries=countries,
        languages=languages,
        genders=() if set(genders) == set(GENDERS) else genders,
        interests=_interests(targeting.interests),
        keywords=tuple(keyword for keyword in keywords if keyword),
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
    for keyword in targeting.keywords:
        if len(keyword) > LONGEST_KEYWORD or len(keyword.split()) > MOST_WORDS_IN_KEYWORD:
            limits = f"{LONGEST_KEYWORD} characters and {MOST_WORDS_IN_KEYWORD} words"
            yield FieldProblem("targeting.keywords", f"“{keyword[:40]}…” is longer than {limits}.")


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


def _interests(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    by_id = {interest.external_id: interest for interest in interests}
    return tuple(by_id[external_id] for external_id in sorted(by_id))
