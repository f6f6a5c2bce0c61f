"""Where people search from: a small atlas of some of the countries, regions and cities of `geo.py`.

People are the magnitudes of `people.py`, shared out over places by rough size. A search comes from one *leaf*
of the atlas, a place without places in it; a targeting is the set of leaves that it covers, kept as the bits
of one number. A place that the atlas does not have counts as a small part of what is left of its region or
country, or of the world.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from adsandbox.market.geo import GeoTarget, geo_targets
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.people import COUNTRY_PRICE, COUNTRY_USERS

# Countries with searches of their own.
_COUNTRIES = (
    "US", "GB", "DE", "FR", "IT", "ES", "NL", "BE", "AT", "CH", "PL", "SE", "DK", "NO", "FI", "IE", "PT",
    "CA", "AU", "NZ", "BR", "MX", "IN", "JP",
)  # fmt: skip
# Parts of these countries, with their share of the people of the region or country that they are directly in.
_SHARES = {
    "California,United States": 0.13, "Los Angeles,California,United States": 0.35,
    "Texas,United States": 0.10, "Houston,Texas,United States": 0.25,
    "Florida,United States": 0.08, "Miami,Florida,United States": 0.25,
    "New York,United States": 0.07, "New York,New York,United States": 0.60,
    "Pennsylvania,United States": 0.05, "Philadelphia,Pennsylvania,United States": 0.35,
    "Illinois,United States": 0.05, "Chicago,Illinois,United States": 0.55,
    "Ohio,United States": 0.05,
    "Georgia,United States": 0.04, "Atlanta,Georgia,United States": 0.40,
    "Michigan,United States": 0.04,
    "Washington,United States": 0.03, "Seattle,Washington,United States": 0.45,
    "Arizona,United States": 0.03, "Phoenix,Arizona,United States": 0.50,
    "Massachusetts,United States": 0.025, "Boston,Massachusetts,United States": 0.55,
    "Colorado,United States": 0.025, "Denver,Colorado,United States": 0.45,
    "Oregon,United States": 0.02, "Portland,Oregon,United States": 0.50,
    "London,England,United Kingdom": 0.14,
    "Bavaria,Germany": 0.16, "Munich,Bavaria,Germany": 0.15,
    "Berlin,Germany": 0.045, "Berlin,Berlin,Germany": 0.98,
    "Toronto,Ontario,Canada": 0.16,
    "Sydney,New South Wales,Australia": 0.20,
}  # fmt: skip


def _atlas() -> dict[int, GeoTarget]:
    known = geo_targets().values()
    by_name = {place.canonical_name: place for place in known}
    parts = [by_name[name] for name in _SHARES]
    countries = {place.country_code: place for place in known if place.parent_id is None}
    found: list[GeoTarget] = []
    for code in _COUNTRIES:
        found += [countries[code], *(part for part in parts if part.country_code == code)]
    return {place.id: place for place in found}


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
    countries = [place for place in PLACES.values() if place.parent_id is None]
    for country_id, code in ((country.id, country.country_code) for country in countries):
        people, price = COUNTRY_USERS[code], COUNTRY_PRICE.get(code, 0.9)
        left = people
        for place in _within(country_id):
            here = rest = people * _SHARES[place.canonical_name]
            left -= here
            if place.target_type == "City":
                found.append(Leaf(country_id, 0, place.id, here, price))
                continue
            for city in _within(place.id):
                in_city = here * _SHARES[city.canonical_name]
                found.append(Leaf(country_id, place.id, city.id, in_city, price))
                rest -= in_city
            found.append(Leaf(country_id, place.id, 0, rest, price))
        found.append(Leaf(country_id, 0, 0, left, price))
    return (*found, _ELSEWHERE)


def _within(place_id: int) -> list[GeoTarget]:
    return [place for place in PLACES.values() if place.parent_id == place_id]


LEAVES = _leaves()
_PEOPLE = np.array([leaf.people for leaf in LEAVES])
_PRICE = np.array([leaf.price for leaf in LEAVES])


_BY_NAME = {place.canonical_name: place.id for place in PLACES.values()}
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
