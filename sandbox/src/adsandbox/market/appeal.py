"""How one ad appeals to different people and in different places.

Every ad has a lasting appeal to all, and one to each age, gender, age and gender together, and placement: how
it is clicked, and how well what follows the click keeps its promise. The platform shows an ad rather to those
who respond, so an ad's delivery leans towards its best cells (divergent delivery: Braun & Schwartz 2024), and
what an ad set's targeting leaves of them makes its rates better or worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints, Luck
from adsandbox.market.people import (
    AGES,
    DEVICE_RESPONSE,
    GENDERS,
    PEOPLE,
    PEOPLE_RESPONSE,
    PLACEMENT_RESPONSE,
    PLACEMENTS,
    Response,
)

_LEANING = 0.5
_BOTH_PART = 0.4
_GENDER_PART = 0.6
_PLACEMENT_PART = 0.7


@dataclass(frozen=True, slots=True)
class Leaning:
    """How ads (rows) fall on the cells of one axis (columns): shares of their impressions, click rates and
    conversion rates relative to an ad that everybody likes alike.
    """

    share: Floats
    click: Floats
    conversion: Floats

    def click_lift(self) -> Floats:
        """What the cells reached make of each ad's click rate."""
        lift: Floats = (self.share * self.click).sum(axis=1)
        return lift

    def conversion_lift(self) -> Floats:
        """What those who click make of each ad's conversion rate."""
        clicked = self.share * self.click
        lift: Floats = (clicked * self.conversion).sum(axis=1) / clicked.sum(axis=1)
        return lift


def by_people(luck: Luck, ads: Ints, mix: Floats, variation: float) -> Leaning:
    """By age and gender; `mix` is what each ad's targeting allows (people_mix)."""
    taste = [_people_taste(luck, measure, ads, variation) for measure in ("click", "conversion")]
    return _leaning(mix, PEOPLE_RESPONSE, taste[0], taste[1])


def by_placement(luck: Luck, ads: Ints, mix: Floats, variation: float) -> Leaning:
    """By placement; `mix` is what each ad's targeting allows (placement_mix)."""
    cells = np.arange(len(PLACEMENTS))
    taste = luck.lognormal("placement-click", variation * _PLACEMENT_PART, ads[:, None], cells[None, :])
    return _leaning(mix, PLACEMENT_RESPONSE, taste, np.ones(taste.shape))


def by_device(mix: Floats) -> Leaning:
    """By device: the same for all ads."""
    alike = np.ones(mix.shape)
    return _leaning(mix, DEVICE_RESPONSE, alike, alike)


def _people_taste(luck: Luck, measure: str, ads: Ints, variation: float) -> Floats:
    who, ages, genders = ads[:, None], np.arange(len(AGES))[None, :], np.arange(len(GENDERS))[None, :]
    by_age = luck.lognormal(f"age-{measure}", variation, who, ages)
    by_gender = luck.lognormal(f"gender-{measure}", variation * _GENDER_PART, who, genders)
    both = luck.lognormal(f"people-{measure}", variation * _BOTH_PART, who, np.arange(len(PEOPLE))[None, :])
    taste: Floats = np.repeat(by_age, len(GENDERS), axis=1) * np.tile(by_gender, (1, len(AGES))) * both
    return taste


def _leaning(mix: Floats, usual: Response, click: Floats, conversion: Floats) -> Leaning:
    clicked = usual.click * click
    share = mix * np.power(clicked, _LEANING)
    return Leaning(share / share.sum(axis=1, keepdims=True), clicked, usual.conversion * conversion)
