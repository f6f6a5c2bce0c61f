"""What the platforms allow of an ad's texts: hard limits block, advisory limits warn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from adwright.platforms.destinations import destination_problem
from adwright.platforms.model import Platform
from adwright.platforms.text_length import double_width_length, seen_characters


class Severity(StrEnum):
    """How bad a problem is: an error blocks, a warning advises, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Placement(StrEnum):
    """Where an ad is shown."""

    FEED = "feed"
    STORY = "story"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long one text of an ad may be.

    Attributes:
        field: our name of the text; Google's description is our primary text.
        shown_as: the platform's own name of it.
        limit: in the units that the platform counts.
        hard: the platform refuses more; otherwise more is cut when shown.
        may_be_cut_after: on small screens the text may be cut from here on, without being wrong.
    """

    platform: Platform
    placement: Placement
    field: str
    shown_as: str
    limit: int
    hard: bool
    may_be_cut_after: int | None = None


@dataclass(frozen=True, slots=True)
class CountLimit:
    """How many texts of a kind one ad needs and takes."""

    platform: Platform
    placement: Placement
    field: str
    shown_as: str
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing to say about a text; `length` and `limit` are None where nothing is counted."""

    platform: Platform
    field: str
    severity: Severity
    code: str
    message: str
    limit: int | None = None
    length: int | None = None


TEXT_LIMITS: tuple[TextLimit, ...] = (
    TextLimit(Platform.META, Placement.FEED, "headline", "Headline", 40, hard=False, may_be_cut_after=27),
    TextLimit(Platform.META, Placement.FEED, "primary_text", "Primary text", 125, hard=False),
    TextLimit(Platform.META, Placement.FEED, "description", "Description", 30, hard=False),
    TextLimit(Platform.GOOGLE, Placement.SEARCH, "headline", "Headline", 30, hard=True),
    TextLimit(Platform.GOOGLE, Placement.SEARCH, "primary_text", "Description", 90, hard=True),
    TextLimit(Platform.GOOGLE, Placement.SEARCH, "description", "Description", 90, hard=True),
    TextLimit(Platform.GOOGLE, Placement.SEARCH, "display_path", "Display path", 15, hard=True),
)

COUNT_LIMITS: tuple[CountLimit, ...] = (
    CountLimit(Platform.GOOGLE, Placement.SEARCH, "headlines", "headlines", 3, 15),
    CountLimit(Platform.GOOGLE, Placement.SEARCH, "descriptions", "descriptions", 2, 4),
    CountLimit(Platform.GOOGLE, Placement.SEARCH, "display_path", "parts of a display path", 0, 2),
)

_SINGULAR = {"headlines": "headline", "descriptions": "description", "display_path": "display_path"}
_SEARCH_LIMITS = {
    several: next(each for each in TEXT_LIMITS if each.placement is Placement.SEARCH and each.field == one)
    for several, one in _SINGULAR.items()
}

PLATFORM_NAMES = {Platform.META: "Meta", Platform.GOOGLE: "Google", Platform.FILE: "File"}

_MEASURES: dict[Platform, Callable[[str], int]] = {
    Platform.META: seen_characters,
    Platform.GOOGLE: double_width_length,
}


def text_length(platform: Platform, text: str) -> int:
    """Count a text as the platform counts it."""
    return _MEASURES[platform](text.strip())


def check_creative(
    platform: Platform,
    *,
    headline: str = "",
    primary_text: str = "",
    description: str = "",
    destination_url: str = "",
    has_image: bool = False,
) -> list[TextProblem]:
    """Say what a platform would say of an ad's content. What is still empty is no problem here."""
    texts = {"headline": headline, "primary_text": primary_text, "description": description}
    problems = [
        problem
        for limit in TEXT_LIMITS
        if limit.platform is platform and limit.field in texts
        for problem in _over_limit(limit, limit.field, texts[limit.field])
    ]
    wrong = destination_problem(destination_url) if destination_url.strip() else None
    if wrong:
        problems.append(TextProblem(platform, "destination_url", Severity.ERROR, "destination", wrong))
    if has_image and platform is Platform.GOOGLE:
        message = "Google Search shows text only; the image is left out there."
        problems.append(TextProblem(platform, "image", Severity.NOTE, "image_ignored", message))
    return problems


def check_search_ad(
    headlines: Sequence[str], descriptions: Sequence[str], display_path: Sequence[str] = ()
) -> list[TextProblem]:
    """Say what Google would say of a responsive search ad's texts; each is named by its place, from 0."""
    problems: list[TextProblem] = []
    texts = {"headlines": headlines, "descriptions": descriptions, "display_path": display_path}
    for count in COUNT_LIMITS:
        given = texts[count.field]
        problems.extend(_wrong_count(count, len(given)))
        limit = _SEARCH_LIMITS[count.field]
        for index, text in enumerate(given):
            problems.extend(_over_limit(limit, f"{count.field}.{index}", text))
        if count.field != "display_path":
            problems.extend(_repeated(limit, count.field, given))
    return problems


def _repeated(limit: TextLimit, field: str, texts: Sequence[str]) -> Iterator[TextProblem]:
    """Google combines the texts, and refuses an ad that would say one twice."""
    seen: set[str] = set()
    for index, text in enumerate(texts):
        compared = text.strip().casefold()
        if compared in seen:
            message = f"{limit.shown_as} {index + 1} says the same as one before. Each has to be different."
            yield TextProblem(limit.platform, f"{field}.{index}", Severity.ERROR, "repeated", message)
        seen.add(compared)


def _over_limit(limit: TextLimit, field: str, text: str) -> Iterator[TextProblem]:
    length = text_length(limit.platform, text)
    if length <= limit.limit:
        return
    name = PLATFORM_NAMES[limit.platform]
    if limit.hard:
        what_to_do = f"Shorten it by {length - limit.limit}."
        message = f"{limit.shown_as} for {name}: {length} characters of {limit.limit}. {what_to_do}"
    else:
        message = (
            f"{limit.shown_as} for {name}: {length} characters; {name} recommends at most {limit.limit} "
            "and may cut the rest."
        )
    yield TextProblem(
        platform=limit.platform,
        field=field,
        severity=Severity.ERROR if limit.hard else Severity.WARNING,
        code="too_long",
        message=message,
        limit=limit.limit,
        length=length,
    )


def _wrong_count(count: CountLimit, given: int) -> Iterator[TextProblem]:
    if count.at_least <= given <= count.at_most:
        return
    name = PLATFORM_NAMES[count.platform]
    message = f"{name} wants {count.at_least} to {count.at_most} {count.shown_as}; there are {given}."
    code = "too_few" if given < count.at_least else "too_many"
    limit = count.at_least if given < count.at_least else count.at_most
    yield TextProblem(count.platform, count.field, Severity.ERROR, code, message, limit, given)
