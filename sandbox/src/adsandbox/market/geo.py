"""The places of the world: countries, the states of the US and of Germany, and large cities.

Ids are Google's criterion ids for countries (2000 more than their ISO 3166 number) and US states; the others
have ids of the same form that are the sandbox's own, but for those of which the real one is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from adsandbox.market.cities import CITIES
from adsandbox.market.place_names import COUNTRIES, GERMAN_STATES, US_STATES

_COUNTRY_BASE = 2000
_OWN_REGIONS, _OWN_CITIES = 9_060_000, 9_070_000


@dataclass(frozen=True, slots=True)
class GeoTarget:
    """A place; `reach` is roughly how many people live there, in thousands."""

    id: int
    name: str
    country_code: str
    target_type: str
    canonical_name: str
    parent_id: int | None
    reach: int


@cache
def geo_targets() -> dict[int, GeoTarget]:
    """All places by id."""
    found: dict[int, GeoTarget] = {}
    country_ids: dict[str, int] = {}
    country_names: dict[str, str] = {}
    for line in COUNTRIES.strip().splitlines():
        code, number, name = line[:2], int(line[2:5]), line[5:].strip()
        country_ids[code], country_names[code] = _COUNTRY_BASE + number, name
        found[_COUNTRY_BASE + number] = GeoTarget(
            _COUNTRY_BASE + number, name, code, "Country", name, None, 10_000
        )
    regions: dict[tuple[str, str], int] = {}
    own = _OWN_REGIONS
    for country, lines in (("US", US_STATES), ("DE", GERMAN_STATES)):
        for line in lines.strip().splitlines():
            known_id, _, name = line.strip().partition(" ")
            own += 1
            region_id = int(known_id) or own
            regions[(country, name)] = region_id
            canonical = f"{name},{country_names[country]}"
            found[region_id] = GeoTarget(
                region_id, name, country, "State", canonical, country_ids[country], 4_000
            )
    for index, line in enumerate(CITIES.strip().splitlines()):
        known_id, country, name, region, reach = (part.strip() for part in line.split("|"))
        city_id = int(known_id) or _OWN_CITIES + index
        canonical = ",".join(part for part in (name, region, country_names[country]) if part)
        parent = regions.get((country, region), country_ids[country])
        found[city_id] = GeoTarget(city_id, name, country, "City", canonical, parent, int(reach))
    return found
