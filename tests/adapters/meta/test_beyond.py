"""What of an ad set's targeting has no place here is named."""

from __future__ import annotations

from typing import Any

import pytest

from adwright.adapters.meta.beyond import not_modelled

FOOTBALL, RUGBY = ({"interests": [{"id": each, "name": each}]} for each in ("1", "2"))
PLAIN: dict[str, Any] = {
    "geo_locations": {"countries": ["US"], "location_types": ["recent", "home"]},
    "age_min": 18,
    "age_max": 65,
    "genders": [1],
    "locales": [6],
    "flexible_spec": [FOOTBALL],
    "targeting_automation": {"advantage_audience": 1},
    "custom_audiences": [],
}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, ()),
        ({"custom_audiences": [{"id": "7"}], "user_os": ["iOS"]}, ("custom audiences", "devices")),
        ({"geo_locations": {"cities": [{"key": "1"}], "zips": [{"key": "US:1"}]}}, ("cities", "postcodes")),
        ({"geo_locations": {"location_types": ["home"]}}, ("who counts as being in a place",)),
        ({"flexible_spec": [FOOTBALL, RUGBY]}, ("interests of which several have to fit",)),
        (
            {"flexible_spec": [FOOTBALL | {"behaviors": [{"id": "3"}], "life_events": [{"id": "4"}]}]},
            ("behaviours", "life events"),
        ),
        ({"targeting_automation": {"individual_setting": {"age": 1}}}, ("limits of Advantage+ audience",)),
    ],
)
def test_targeting_when_it_says_more_than_is_read_then_that_is_named(
    more: dict[str, Any], words: tuple[str, ...]
) -> None:
    assert not_modelled(PLAIN | more) == words
