"""What of an ad group and an ad there is on Google Search; what else was chosen has no place there. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adwright.campaigns.keywords import each_once
from adwright.campaigns.model import CreativeContent, SearchSettings, Targeting
from adwright.campaigns.targeting import normalized_places


def left_out_on_search(whom: Targeting) -> str | None:
    """Say what of an audience has no place on Search and is left out there; None when all has one."""
    everybody = Targeting()
    ages = (whom.age_min, whom.age_max) != (everybody.age_min, everybody.age_max)
    found = {"ages": ages, "genders": whom.genders, "interests": whom.interests, "widening": whom.expand}
    named = [name for name, chosen in found.items() if chosen]
    if not named:
        return None
    *others, last = named
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"Google Search goes by what people look for: {listed} of the audience are left out there."


def targeting_on_search(targeting: Targeting) -> Targeting:
    """Return whom an ad group is for on Search: people count by what they look for, not by who they are."""
    return Targeting(
        countries=targeting.countries,
        languages=targeting.languages,
        keywords=targeting.keywords,
        negative_keywords=targeting.negative_keywords,
    )


def places_of(targetings: Iterable[Targeting]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return countries and languages of a campaign: those of any of its ad groups."""
    found = list(targetings)
    countries = {country for each in found for country in each.countries}
    languages = {language for each in found for language in each.languages}
    return tuple(sorted(countries)), tuple(sorted(languages))


def content_on_search(content: CreativeContent) -> CreativeContent:
    """Return an ad's content on Search: texts only, each in the first place that is free."""
    headline, *headlines = (*content.headlines, "")
    first, second, *descriptions = (*content.descriptions, "", "")
    return replace(
        content,
        headline=headline,
        more_headlines=tuple(each for each in headlines if each),
        primary_text=first,
        description=second,
        more_descriptions=tuple(each for each in descriptions if each),
        call_to_action="",
        page_external_id=None,
        asset_id=None,
        image_hash=None,
        image_url=None,
        enhanced=False,
    )


def normalized_search(search: SearchSettings) -> SearchSettings:
    """Return the same settings with each negative keyword and excluded place written in the one way, once."""
    return replace(
        search,
        excluded_places=normalized_places(search.excluded_places),
        negative_keywords=each_once(search.negative_keywords),
    )
