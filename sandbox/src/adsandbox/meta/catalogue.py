"""The small made-up catalogue behind targeting search: interests, places, languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest with its share of people."""

    id: str
    name: str
    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """A region or a city with the people who can be reached there."""

    key: str
    name: str
    kind: str
    country: str
    people: float
    region: str = ""


# fmt: off
_INTEREST_ROWS = (
    ("Snack foods", "Food and drink", 0.12), ("Organic food", "Food and drink", 0.08),
    ("Cooking", "Food and drink", 0.18), ("Coffee", "Food and drink", 0.14),
    ("Vegetarianism", "Food and drink", 0.05), ("Sports", "Sports and outdoors", 0.25),
    ("Running", "Sports and outdoors", 0.09), ("Yoga", "Fitness and wellness", 0.08),
    ("Wellness", "Fitness and wellness", 0.13), ("Physical fitness", "Fitness and wellness", 0.17),
    ("Interior design", "Hobbies and activities", 0.11), ("Gardening", "Hobbies and activities", 0.10),
    ("Travel", "Hobbies and activities", 0.22), ("Photography", "Hobbies and activities", 0.09),
    ("Parenting", "Family and relationships", 0.13), ("Weddings", "Family and relationships", 0.05),
    ("Education", "Business and industry", 0.15), ("Small business", "Business and industry", 0.07),
    ("Marketing", "Business and industry", 0.06), ("Online shopping", "Shopping and fashion", 0.24),
    ("Sustainable fashion", "Shopping and fashion", 0.04), ("Beauty", "Shopping and fashion", 0.15),
    ("Video games", "Entertainment", 0.16), ("Music", "Entertainment", 0.3), 
    ("Technology", "Technology", 0.19),
    ("Mobile phones", "Technology", 0.12), ("Dogs", "Pets", 0.14), ("Cats", "Pets", 0.11),
)
# fmt: on
_BEHAVIOR_ROWS = (
    ("behaviors", "Engaged shoppers", "Purchase behavior", 0.11),
    ("behaviors", "Frequent travelers", "Travel", 0.08),
    ("behaviors", "Small business owners", "Digital activities", 0.05),
    ("behaviors", "Early technology adopters", "Digital activities", 0.06),
    ("life_events", "Newly engaged (1 year)", "Life events", 0.01),
    ("life_events", "Recently moved", "Life events", 0.02),
    ("industries", "Management", "Industries", 0.04),
    ("industries", "Sales", "Industries", 0.05),
    ("family_statuses", "Parents (all)", "Parents", 0.2),
    ("user_os", "iOS", "Mobile devices", 0.42),
    ("user_os", "Android", "Mobile devices", 0.5),
)
INTERESTS = {
    str(6_003_100_000_000 + index): Interest(str(6_003_100_000_000 + index), name, topic, share)
    for index, (name, topic, share) in enumerate(_INTEREST_ROWS, start=1)
}

CATEGORIES = {
    str(6_002_700_000_000 + index): (kind, Interest(str(6_002_700_000_000 + index), name, topic, share))
    for index, (kind, name, topic, share) in enumerate(_BEHAVIOR_ROWS, start=1)
}

_REGIONS = (
    ("3847", "California", "US", 24e6), ("3875", "New York", "US", 12e6), ("3886", "Texas", "US", 17e6),
    ("3880", "Oregon", "US", 2.6e6), ("3890", "Washington", "US", 4.8e6), ("3856", "Illinois", "US", 7.5e6),
    ("3851", "Florida", "US", 13e6), ("2080", "Bavaria", "DE", 5e6), ("2083", "Berlin", "DE", 1.8e6),
    ("1066", "England", "GB", 37e6), ("500", "Ontario", "CA", 10e6), ("1013", "Catalonia", "ES", 4.5e6),
)  # fmt: skip
_CITIES = (
    ("2490299", "New York", "US", 5.5e6, "New York"), ("2420379", "Los Angeles", "US", 3.4e6, "California"),
    ("2430536", "Chicago", "US", 1.9e6, "Illinois"), ("2514815", "Austin", "US", 0.8e6, "Texas"),
    ("2475687", "Portland", "US", 0.6e6, "Oregon"), ("2490383", "Seattle", "US", 0.7e6, "Washington"),
    ("638242", "Berlin", "DE", 1.8e6, "Berlin"), ("676757", "Munich", "DE", 0.8e6, "Bavaria"),
    ("2418779", "London", "GB", 5.2e6, "England"), ("296875", "Toronto", "CA", 2.1e6, "Ontario"),
    ("753692", "Barcelona", "ES", 1.2e6, "Catalonia"),
)  # fmt: skip
PLACES = {row[0]: Place(row[0], row[1], "region", row[2], row[3]) for row in _REGIONS}
PLACES |= {row[0]: Place(row[0], row[1], "city", row[2], row[3], row[4]) for row in _CITIES}

# fmt: off
COUNTRIES = {
    "US": "United States", "GB": "United Kingdom", "DE": "Germany", "FR": "France", "IT": "Italy",
    "NL": "Netherlands", "BE": "Belgium", "AT": "Austria", "CH": "Switzerland", "PL": "Poland",
    "DK": "Denmark", "NO": "Norway", "FI": "Finland", "IE": "Ireland", "PT": "Portugal",
    "CA": "Canada", "AU": "Australia", "NZ": "New Zealand", "BR": "Brazil", "MX": "Mexico",
    "IN": "India", "JP": "Japan", "ES": "Spain", "SE": "Sweden", "AR": "Argentina", "CL": "Chile",
    "CO": "Colombia", "ID": "Indonesia", "KR": "South Korea", "TW": "Taiwan", "TH": "Thailand",
    "VN": "Vietnam", "PH": "Philippines", "ZA": "South Africa", "TR": "Turkey",
}
# fmt: on
LOCALES = {
    6: "English (US)",
    24: "English (UK)",
    1001: "English (All)",
    5: "German",
    9: "French (France)",
    7: "Spanish (Spain)",
    23: "Spanish",
    10: "Italian",
    11: "Japanese",
    16: "Portuguese (Brazil)",
    14: "Dutch",
    18: "Swedish",
    15: "Polish",
}  # fmt: skip


def find_region(key: str) -> Place | None:
    """The region of this key, or None."""
    place = PLACES.get(key)
    return place if place and place.kind == "region" else None


def find_city(key: str) -> Place | None:
    """The city of this key, or None."""
    place = PLACES.get(key)
    return place if place and place.kind == "city" else None
