"""Who can be reached: sizes of audiences, their mixes of people, places, devices and countries, and what
these usually respond and cost.

Populations are rounded magnitudes of social-media users per country, not statistics; shares and responses are
plausible, not measured. A targeting narrows both the size and the cells that can occur.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from adsandbox.market.luck import Floats

# fmt: off
COUNTRY_USERS = {
    "US": 190e6, "GB": 44e6, "DE": 32e6, "FR": 36e6, "IT": 33e6, "ES": 27e6, "NL": 10e6, "BE": 7e6, "AT":
    4.5e6,
    "CH": 4.6e6, "PL": 20e6, "SE": 6.5e6, "DK": 3.7e6, "NO": 3.4e6, "FI": 2.9e6, "IE": 3.2e6, "PT": 6.5e6,
    "CA": 27e6, "AU": 18e6, "NZ": 3.6e6, "BR": 125e6, "MX": 85e6, "AR": 28e6, "CL": 13e6, "CO": 36e6, "IN":
    370e6,
    "ID": 135e6, "JP": 30e6, "KR": 12e6, "TW": 18e6, "TH": 50e6, "VN": 72e6, "PH": 85e6, "ZA": 25e6, "TR":
    42e6,
}
COUNTRY_PRICE = {"US": 1.25, "GB": 1.1, "CA": 1.1, "AU": 1.15, "CH": 1.3, "IN": 0.25, "BR": 0.4, "MX": 0.45,
                 "ID": 0.25, "VN": 0.3, "PH": 0.3, "TH": 0.4, "TR": 0.4, "CO": 0.4, "AR": 0.4}
# fmt: on
_OTHER_COUNTRY_USERS = 5e6
SMALLEST_AUDIENCE = 1000.0

AGES = ("13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_AGE_FROM = (13, 18, 25, 35, 45, 55, 65)
_AGE_TO = (17, 24, 34, 44, 54, 64, 120)
_AGE_SHARE = np.array([0.04, 0.18, 0.27, 0.20, 0.14, 0.10, 0.07])
_AGE_CLICK = np.array([0.6, 0.85, 1.0, 1.1, 1.1, 1.05, 0.9])
_AGE_CONVERSION = np.array([0.4, 0.75, 1.0, 1.1, 1.12, 1.05, 0.95])
_AGE_PRICE = np.array([0.7, 0.85, 1.0, 1.08, 1.12, 1.1, 1.0])
GENDERS = ("female", "male", "unknown")
_GENDER_SHARE = np.array([0.51, 0.475, 0.015])
_GENDER_CLICK = np.array([1.08, 0.93, 0.8])
_GENDER_CONVERSION = np.array([1.04, 0.97, 0.85])
PLACEMENTS = (
    ("facebook", "feed"),
    ("facebook", "facebook_stories"),
    ("facebook", "facebook_reels"),
    ("instagram", "feed"),
    ("instagram", "instagram_stories"),
    ("instagram", "instagram_reels"),
    ("audience_network", "an_classic"),
    ("messenger", "messenger_stories"),
)
PLACEMENT_SHARE = np.array([0.38, 0.05, 0.10, 0.20, 0.12, 0.11, 0.03, 0.01])
_PLACEMENT_CLICK = np.array([1.15, 0.7, 0.7, 1.0, 0.8, 0.75, 1.3, 0.5])
_PLACEMENT_CONVERSION = np.array([1.1, 0.9, 0.85, 1.05, 0.95, 0.9, 0.45, 0.7])
DEVICES = (
    ("mobile_app", "android_smartphone"),
    ("mobile_app", "iphone"),
    ("mobile_web", "android_smartphone"),
    ("desktop", "desktop"),
)
DEVICE_SHARE = np.array([0.46, 0.42, 0.04, 0.08])
_DEVICE_CLICK = np.array([0.98, 1.05, 0.8, 0.95])
_DEVICE_CONVERSION = np.array([0.85, 1.08, 0.8, 1.4])
PEOPLE = tuple((age, gender) for age in AGES for gender in GENDERS)
COUNTRIES = tuple(COUNTRY_USERS)
_ADULTS = slice(1, None)


@dataclass(frozen=True, slots=True)
class Targeting:
    """What a platform's targeting says, in the market's own words.

    `local_people`, where given, is the number of people in the chosen places instead of whole countries.
    """

    countries: tuple[str, ...] = ("US",)
    local_people: float = 0.0
    age_from: int = 18
    age_to: int = 120
    genders: tuple[str, ...] = ()
    interest_groups: tuple[float, ...] = ()
    list_people: float = 0.0
    publishers: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def audience_size(targeting: Targeting) -> float:
    """How many people the targeting describes."""
    whole = sum(COUNTRY_USERS.get(country, _OTHER_COUNTRY_USERS) for country in targeting.countries)
    people = targeting.local_people or whole
    people *= float(_AGE_SHARE[_ages_allowed(targeting)].sum())
    if targeting.genders:
        people *= sum(float(_GENDER_SHARE[GENDERS.index(gender)]) for gender in targeting.genders)
    for share in targeting.interest_groups:
        people *= min(1.0, share)
    if targeting.list_people:
        people = min(people, targeting.list_people)
    return max(people, SMALLEST_AUDIENCE)


def price_level(targeting: Targeting) -> float:
    """How dear these places are, relative to an average market."""
    if not targeting.countries:
        return 1.1
    users = [COUNTRY_USERS.get(country, _OTHER_COUNTRY_USERS) for country in targeting.countries]
    prices = [COUNTRY_PRICE.get(country, 0.9) for country in targeting.countries]
    return float(np.average(prices, weights=users))


@dataclass(frozen=True, slots=True)
class Response:
    """What the cells of one axis click, convert and cost, relative to adults everywhere (mean 1)."""

    click: Floats
    conversion: Floats


def _relative(share: Floats, click: Floats, conversion: Floats) -> Response:
    clicked = click / float((share * click).sum() / share.sum())
    bought = float((share * clicked * conversion).sum() / (share * clicked).sum())
    return Response(clicked, conversion / bought)


def _people_response() -> Response:
    """By people; children are left out of the mean, since few ad sets can reach them."""
    share = np.outer(_AGE_SHARE, _GENDER_SHARE)
    click = np.outer(_AGE_CLICK, _GENDER_CLICK)
    conversion = np.outer(_AGE_CONVERSION, _GENDER_CONVERSION)
    adults = _relative(share[_ADULTS].ravel(), click[_ADULTS].ravel(), conversion[_ADULTS].ravel())
    scale = adults.click[0] / click[_ADULTS].ravel()[0], adults.conversion[0] / conversion[_ADULTS].ravel()[0]
    return Response(click.ravel() * scale[0], conversion.ravel() * scale[1])


PEOPLE_RESPONSE = _people_response()
PLACEMENT_RESPONSE = _relative(PLACEMENT_SHARE, _PLACEMENT_CLICK, _PLACEMENT_CONVERSION)
DEVICE_RESPONSE = _relative(DEVICE_SHARE, _DEVICE_CLICK, _DEVICE_CONVERSION)
PEOPLE_PRICE = np.repeat(_AGE_PRICE, len(GENDERS)) / float(
    (_AGE_SHARE * _AGE_PRICE)[_ADULTS].sum() / _AGE_SHARE[_ADULTS].sum()
)


@cache
def people_mix(targeting: Targeting) -> Floats:
    """Shares of the people of an audience, in the order of PEOPLE."""
    ages = np.zeros(len(AGES))
    ages[_ages_allowed(targeting)] = 1.0
    genders = np.array([not targeting.genders or gender in targeting.genders for gender in GENDERS], float)
    return _shares(np.outer(_AGE_SHARE * ages, _GENDER_SHARE * genders).ravel())


@cache
def placement_mix(targeting: Targeting) -> Floats:
    """Shares of the places where an audience is met, in the order of PLACEMENTS."""
    allowed = np.array([not targeting.publishers or place[0] in targeting.publishers for place in PLACEMENTS])
    return _shares(PLACEMENT_SHARE * (allowed if allowed.any() else np.eye(len(PLACEMENTS))[0]))


@cache
def device_mix(targeting: Targeting) -> Floats:
    """Shares of an audience's devices, in the order of DEVICES."""
    desktop = np.array([device[0] == "desktop" for device in DEVICES])
    allowed = np.zeros(len(DEVICES), dtype=bool)
    for wanted in targeting.devices or ("mobile", "desktop"):
        allowed |= desktop if wanted == "desktop" else ~desktop
    return _shares(DEVICE_SHARE * allowed)


@cache
def country_mix(targeting: Targeting) -> Floats:
    """Shares of an audience's countries, in the order of COUNTRIES; the last is all others."""
    shares = np.zeros(len(COUNTRIES) + 1)
    for country, users in countries_of(targeting):
        shares[COUNTRIES.index(country) if country in COUNTRY_USERS else -1] += users
    return _shares(shares)


def countries_of(targeting: Targeting) -> list[tuple[str, float]]:
    """The countries of a targeting and their users."""
    countries = targeting.countries or ("US",)
    return [(country, COUNTRY_USERS.get(country, _OTHER_COUNTRY_USERS)) for country in countries]


@cache
def people_of_country() -> Floats:
    """How many people of each kind (column) there are in each country (row), as `country_mix` counts them."""
    users = np.array([*COUNTRY_USERS.values(), _OTHER_COUNTRY_USERS])
    return np.outer(users, np.outer(_AGE_SHARE, _GENDER_SHARE).ravel())


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares


def _ages_allowed(targeting: Targeting) -> list[int]:
    allowed = [
        i for i in range(len(AGES)) if _AGE_TO[i] >= targeting.age_from and _AGE_FROM[i] <= targeting.age_to
    ]
    return allowed or [1]
