"""Targeting: checked by Meta's rules, and put into the market's words."""

from __future__ import annotations

from typing import Any

from adsandbox.market.people import Targeting
from adsandbox.meta.catalogue import INTERESTS, find_city, find_region
from adsandbox.meta.errors import bad_param, invalid

EUROPEAN_UNION = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)
PUBLISHERS = frozenset({"facebook", "instagram", "threads", "messenger", "audience_network"})
_KNOWN = frozenset(
    {
        "geo_locations",
        "excluded_geo_locations",
        "age_min",
        "age_max",
        "genders",
        "flexible_spec",
        "exclusions",
        "interests",
        "behaviors",
        "custom_audiences",
        "excluded_custom_audiences",
        "locales",
        "publisher_platforms",
        "facebook_positions",
        "instagram_positions",
        "messenger_positions",
        "audience_network_positions",
        "threads_positions",
        "device_platforms",
        "user_os",
        "user_device",
        "targeting_automation",
        "targeting_relaxation_types",
        "brand_safety_content_filter_levels",
        "life_events",
        "industries",
        "relationship_statuses",
        "education_statuses",
        "work_positions",
        "work_employers",
        "income",
        "family_statuses",
        "age_range",
        "targeting_optimization",
        "individual_setting",
        "excluded_publisher_list_ids",
        "excluded_brand_safety_content_types",
        "wireless_carrier",
    }
)
_PLACES = (
    "countries",
    "regions",
    "cities",
    "zips",
    "custom_locations",
    "country_groups",
    "places",
    "geo_markets",
)


def check_targeting(spec: dict[str, Any], *, dsa: tuple[str | None, str | None] | None) -> None:
    """Refuse a targeting spec as Meta would. `dsa` is (beneficiary, payor), or None."""
    unknown = sorted(set(spec) - _KNOWN)
    if unknown:
        raise bad_param("targeting", f"a targeting spec; {unknown[0]} is not a field of it")
    _check_shapes(spec)
    geo = spec.get("geo_locations") or {}
    if not any(geo.get(place) for place in _PLACES):
        raise invalid(
            "Your audience needs at least one location.",
            subcode=1885364,
            title="Location Is Missing",
            blame=("targeting",),
        )
    for city in geo.get("cities") or []:
        _check_radius(city)
    _check_countries(geo, dsa)
    _check_people(spec)
    _check_interests(spec)
    if "explore" in (spec.get("instagram_positions") or []):
        raise invalid("The Instagram position explore is no longer available.", blame=("targeting",))
    platforms = spec.get("publisher_platforms") or []
    if set(platforms) - PUBLISHERS:
        raise bad_param(
            "targeting", f"given with publisher_platforms out of {{{', '.join(sorted(PUBLISHERS))}}}"
        )


def check_advantage_audience(spec: dict[str, Any]) -> None:
    """v26: whether the audience may be widened must be said, and then its upper age cannot be a limit."""
    automation = spec.get("targeting_automation")
    flag = automation.get("advantage_audience") if isinstance(automation, dict) else None
    if flag not in (0, 1, "0", "1"):
        raise invalid(
            "To create this ad set, set the Advantage audience flag to 0 or 1 "
            "(targeting.targeting_automation.advantage_audience).",
            subcode=1870227,
            title="Advantage Audience Flag Required",
            blame=("targeting",),
        )
    if str(flag) == "1" and int(spec.get("age_max") or 65) < 65:
        raise invalid(
            "With Advantage audience the maximum age cannot be below 65.",
            subcode=1870189,
            title="Maximum Age Too Low",
            blame=("targeting",),
        )


def to_market(spec: dict[str, Any], list_people: float = 0.0) -> Targeting:
    """The market's view of a checked targeting spec; `list_people` are in its custom audiences, if any."""
    geo = spec.get("geo_locations") or {}
    age_max = int(spec.get("age_max") or 65)
    genders = {1: "male", 2: "female"}
    return Targeting(
        countries=tuple(geo.get("countries") or _countries_of_places(geo)),
        local_people=_local_people(geo),
        age_from=int(spec.get("age_min") or 18),
        age_to=120 if age_max >= 65 else age_max,
        genders=tuple(
            genders[g] for g in spec.get("genders") or [] if g in genders and len(spec["genders"]) == 1
        ),
        interest_groups=tuple(_group_shares(spec)),
        list_people=list_people,
        publishers=tuple(spec.get("publisher_platforms") or ()),
        devices=tuple(spec.get("device_platforms") or ()),
    )


def _check_shapes(spec: dict[str, Any]) -> None:
    for name in ("geo_locations", "excluded_geo_locations", "exclusions", "targeting_automation"):
        if spec.get(name) is not None and not isinstance(spec[name], dict):
            raise bad_param("targeting", f"given with {name} as an object")
    geo = spec.get("geo_locations") or {}
    for place in _PLACES:
        items = geo.get(place)
        if items is not None and not isinstance(items, list):
            raise bad_param("targeting", f"given with geo_locations.{place} as an array")
        if place in ("regions", "cities") and not all(isinstance(item, dict) for item in items or []):
            raise bad_param("targeting", f"given with geo_locations.{place} as an array of objects")
    for name in (
        "flexible_spec",
        "custom_audiences",
        "genders",
        "publisher_platforms",
        "interests",
        "locales",
        "instagram_positions",
        "device_platforms",
    ):
        if spec.get(name) is not None and not isinstance(spec[name], list):
            raise bad_param("targeting", f"given with {name} as an array")
    for name in ("age_min", "age_max"):
        if spec.get(name) is not None and not str(spec[name]).isdigit():
            raise bad_param("targeting", f"given with {name} as an integer")


def _check_radius(city: dict[str, Any]) -> None:
    radius = city.get("radius")
    if radius is None:
        return
    low, high = (17, 80) if city.get("distance_unit") == "kilometer" else (10, 50)
    if not isinstance(radius, (int, float)) or not low <= radius <= high:
        raise invalid(
            f"The radius around a city must be {low} to {high} {city.get('distance_unit', 'mile')}s.",
            subcode=1815946,
            title="Radius Out Of Range",
            blame=("targeting",),
        )


def _check_countries(geo: dict[str, Any], dsa: tuple[str | None, str | None] | None) -> None:
    countries = [str(country) for country in geo.get("countries") or []]
    if not all(len(country) == 2 and country.isupper() for country in countries):
        raise bad_param("targeting", "given with two-letter country codes")
    if (
        dsa is not None
        and not all(dsa)
        and set(_countries_of_places(geo) + tuple(countries)) & EUROPEAN_UNION
    ):
        raise invalid(
            "Ads shown in the European Union must say who benefits and who pays: set dsa_beneficiary and "
            "dsa_payor.",
            subcode=3858152,
            title="Beneficiary And Payor Required",
            blame=("dsa_beneficiary", "dsa_payor"),
        )


def _check_people(spec: dict[str, Any]) -> None:
    age_min, age_max = int(spec.get("age_min") or 18), int(spec.get("age_max") or 65)
    if not 13 <= age_min <= 65 or not 13 <= age_max <= 65 or age_max < age_min:
        raise bad_param("targeting", "given with 13 <= age_min <= age_max <= 65")
    detailed = spec.get("genders") or spec.get("flexible_spec") or spec.get("interests")
    if age_min < 18 and detailed:
        raise invalid(
            "Audiences under 18 can only be chosen by place and age.",
            subcode=1870165,
            title="Audience Under 18",
            blame=("targeting",),
        )
    if any(gender not in (1, 2) for gender in spec.get("genders") or []):
        raise bad_param("targeting", "given with genders out of 1 (male) and 2 (female)")


def _check_interests(spec: dict[str, Any]) -> None:
    groups = [*(spec.get("flexible_spec") or []), {"interests": spec.get("interests") or []}]
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("interests") or [], list):
            raise bad_param("targeting", "given with flexible_spec as an array of objects")
        for interest in group.get("interests") or []:
            interest_id = str(interest.get("id")) if isinstance(interest, dict) else str(interest)
            if interest_id not in INTERESTS:
                raise invalid(
                    f"The interest {interest_id} is no longer available. Please choose another one.",
                    subcode=1487694,
                    title="Interest Not Available",
                    blame=("targeting",),
                )


def _countries_of_places(geo: dict[str, Any]) -> tuple[str, ...]:
    found = [find_region(str(region.get("key"))) for region in geo.get("regions") or []]
    found += [find_city(str(city.get("key"))) for city in geo.get("cities") or []]
    return tuple(dict.fromkeys(place.country for place in found if place is not None))


def _local_people(geo: dict[str, Any]) -> float:
    """People of regions, cities and other places, where no whole country is chosen; otherwise 0."""
    if geo.get("countries"):
        return 0.0
    people = 0.0
    for region in geo.get("regions") or []:
        place = find_region(str(region.get("key")))
        people += place.people if place else 1_000_000.0
    for city in geo.get("cities") or []:
        place = find_city(str(city.get("key")))
        people += (place.people if place else 300_000.0) * max(1.0, float(city.get("radius") or 10) / 10.0)
    return people + 80_000.0 * len(geo.get("zips") or []) + 150_000.0 * len(geo.get("custom_locations") or [])


def _group_shares(spec: dict[str, Any]) -> list[float]:
    shares = []
    for group in [*(spec.get("flexible_spec") or []), {"interests": spec.get("interests") or []}]:
        ids = [
            str(item.get("id")) if isinstance(item, dict) else str(item)
            for item in group.get("interests") or []
        ]
        share = sum(INTERESTS[interest].share for interest in ids if interest in INTERESTS)
        share += 0.05 * len(group.get("behaviors") or [])
        if share:
            shares.append(share)
    return shares
