"""Who can be reached: sizes of audiences, and how delivery falls on ages, genders, countries and places.

Populations are rounded magnitudes of social-media users per country, not statistics; shares are plausible,
not measured. A targeting narrows both the size and the cells that can occur.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from adsandbox.market.arrays import sum_by
from adsandbox.market.luck import Floats, Luck

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
_AGE_RESPONSE = np.array([0.6, 0.85, 1.0, 1.1, 1.1, 1.05, 0.9])
GENDERS = ("female", "male", "unknown")
_GENDER_SHARE = np.array([0.51, 0.475, 0.015])
_GENDER_RESPONSE = np.array([1.08, 0.93, 0.8])
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
_PLACEMENT_SHARE = np.array([0.38, 0.05, 0.10, 0.20, 0.12, 0.11, 0.03, 0.01])
_PLACEMENT_RESPONSE = np.array([1.15, 0.7, 0.7, 1.0, 0.8, 0.75, 1.3, 0.5])
DEVICES = (
    ("mobile_app", "android_smartphone"),
    ("mobile_app", "iphone"),
    ("mobile_web", "android_smartphone"),
    ("desktop", "desktop"),
)
_DEVICE_SHARE = np.array([0.46, 0.42, 0.04, 0.08])
_DEVICE_RESPONSE = np.array([0.95, 1.05, 0.8, 1.1])
BREAKDOWNS = (
    "age",
    "gender",
    "country",
    "publisher_platform",
    "platform_position",
    "device_platform",
    "impression_device",
)


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


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one breakdown: their labels, shares of delivery and response relative to the whole."""

    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    share: Floats = field(repr=False)
    response: Floats = field(repr=False)


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


def cells_of(targeting: Targeting, breakdowns: tuple[str, ...], luck: Luck, owner_id: int) -> Cells:
    """The cells into which this targeting's delivery falls, each with its share; varies a little by owner."""
    parts = [
        part
        for part in (
            _people(targeting, breakdowns),
            _country(targeting, breakdowns),
            _place(targeting, breakdowns),
            _device(breakdowns),
        )
        if part is not None
    ]
    names: tuple[str, ...] = ()
    labels: list[tuple[str, ...]] = [()]
    share, response = np.ones(1), np.ones(1)
    for part in parts:
        names += part.names
        labels = [left + right for left in labels for right in part.labels]
        share = np.outer(share, part.share).ravel()
        response = np.outer(response, part.response).ravel()
    owner = np.full(len(labels), owner_id, dtype=np.int64)
    share = share * luck.lognormal("cells:" + ",".join(names), 0.15, owner, np.arange(len(labels)))
    share = share / share.sum()
    return Cells(names, tuple(labels), share, response / float((share * response).sum()))


def _ages_allowed(targeting: Targeting) -> list[int]:
    allowed = [
        i for i in range(len(AGES)) if _AGE_TO[i] >= targeting.age_from and _AGE_FROM[i] <= targeting.age_to
    ]
    return allowed or [1]


def _people(targeting: Targeting, breakdowns: tuple[str, ...]) -> Cells | None:
    ages = _ages_allowed(targeting)
    by_age = Cells(("age",), tuple((AGES[i],) for i in ages), _AGE_SHARE[ages], _AGE_RESPONSE[ages])
    wanted = targeting.genders or GENDERS
    genders = [i for i, gender in enumerate(GENDERS) if gender in wanted]
    by_gender = Cells(
        ("gender",), tuple((GENDERS[i],) for i in genders), _GENDER_SHARE[genders], _GENDER_RESPONSE[genders]
    )
    if "age" in breakdowns and "gender" in breakdowns:
        labels = tuple(left + right for left in by_age.labels for right in by_gender.labels)
        return Cells(
            ("age", "gender"),
            labels,
            np.outer(by_age.share, by_gender.share).ravel(),
            np.outer(by_age.response, by_gender.response).ravel(),
        )
    if "age" in breakdowns:
        return by_age
    return by_gender if "gender" in breakdowns else None


def _country(targeting: Targeting, breakdowns: tuple[str, ...]) -> Cells | None:
    if "country" not in breakdowns:
        return None
    countries = targeting.countries or ("US",)
    users = np.array([COUNTRY_USERS.get(country, _OTHER_COUNTRY_USERS) for country in countries])
    return Cells(("country",), tuple((country,) for country in countries), users, np.ones(len(countries)))


def _place(targeting: Targeting, breakdowns: tuple[str, ...]) -> Cells | None:
    if "publisher_platform" not in breakdowns and "platform_position" not in breakdowns:
        return None
    allowed = [
        i
        for i, (publisher, _) in enumerate(PLACEMENTS)
        if not targeting.publishers or publisher in targeting.publishers
    ]
    allowed = allowed or [0]
    if "platform_position" in breakdowns:
        return Cells(
            ("publisher_platform", "platform_position"),
            tuple(PLACEMENTS[i] for i in allowed),
            _PLACEMENT_SHARE[allowed],
            _PLACEMENT_RESPONSE[allowed],
        )
    return _merged(
        "publisher_platform",
        [PLACEMENTS[i][0] for i in allowed],
        _PLACEMENT_SHARE[allowed],
        _PLACEMENT_RESPONSE[allowed],
    )


def _device(breakdowns: tuple[str, ...]) -> Cells | None:
    if "impression_device" in breakdowns and "device_platform" in breakdowns:
        return Cells(("device_platform", "impression_device"), DEVICES, _DEVICE_SHARE, _DEVICE_RESPONSE)
    if "device_platform" in breakdowns:
        return _merged("device_platform", [device[0] for device in DEVICES], _DEVICE_SHARE, _DEVICE_RESPONSE)
    if "impression_device" in breakdowns:
        return _merged(
            "impression_device", [device[1] for device in DEVICES], _DEVICE_SHARE, _DEVICE_RESPONSE
        )
    return None


def _merged(name: str, labels: list[str], share: Floats, response: Floats) -> Cells:
    distinct = list(dict.fromkeys(labels))
    index = np.array([distinct.index(label) for label in labels])
    shares = sum_by(index, share, len(distinct))
    responses = sum_by(index, share * response, len(distinct)) / shares
    return Cells((name,), tuple((label,) for label in distinct), shares, responses)
