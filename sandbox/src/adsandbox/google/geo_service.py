"""GeoTargetConstantService: places by name or by id."""

from __future__ import annotations

from typing import Any

from adsandbox.google.call import Call, method
from adsandbox.google.errors import error
from adsandbox.google.geo import geo_document, geo_target, places_named
from adsandbox.google.messages import from_document, service_message
from adsandbox.google.names import last_id
from adsandbox.market.geo import GeoTarget, geo_targets

_SERVICE = "GeoTargetConstantService"
MOST_NAMES = 25
_LONGEST_NAME = 300
_PER_NAME = 10


@method(_SERVICE, "SuggestGeoTargetConstants")
def suggest(call: Call, request: Any) -> Any:
    """Suggest places for names (at most 25), or give those of ids."""
    if request.country_code and geo_country(request.country_code) is None:
        code = "INVALID_COUNTRY_CODE"
        raise error(
            "geo_target_constant_suggestion_error", code, "country_code", trigger=request.country_code
        )
    chosen = request.WhichOneof("query")
    if chosen is None:
        raise error("geo_target_constant_suggestion_error", "REQUEST_PARAMETERS_UNSET")
    response = service_message(_SERVICE, "SuggestGeoTargetConstantsResponse")()
    if chosen == "geo_targets":
        for name in request.geo_targets.geo_target_constants:
            place = geo_target(last_id(name))
            if place is not None:
                _suggest(response, request, place, "")
        return response
    names = list(request.location_names.names)
    if len(names) > MOST_NAMES:
        raise error("geo_target_constant_suggestion_error", "LOCATION_NAME_LIMIT", "location_names")
    for index, name in enumerate(names):
        if not 0 < len(name) <= _LONGEST_NAME:
            code = "LOCATION_NAME_SIZE_LIMIT"
            raise error("geo_target_constant_suggestion_error", code, "location_names", ("names", index))
        for place in places_named(name, request.country_code)[:_PER_NAME]:
            _suggest(response, request, place, name)
    return response


def geo_country(code: str) -> GeoTarget | None:
    """The country of a code of two letters, or None."""
    return next(
        (
            place
            for place in geo_targets().values()
            if place.country_code == code and place.target_type == "Country"
        ),
        None,
    )


def _suggest(response: Any, request: Any, place: GeoTarget, search_term: str) -> None:
    suggestion = response.geo_target_constant_suggestions.add(
        locale=request.locale or "en", reach=place.reach * 1000, search_term=search_term
    )
    suggestion.geo_target_constant.CopyFrom(from_document("resources.GeoTargetConstant", geo_document(place)))
    above = geo_target(str(place.parent_id)) if place.parent_id else None
    while above is not None:
        document = from_document("resources.GeoTargetConstant", geo_document(above))
        suggestion.geo_target_constant_parents.append(document)
        above = geo_target(str(above.parent_id)) if above.parent_id else None
