"""Regions of countries, with their shares of people. Rounded census magnitudes (US Census 2020, Statistics
Canada 2021, ONS 2021, Destatis 2021, ABS 2021); a country that is not listed is one region, named `unknown`
as platforms do.
"""

from __future__ import annotations

# Millions of people.
_REGIONS: dict[str, dict[str, float]] = {
    "US": {
        "California": 39.5, "Texas": 29.1, "Florida": 21.5, "New York": 20.2, "Pennsylvania": 13.0,
        "Illinois": 12.8, "Ohio": 11.8, "Georgia": 10.7, "North Carolina": 10.4, "Michigan": 10.1,
        "New Jersey": 9.3, "Virginia": 8.6, "Washington": 7.7, "Arizona": 7.2, "Massachusetts": 7.0,
        "Tennessee": 6.9, "Indiana": 6.8, "Maryland": 6.2, "Missouri": 6.2, "Wisconsin": 5.9,
        "Colorado": 5.8, "Minnesota": 5.7, "South Carolina": 5.1, "Alabama": 5.0, "Louisiana": 4.7,
        "Kentucky": 4.5, "Oregon": 4.2, "Oklahoma": 4.0, "Connecticut": 3.6, "Utah": 3.3, "Iowa": 3.2,
        "Nevada": 3.1, "Arkansas": 3.0, "Mississippi": 3.0, "Kansas": 2.9, "New Mexico": 2.1,
        "Nebraska": 2.0, "Idaho": 1.8, "West Virginia": 1.8, "Hawaii": 1.5, "New Hampshire": 1.4,
        "Maine": 1.4, "Rhode Island": 1.1, "Montana": 1.1, "Delaware": 1.0, "South Dakota": 0.9,
        "North Dakota": 0.8, "Alaska": 0.7, "Washington, District of Columbia": 0.7, "Vermont": 0.6,
        "Wyoming": 0.6,
    },
    "CA": {
        "Ontario": 14.2, "Quebec": 8.5, "British Columbia": 5.0, "Alberta": 4.3, "Manitoba": 1.3,
        "Saskatchewan": 1.1, "Nova Scotia": 1.0, "New Brunswick": 0.8, "Newfoundland and Labrador": 0.5,
        "Prince Edward Island": 0.2,
    },
    "GB": {"England": 56.5, "Scotland": 5.4, "Wales": 3.1, "Northern Ireland": 1.9},
    "DE": {
        "Nordrhein-Westfalen": 17.9, "Bayern": 13.2, "Baden-Württemberg": 11.1, "Niedersachsen": 8.0,
        "Hessen": 6.3, "Rheinland-Pfalz": 4.1, "Sachsen": 4.0, "Berlin": 3.7, "Schleswig-Holstein": 2.9,
        "Brandenburg": 2.5, "Sachsen-Anhalt": 2.2, "Thüringen": 2.1, "Hamburg": 1.9,
        "Mecklenburg-Vorpommern": 1.6, "Saarland": 1.0, "Bremen": 0.7,
    },
    "AU": {
        "New South Wales": 8.1, "Victoria": 6.5, "Queensland": 5.2, "Western Australia": 2.7,
        "South Australia": 1.8, "Tasmania": 0.6, "Australian Capital Territory": 0.5,
        "Northern Territory": 0.2,
    },
}  # fmt: skip
UNKNOWN = "unknown"


def regions_of(countries: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The regions of some countries (each with its people), with their people."""
    found: dict[str, float] = {}
    for country, people in countries:
        regions = _REGIONS.get(country, {UNKNOWN: 1.0})
        whole = sum(regions.values())
        for region, millions in regions.items():
            found[region] = found.get(region, 0.0) + people * millions / whole
    return list(found.items())
