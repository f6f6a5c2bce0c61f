"""What is wrong with the places that a campaign on Search leaves out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adwright.campaigns.targeting import is_place
from adwright.platforms.places import place_name


def excluded_problems(excluded: Collection[str], places: Collection[str]) -> Iterator[str]:
    """Say what is wrong with excluded places, beside those that the campaign is shown in."""
    for code in excluded:
        if not is_place(code):
            yield f"{code} is no place that ads can be kept out of. Use a country's code or Google's number."
        elif code in places:
            named = place_name(code)
            yield f"The campaign is shown in {named} and leaves it out. Take it from one of the lists."
