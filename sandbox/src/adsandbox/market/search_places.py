"""Where people search from: a small atlas of countries, regions and cities under Google's own ids.

Ids are those of Google's geo target constants (a country's is 2000 plus its ISO 3166 number; German states
have ids of the sandbox's own); people are the magnitudes of `people.py`, shared out over places by rough
size. A search comes from one *leaf* of the atlas, a place without places in it; a targeting is the set of
leaves that it covers, kept as the bits of one number. A place that the atlas does not have counts as a small
part of what is left of its region or country, or of the world.
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
    (21143, "Georgia", 0.04, 1015254, "Atlanta", 0.40), (21155, "Michigan", 0.04, 0, "", 0.0),
    (21180, "Washington", 0.03, 1027744, "Seattle", 0.45),
    (21136, "Arizona", 0.03, 1013462, "Phoenix", 0.50),
    (21152, "Massachusetts", 0.025, 1018127, "Boston", 0.55),
    (21138, "Colorado", 0.025, 1014485, "Denver", 0.45), (21170, "Oregon", 0.02, 1024543, "Portland", 0.50),
)  # fmt: skip
_GERMAN_STATES = (
    (9060053, "Bavaria", 0.16, 1004234, "Munich", 0.15),
    (9060054, "Berlin", 0.045, 1003854, "Berlin", 0.98),
)
# Cities directly in their countries, with their share of the people.
_CITIES = {
    "GB": (1006886, "London", 0.14),
    "CA": (1002451, "Toronto", 0.16),
    "AU": (1000286, "Sydney", 0.20),
}


def _atlas() -> dict[int, Place]:
    places = {}
    for code, (country_id, country) in _COUNTRIES.items():
        places[country_id] = Place(country_id, country, "Country", code, 0, 1.0)
        regions = {"US": _US_STATES, "DE": _GERMAN_STATES}.get(code, ())
        for region_id, region, share, city_id, city, city_share in regions:
            places[region_id] = Place(region_id, region, "State", code, country_id, share)
            if city_id:
                places[city_id] = Place(city_id, city, "City", code, region_id, city_share)
        if code in _CITIES:
            city_id, city, share = _CITIES[code]
            places[city_id] = Place(city_id, city, "City", code, country_id, share)
    return places


PLACES = _atlas()
_USUAL_PRICE = 0.9
_ENGLISH = 1000
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


_ELSEWHERE = Leaf(0, 0, 0, 150e6, 0.6)


def _leaves() -> tuple[Leaf, ...]:
    found = []
    for country_id, _ in _COUNTRIES.values():
        code = PLACES[country_id].country_code
        people, price = COUNTRY_USERS[code], COUNTRY_PRICE.get(code, 0.9)
        left = people
        for place in _within(country_id):
            here, rest = people * place.share, people * place.share
            left -= here
            if place.kind == "City":
                found.append(Leaf(country_id, 0, place.id, here, price))
                continue
            for city in _within(place.id):
                found.append(Leaf(country_id, place.id, city.id, here * city.share, price))
                rest -= here * city.share
            found.append(Leaf(country_id, place.id, 0, rest, price))
        found.append(Leaf(country_id, 0, 0, left, price))
    return (*found, _ELSEWHERE)


def _within(place_id: int) -> list[Place]:
    return [place for place in PLACES.values() if place.parent_id == place_id]


LEAVES = _leaves()
_PEOPLE = np.array([leaf.people for leaf in LEAVES])
_PRICE = np.array([leaf.price for leaf in LEAVES])


_BY_NAME = {canonical_name(place): place.id for place in PLACES.values()}
_SPELLINGS = [(f" {place.name.lower()} ", place.id) for place in PLACES.values()]
# People of a place that the atlas does not have: a country, a region, a city.
_PEOPLE_OUTSIDE = (12e6, 2.5e6, 0.5e6)


def leaf_bits(place_ids: Iterable[int], excluded: Iterable[int] = ()) -> int:
    """The leaves within these places and without the excluded ones, as bits; all, if no place is named."""
    wanted = set(place_ids)
    covered = [not wanted or bool(wanted & _places_of(leaf)) for leaf in LEAVES]
    away = set(excluded)
    return sum(1 << i for i, leaf in enumerate(LEAVES) if covered[i] and not away & _places_of(leaf))


def outside(canonical: str) -> tuple[int, float]:
    """The leaf (bit) that a place outside the atlas lies in, and how many of its people are meant, by the
    place's canonical name (`Reno,Nevada,United States`).
    """
    parts = canonical.split(",")
    above = [",".join(parts[start:]) for start in range(1, len(parts))]
    known = next((_BY_NAME[name] for name in above if name in _BY_NAME), 0)
    rest = [leaf.city_id == 0 and (leaf.region_id or leaf.country_id) == known for leaf in LEAVES]
    leaf = rest.index(True)
    return 1 << leaf, min(_PEOPLE_OUTSIDE[min(len(parts), 3) - 1], LEAVES[leaf].people)


def places_named(text: str) -> int:
    """The leaves of the places that a search names, as bits (0: it names none)."""
    words = f" {text.lower()} "
    named = [place_id for name, place_id in _SPELLINGS if name in words]
    return leaf_bits(named) if named else 0


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
    spoken = [min(sum(_spoken(leaf, language) for language in wanted), 1.0) for leaf in LEAVES]
    understood = np.array(spoken)
    return float((leaf_shares(np.array([bits], dtype=np.int64))[0] * understood).sum())


def _spoken(leaf: Leaf, language: int) -> float:
    if leaf is _ELSEWHERE:
        return 0.3 if language == _ENGLISH else 0.02 if language in LANGUAGES else 0.9
    return _SPOKEN[PLACES[leaf.country_id].country_code].get(language, 0.01)


def price_in(bits: Ints) -> Floats:
    """How dear clicks from each set of leaves are, relative to an average market."""
    people = people_in(bits)
    weighted = (_covered(bits) * _PEOPLE * _PRICE).sum(axis=1)
    prices: Floats = np.where(people > 0, weighted / np.where(people > 0, people, 1.0), _USUAL_PRICE)
    return prices


def _places_of(leaf: Leaf) -> set[int]:
    return {leaf.country_id, leaf.region_id, leaf.city_id} - {0}


def _covered(bits: Ints) -> Floats:
    numbers = np.arange(len(LEAVES), dtype=np.int64)
    covered: Floats = ((bits[:, None] >> numbers[None, :]) & 1).astype(np.float64)
    return covered
