"""Where people search from: a small atlas of countries, regions and cities under Google's own ids.

Ids are those of Google's geo target constants (a country's is 2000 plus its ISO 3166 number); people are the
magnitudes of `people.py`, shared out over places by rough size. A search comes from one *leaf* of the atlas,
a place without places in it; a targeting is the set of leaves that it covers, kept as the bits of one number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints
from adsandbox.market.people import COUNTRY_PRICE, COUNTRY_USERS


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be targeted. `share` is its part of the people of its parent (1 for a country)."""

    id: int
    name: str
    kind: str
    country_code: str
    parent_id: int
    share: float


_COUNTRIES = {
    "US": (2840, "United States"), "GB": (2826, "United Kingdom"), "DE": (2276, "Germany"),
    "FR": (2250, "France"), "IT": (2380, "Italy"), "ES": (2724, "Spain"), "NL": (2528, "Netherlands"),
    "BE": (2056, "Belgium"), "AT": (2040, "Austria"), "CH": (2756, "Switzerland"), "PL": (2616, "Poland"),
    "SE": (2752, "Sweden"), "DK": (2208, "Denmark"), "NO": (2578, "Norway"), "FI": (2246, "Finland"),
    "IE": (2372, "Ireland"), "PT": (2620, "Portugal"), "CA": (2124, "Canada"), "AU": (2036, "Australia"),
    "NZ": (2554, "New Zealand"), "BR": (2076, "Brazil"), "MX": (2484, "Mexico"), "IN": (2356, "India"),
    "JP": (2392, "Japan"),
}  # fmt: skip
# Regions of a country with their share of its people, and one city of a region with its share of the region.
_US_STATES = (
    (21137, "California", 0.13, 1013962, "Los Angeles", 0.35),
    (21176, "Texas", 0.10, 1026481, "Houston", 0.25),
    (21142, "Florida", 0.08, 1015116, "Miami", 0.25), (21167, "New York", 0.07, 1023191, "New York", 0.60),
    (21171, "Pennsylvania", 0.05, 1025197, "Philadelphia", 0.35),
    (21147, "Illinois", 0.05, 1016367, "Chicago", 0.55), (21168, "Ohio", 0.05, 0, "", 0.0),
    (21143, "Georgia", 0.04, 1015254, "Atlanta", 0.40), (21154, "Michigan", 0.04, 0, "", 0.0),
    (21180, "Washington", 0.03, 1027744, "Seattle", 0.45),
    (21136, "Arizona", 0.03, 1013462, "Phoenix", 0.50),
    (21152, "Massachusetts", 0.025, 1018127, "Boston", 0.55),
    (21138, "Colorado", 0.025, 1014485, "Denver", 0.45), (21170, "Oregon", 0.02, 1024543, "Portland", 0.50),
)  # fmt: skip
_OTHER_REGIONS = {
    "GB": ((20339, "England", 0.84, 1006886, "London", 0.18), (20341, "Scotland", 0.08, 0, "", 0.0)),
    "DE": ((20226, "Bavaria", 0.16, 1004234, "Munich", 0.15), (20227, "Berlin", 0.045, 0, "", 0.0)),
    "CA": ((20121, "Ontario", 0.39, 1002451, "Toronto", 0.42), (20123, "Quebec", 0.22, 0, "", 0.0)),
    "AU": ((20034, "New South Wales", 0.31, 1000286, "Sydney", 0.63), (20035, "Victoria", 0.26, 0, "", 0.0)),
}


def _atlas() -> dict[int, Place]:
    places = {}
    for code, (country_id, country) in _COUNTRIES.items():
        places[country_id] = Place(country_id, country, "Country", code, 0, 1.0)
        regions = _US_STATES if code == "US" else _OTHER_REGIONS.get(code, ())
        for region_id, region, share, city_id, city, city_share in regions:
            kind = "State" if code in ("US", "AU", "DE") else "Province"
            places[region_id] = Place(region_id, region, kind, code, country_id, share)
            if city_id:
                places[city_id] = Place(city_id, city, "City", code, region_id, city_share)
    return places


PLACES = _atlas()
EVERYWHERE = tuple(country_id for country_id, _ in _COUNTRIES.values())
_PRICE_ELSEWHERE = 0.9
LANGUAGES = {
    1000: "English", 1001: "German", 1002: "French", 1003: "Spanish", 1004: "Italian", 1005: "Japanese",
    1009: "Danish", 1010: "Dutch", 1011: "Finnish", 1013: "Norwegian", 1014: "Portuguese", 1015: "Swedish",
    1023: "Hindi", 1030: "Polish",
}  # fmt: skip
# Languages that people of a country search in, with their shares; what is missing is other languages.
_SPOKEN = {
    "US": {1000: 0.86, 1003: 0.12}, "GB": {1000: 0.96}, "IE": {1000: 0.97}, "AU": {1000: 0.95},
    "NZ": {1000: 0.96}, "CA": {1000: 0.74, 1002: 0.22}, "DE": {1001: 0.88, 1000: 0.08},
    "AT": {1001: 0.88, 1000: 0.07}, "CH": {1001: 0.60, 1002: 0.22, 1004: 0.08, 1000: 0.08},
    "FR": {1002: 0.92, 1000: 0.05}, "BE": {1010: 0.55, 1002: 0.37, 1000: 0.06},
    "NL": {1010: 0.86, 1000: 0.12}, "IT": {1004: 0.94, 1000: 0.04}, "ES": {1003: 0.90, 1000: 0.06},
    "PT": {1014: 0.91, 1000: 0.07}, "BR": {1014: 0.97}, "MX": {1003: 0.96}, "PL": {1030: 0.92, 1000: 0.06},
    "SE": {1015: 0.84, 1000: 0.14}, "DK": {1009: 0.84, 1000: 0.14}, "NO": {1013: 0.84, 1000: 0.14},
    "FI": {1011: 0.84, 1000: 0.10}, "IN": {1000: 0.40, 1023: 0.45}, "JP": {1005: 0.97},
}  # fmt: skip


def canonical_name(place: Place) -> str:
    """`Chicago,Illinois,United States`."""
    above = PLACES.get(place.parent_id)
    return f"{place.name},{canonical_name(above)}" if above else place.name


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a search can come from: a city, or what is left of a region or a country beside the named parts
    (0 where no city or region is named).
    """

    country_id: int
    region_id: int
    city_id: int
    people: float
    price: float


def _leaves() -> tuple[Leaf, ...]:
    found = []
    for country in (PLACES[country_id] for country_id in EVERYWHERE):
        people, price = COUNTRY_USERS[country.country_code], COUNTRY_PRICE.get(country.country_code, 0.9)
        regions = [place for place in PLACES.values() if place.parent_id == country.id]
        for region in regions:
            cities = [place for place in PLACES.values() if place.parent_id == region.id]
            here = people * region.share
            found += [Leaf(country.id, region.id, city.id, here * city.share, price) for city in cities]
            rest = here * (1.0 - sum(city.share for city in cities))
            found.append(Leaf(country.id, region.id, 0, rest, price))
        rest = people * (1.0 - sum(region.share for region in regions))
        found.append(Leaf(country.id, 0, 0, rest, price))
    return tuple(found)


LEAVES = _leaves()
_PEOPLE = np.array([leaf.people for leaf in LEAVES])
_PRICE = np.array([leaf.price for leaf in LEAVES])


def leaf_bits(place_ids: Iterable[int], excluded: Iterable[int] = ()) -> int:
    """The leaves within these places and without the excluded ones, as bits; all, if no place is named."""
    wanted = set(place_ids)
    covered = [not wanted or bool(wanted & _within(leaf)) for leaf in LEAVES]
    away = set(excluded)
    return sum(1 << i for i, leaf in enumerate(LEAVES) if covered[i] and not away & _within(leaf))


def leaf_shares(bits: Ints) -> Floats:
    """How searches from these sets of leaves (n,) fall on the leaves: shares of shape (n, leaves)."""
    people = _covered(bits) * _PEOPLE
    whole = people.sum(axis=1, keepdims=True)
    shares: Floats = people / np.where(whole > 0, whole, 1.0)
    return shares


def people_in(bits: Ints) -> Floats:
    """How many people search from each set of leaves."""
    people: Floats = (_covered(bits) * _PEOPLE).sum(axis=1)
    return people


def speakers_in(bits: int, language_ids: Iterable[int]) -> float:
    """Which share of the people in a set of leaves searches in one of these languages; 1 if none is named."""
    wanted = set(language_ids)
    if not wanted:
        return 1.0
    understood = np.array(
        [
            sum(_SPOKEN[PLACES[leaf.country_id].country_code].get(language, 0.0) for language in wanted)
            for leaf in LEAVES
        ]
    )
    return float((leaf_shares(np.array([bits], dtype=np.int64))[0] * understood).sum())


def price_in(bits: Ints) -> Floats:
    """How dear clicks from each set of leaves are, relative to an average market."""
    people = people_in(bits)
    weighted = (_covered(bits) * _PEOPLE * _PRICE).sum(axis=1)
    prices: Floats = np.where(people > 0, weighted / np.where(people > 0, people, 1.0), _PRICE_ELSEWHERE)
    return prices


def _within(leaf: Leaf) -> set[int]:
    return {leaf.country_id, leaf.region_id, leaf.city_id} - {0}


def _covered(bits: Ints) -> Floats:
    numbers = np.arange(len(LEAVES), dtype=np.int64)
    covered: Floats = ((bits[:, None] >> numbers[None, :]) & 1).astype(np.float64)
    return covered
