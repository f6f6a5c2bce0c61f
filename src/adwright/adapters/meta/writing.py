"""Neutral fields to Meta's parameters. Everything is made paused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adwright.adapters.meta.amounts import to_minor_units
from adwright.adapters.meta.vocabulary import META_BID_STRATEGIES, META_CATEGORIES, META_GENDERS
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    Targeting,
)
from adwright.changes.fields import Field
from adwright.changes.ports import Tag
from adwright.changes.values import Values
from adwright.core.errors import Invalid
from adwright.core.money import Money
from adwright.platforms.countries import EU_COUNTRIES
from adwright.platforms.model import BidStrategy, BudgetPeriod
from adwright.platforms.purposes import MetaPurpose, meta_purpose

Json = dict[str, Any]

# Meta's own value for "no cap".
NO_SPEND_CAP = 922337203685478

# What a link is said to be when an ad opens a form and has no website.
FORM_LINK = "http://fb.me/"


def labels(tag: Tag) -> list[Json]:
    """The change's label finds the change's objects; the operation's key tells them apart."""
    return [{"id": tag.label_external_id}, {"name": tag.key}]


def campaign(fields: CampaignFields) -> Json:
    """Return the parameters of a new campaign."""
    purpose = _purpose(fields)
    params: Json = {
        "name": fields.name,
        "objective": purpose.objective,
        "status": "PAUSED",
        "buying_type": "AUCTION",
        "special_ad_categories": [META_CATEGORIES[each] for each in fields.special_ad_categories],
    }
    if fields.budget is None:
        params["is_adset_budget_sharing_enabled"] = False
    else:
        # Without a bid strategy Meta takes one that then asks every ad set for a bid.
        params |= budget(fields.budget) | {"bid_strategy": _bid_strategy(fields)}
    if fields.spend_cap is not None:
        params["spend_cap"] = to_minor_units(fields.spend_cap)
    return params


def ad_group(
    fields: AdGroupFields, parent: CampaignFields, locales: Sequence[int], usual: Declaration | None
) -> Json:
    """Return the parameters of a new ad set; `usual` is declared where the ad group declares nothing.

    Raises:
        Invalid: the purpose needs a page or a pixel and the ad group has none.
    """
    purpose = _purpose(parent, with_form=fields.lead_form_external_id is not None)
    params: Json = {
        "name": fields.name,
        "status": "PAUSED",
        "optimization_goal": purpose.optimization_goal,
        "billing_event": purpose.billing_event,
        "targeting": targeting(fields.targeting, locales),
    }
    if fields.budget is not None:
        params |= budget(fields.budget) | {"bid_strategy": _bid_strategy(parent)}
    if fields.bid_amount is not None:
        params["bid_amount"] = to_minor_units(fields.bid_amount)
    if fields.start_at is not None:
        params["start_time"] = _instant(fields.start_at)
    if fields.end_at is not None:
        params["end_time"] = _instant(fields.end_at)
    promoted = _promoted_object(fields, purpose)
    if promoted:
        params["promoted_object"] = promoted
    if fields.lead_form_external_id is not None:
        params["destination_type"] = purpose.destination
    declared = fields.declaration or (usual if needs_declaration(fields.targeting) else None)
    return params | (declaration(declared) if declared else {})


def targeting(wanted: Targeting, locales: Sequence[int]) -> Json:
    """Return Meta's targeting spec; placements are left out, which means automatic."""
    spec: Json = {
        "geo_locations": {"countries": list(wanted.countries)},
        "age_min": wanted.age_min,
        "targeting_automation": {"advantage_audience": 1 if wanted.expand else 0},
    }
    # With the audience widened by Meta an upper age is refused: it would only be a suggestion.
    if not wanted.expand:
        spec["age_max"] = wanted.age_max
    if wanted.genders:
        spec["genders"] = sorted(META_GENDERS[each] for each in wanted.genders)
    if locales:
        spec["locales"] = list(locales)
    if wanted.interests:
        spec["flexible_spec"] = [
            {"interests": [{"id": each.external_id, "name": each.name} for each in wanted.interests]}
        ]
    return spec


def edited_targeting(present: Json, wanted: Targeting, locales: Sequence[int]) -> Json:
    """Return the targeting spec of an ad set that exists: what is not modelled stays as it is.

    Meta takes a spec whole. Custom audiences, placements, cities or behaviours that somebody chose there
    would be gone, and ads shown to everybody else.

    Args:
        present: the spec that Meta has.
        wanted: whom the ad set is to be for.
        locales: Meta's numbers of the languages.
    """
    spec = targeting(wanted, locales)
    places = (present.get("geo_locations") or {}) | spec["geo_locations"]
    spec["geo_locations"] = {kind: value for kind, value in places.items() if value}
    automation = present.get("targeting_automation") or {}
    spec["targeting_automation"] = automation | spec["targeting_automation"]
    if groups := _with_interests(present.get("flexible_spec") or [], spec.get("flexible_spec") or []):
        spec["flexible_spec"] = groups
    return {key: value for key, value in present.items() if key not in MODELLED} | spec


MODELLED = frozenset(
    {"geo_locations", "age_min", "age_max", "genders", "locales", "flexible_spec", "targeting_automation"}
)


def _with_interests(present: Sequence[Json], wanted: Sequence[Json]) -> Sequence[Json]:
    """Return groups of which people have to fit each, with other interests in the first that has any."""
    interests = [each for group in wanted for each in group["interests"]]
    known = {str(each["id"]) for group in present for each in group.get("interests") or []}
    if known == {str(each["id"]) for each in interests}:
        return present
    place = next((index for index, group in enumerate(present) if group.get("interests")), None)
    groups = [
        {kind: value for kind, value in group.items() if kind != "interests"}
        | ({"interests": interests} if index == place and interests else {})
        for index, group in enumerate(present)
    ]
    added = [{"interests": interests}] if place is None and interests else []
    return [*(group for group in groups if group), *added]


def creative(name: str, fields: AdFields, image_hash: str | None) -> Json:
    """Return the parameters of a new creative: one link with one picture.

    Raises:
        Invalid: the ad has no page to come from.
    """
    content = fields.creative
    if content.page_external_id is None:
        raise Invalid(
            "An ad on Meta comes from a page. Choose the page in the creative step.", code="page_missing"
        )
    link: Json = {
        "link": _link(content),
        "message": content.primary_text,
        "name": content.headline,
        "call_to_action": {"type": content.call_to_action.upper(), "value": _target(content)},
    }
    if content.description:
        link["description"] = content.description
    if image_hash:
        link["image_hash"] = image_hash
    story: Json = {"page_id": content.page_external_id, "link_data": link}
    if content.instagram_external_id:
        story["instagram_user_id"] = content.instagram_external_id
    return {
        "name": name,
        "object_story_spec": story,
        # Meta's own rewriting of pictures and texts stays off: what was approved is what is shown.
        "degrees_of_freedom_spec": {
            "creative_features_spec": {"standard_enhancements": {"enroll_status": "OPT_OUT"}}
        },
    }


def update(
    values: Values, locales: Sequence[int], present: Json, missing: Declaration | None
) -> Json:
    """Return the parameters that set a node's touched fields; an end that is cleared becomes open.

    Args:
        values: what is touched.
        locales: Meta's numbers of the targeting's languages.
        present: the targeting spec that Meta has, when it is touched.
        missing: what has to be declared with it because nothing was before.
    """
    params: Json = {}
    if values.name is not None:
        params["name"] = values.name
    if values.bid_strategy is not None:
        params["bid_strategy"] = META_BID_STRATEGIES[values.bid_strategy]
    if values.bid_amount is not None:
        params["bid_amount"] = to_minor_units(values.bid_amount)
    if Field.SPEND_CAP in values.touched:
        params |= spend_cap(values.spend_cap)
    if Field.CATEGORIES in values.touched:
        categories = values.special_ad_categories or ()
        params["special_ad_categories"] = [META_CATEGORIES[each] for each in categories]
    if values.start_at is not None:
        params["start_time"] = _instant(values.start_at)
    if Field.END in values.touched:
        params["end_time"] = 0 if values.end_at is None else _instant(values.end_at)
    if values.targeting is not None:
        params["targeting"] = edited_targeting(present, values.targeting, locales)
    if Field.DECLARATION in values.touched:
        params |= declaration(values.declaration or Declaration("", ""))
    elif missing is not None:
        params |= declaration(missing)
    return params


def budget(wanted: Budget) -> Json:
    """Return the budget parameter, in Meta's minor units."""
    key = "daily_budget" if wanted.period is BudgetPeriod.DAILY else "lifetime_budget"
    return {key: to_minor_units(wanted.amount)}


def spend_cap(wanted: Money | None) -> Json:
    """Return the cap parameter; None takes the cap away."""
    return {"spend_cap": NO_SPEND_CAP if wanted is None else to_minor_units(wanted)}


def needs_declaration(wanted: Targeting) -> bool:
    """Say whether ads are shown in the European Union, whose Digital Services Act asks whose they are."""
    return bool(EU_COUNTRIES.intersection(wanted.countries))


def declaration(declared: Declaration) -> Json:
    """Return the parameters that say whom ads are for and who pays."""
    return {"dsa_beneficiary": declared.beneficiary, "dsa_payor": declared.payor}


def _link(content: CreativeContent) -> str:
    return content.destination_url or (FORM_LINK if content.lead_form_external_id else "")


def _target(content: CreativeContent) -> Json:
    """Return where the button leads: to the form, otherwise to the website."""
    if content.lead_form_external_id:
        return {"lead_gen_form_id": content.lead_form_external_id}
    return {"link": content.destination_url}


def _purpose(fields: CampaignFields, *, with_form: bool = False) -> MetaPurpose:
    if fields.purpose is None:
        raise Invalid("The campaign has no purpose. Choose one first.", code="purpose_missing")
    return meta_purpose(fields.purpose, with_form=with_form)


def _bid_strategy(fields: CampaignFields) -> str:
    return META_BID_STRATEGIES[fields.bid_strategy or BidStrategy.HIGHEST_VOLUME]


def _promoted_object(fields: AdGroupFields, purpose: MetaPurpose) -> Json:
    if purpose.needs_pixel:
        if fields.pixel_external_id is None:
            raise Invalid(
                "This purpose counts conversions with a pixel. Choose a pixel.", code="pixel_missing"
            )
        event = fields.conversion_event or purpose.custom_event_type
        return {"pixel_id": fields.pixel_external_id, "custom_event_type": event}
    if purpose.promotes_page:
        if fields.page_external_id is None:
            raise Invalid("This purpose promotes a page. Choose the page.", code="page_missing")
        return {"page_id": fields.page_external_id}
    return {}


def _instant(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S%z")
