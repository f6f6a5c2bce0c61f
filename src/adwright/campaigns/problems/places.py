"""What is wrong with the places that a campaign on Search leaves out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adwright.campaigns.targeting import is_place


def excluded_problems(excluded: Collection[str], places: Collection[str]) -> Iterator[str]:
    """Say what is wrong with excluded places, beside those that the campaign is shown in."""
    for code in excluded:
        if not is_place(code):
            yield f"{code} is no place that ads can be kept out of. Use a country's code or Google's number."
        elif code in places:
            yield f"The campaign is shown in {code} and leaves it out. Take it from one of the lists."
