"""What an ad set's targeting says that has no place here, in the words of Ads Manager. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.adapters.meta.writing import MODELLED, Json

_PLACEMENTS = (
    "publisher_platforms",
    "facebook_positions",
    "instagram_positions",
    "messenger_positions",
    "audience_network_positions",
    "threads_positions",
    "device_platforms",
)
_WORDS = {
    **dict.fromkeys(_PLACEMENTS, "placements"),
    **dict.fromkeys(("user_os", "user_device"), "devices"),
    "behaviors": "behaviours",
    "custom_locations": "places on the map",
    "exclusions": "people left out",
    "excluded_geo_locations": "places left out",
    "individual_setting": "limits of Advantage+ audience",
    "location_types": "who counts as being in a place",
    "zips": "postcodes",
}
# Meta says this of every ad set.
_EVERYBODY = {"home", "recent"}


def not_modelled(spec: Json) -> tuple[str, ...]:
    """Return what of a targeting spec would be lost by writing what was read of it."""
    return tuple(sorted({_WORDS.get(name, name.replace("_", " ")) for name in _names(spec)}))


def _names(spec: Json) -> Iterator[str]:
    places = spec.get("geo_locations") or {}
    groups = spec.get("flexible_spec") or []
    automation = spec.get("targeting_automation") or {}
    for holder, known in (
        (places, {"countries", "location_types"}),
        (spec, MODELLED),
        (automation, {"advantage_audience"}),
        *((group, {"interests"}) for group in groups),
    ):
        yield from (name for name, value in holder.items() if value and name not in known)
    if set(places.get("location_types") or _EVERYBODY) != _EVERYBODY:
        yield "location_types"
    if len([group for group in groups if group.get("interests")]) > 1:
        yield "interests of which several have to fit"
