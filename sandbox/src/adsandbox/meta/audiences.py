"""Custom audiences: lists of customers, visitors of a website, people who engaged, and lookalikes of them."""

from __future__ import annotations

import json
from typing import Any

from adsandbox.market.people import COUNTRY_USERS
from adsandbox.meta import writing
from adsandbox.meta.audience_members import members_name
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.errors import GraphError, bad_param, invalid, not_one_of, required
from adsandbox.meta.listing import list_nodes
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import DELETED, GONE
from adsandbox.world.zones import local_day, zone_of

MATCH_SHARE = 0.6
POPULATING_SECONDS = 600.0
SMALLEST_SHOWN = 1000
_SMALLEST_SEED = 100
_ROUND_TO = 100
_LONGEST_RETENTION = 180
_CUSTOM, _WEBSITE, _ENGAGEMENT, _LOOKALIKE = "CUSTOM", "WEBSITE", "ENGAGEMENT", "LOOKALIKE"
SUBTYPES = frozenset({_CUSTOM, _WEBSITE, _ENGAGEMENT, _LOOKALIKE})
_SOURCES = frozenset({
    "BOTH_USER_AND_PARTNER_PROVIDED", "PARTNER_PROVIDED_ONLY", "USER_PROVIDED_ONLY",
})  # fmt: skip
_EDITABLE = ("name", "description", "opt_out_link")
_VISITORS_PER_VIEW = {_WEBSITE: ("landing_views", 0.7), _ENGAGEMENT: ("clicks", 0.8)}


@edge(Kind.ACCOUNT, "customaudiences")
def list_audiences(call: Call, account: Node) -> dict[str, Any]:
    """The account's audiences, the newest first."""
    call.need_read()
    return list_nodes(call, present_audiences(call, account)[::-1])


@edge(Kind.ACCOUNT, "customaudiences", "POST")
def create_audience(call: Call, account: Node) -> dict[str, Any]:
    """Make an audience; members of a customer list are added afterwards."""
    writing.account_for_write(call, account, Kind.AUDIENCE)
    subtype = call.params.text("subtype") or (_WEBSITE if "rule" in call.params else _CUSTOM)
    if subtype not in SUBTYPES:
        raise not_one_of("subtype", SUBTYPES)
    fields: dict[str, Any] = {"subtype": subtype, "count": 0, "content_changed": call.now}
    fields.update({name: call.params.text(name) for name in _EDITABLE if name in call.params})
    fields["name"] = call.params.required_text("name")
    fields.update(_OF_SUBTYPE[subtype](call, account))
    audience = call.world.new_node(Kind.AUDIENCE, account, account.id, fields)
    return {"id": writing.stored(call, audience).id}


def _list_fields(call: Call, account: Node) -> dict[str, Any]:
    source = call.params.choice("customer_file_source", _SOURCES)
    if source is None:
        raise invalid(
            "Say where the customers' data comes from (customer_file_source).",
            subcode=1713216,
            title="Customer File Source Required",
            blame=("customer_file_source",),
        )
    return {"customer_file_source": source}


def _visitor_fields(call: Call, account: Node) -> dict[str, Any]:
    rule = call.params.document("rule", (dict, list))
    if rule is None:
        raise required("rule")
    return {"rule": rule, "retention_days": _retention(call) or 30, **_pixel(call, account)}


def _engagement_fields(call: Call, account: Node) -> dict[str, Any]:
    rule = call.params.document("rule", (dict, list))
    if rule is None:
        raise required("rule")
    return {"rule": rule, "retention_days": _retention(call) or 30}


def _lookalike_fields(call: Call, account: Node) -> dict[str, Any]:
    spec = call.params.document("lookalike_spec", dict)
    if spec is None:
        raise required("lookalike_spec")
    country, ratio = spec.get("country"), spec.get("ratio", 0.01)
    if country not in COUNTRY_USERS:
        raise bad_param("lookalike_spec", "given with a country in which audiences can be found")
    if not isinstance(ratio, int | float) or not 0.01 <= ratio <= 0.20:
        raise bad_param("lookalike_spec", "given with a ratio from 0.01 to 0.20")
    origin = _origin(call, account)
    if people_in(call, account, origin) < _SMALLEST_SEED:
        raise invalid(
            f"The source audience has fewer than {_SMALLEST_SEED} people who can be matched. Add more.",
            subcode=1713007,
            title="Source Audience Too Small",
            blame=("origin_audience_id",),
        )
    kept = {
        "type": "custom_ratio",
        **spec,
        "origin": [{"id": origin.id, "name": origin.name, "type": "custom_audience"}],
    }
    return {"lookalike_spec": kept, "origin_audience_id": origin.id}


_OF_SUBTYPE = {
    _CUSTOM: _list_fields,
    _WEBSITE: _visitor_fields,
    _ENGAGEMENT: _engagement_fields,
    _LOOKALIKE: _lookalike_fields,
}


def update_audience(call: Call, audience: Node) -> dict[str, Any]:
    """Rename an audience, or change its description, its rule or how long people stay in it."""
    call.need_write()
    if audience.status == DELETED:
        raise invalid("A deleted audience cannot be edited.", title="Audience Is Deleted")
    values: dict[str, Any] = {name: call.params.text(name) for name in _EDITABLE if name in call.params}
    if "name" in values:
        values["name"] = call.params.required_text("name")
    if "rule" in call.params and "rule" in audience.fields:
        values["rule"] = call.params.document("rule", (dict, list))
    days = _retention(call)
    if days and "retention_days" in audience.fields:
        values["retention_days"] = days
    changes = writing.assign(audience, values)
    if {"rule", "retention_days"} & set(changes):
        audience.fields["content_changed"] = call.now
    writing.saved(call, audience, changes)
    return {"success": True}


def delete_audience(call: Call, audience: Node) -> dict[str, Any]:
    """Delete an audience: ad sets that need it stop, with an issue that says why."""
    call.need_write()
    lookalikes = [
        node
        for node in call.world.store.nodes(Kind.AUDIENCE, audience.account_id)
        if node.fields.get("origin_audience_id") == audience.id and node.status != DELETED
    ]
    if lookalikes:
        raise invalid(
            f"The audience is the source of the lookalike {lookalikes[0].name!r}. Delete that first.",
            title="Audience Is In Use",
        )
    with call.world.store.writing():
        call.world.store.remove_blobs(members_name(audience))
        for ad_set in call.world.store.nodes(Kind.AD_SET, audience.account_id):
            if ad_set.status not in GONE and audience.id in wanted_ids(ad_set.fields["targeting"]):
                ad_set.fields["issues"] = [_deleted_issue(audience)]
                call.world.save(ad_set)
        return writing.delete(call, audience)


def _deleted_issue(audience: Node) -> dict[str, Any]:
    return {
        "level": "AD_SET",
        "error_code": 1815117,
        "error_summary": "Custom Audience Is Deleted",
        "error_message": f"The custom audience {audience.name!r} of this ad set has been deleted. Choose "
        "another audience.",
        "error_type": "HARD_ERROR",
    }


@edge(Kind.AUDIENCE, "ads")
def list_ads_of_audience(call: Call, audience: Node) -> dict[str, Any]:
    """The ads whose ad sets are shown to this audience."""
    call.need_read()
    ad_sets = {
        ad_set.id
        for ad_set in call.world.store.nodes(Kind.AD_SET, audience.account_id)
        if audience.id in wanted_ids(ad_set.fields["targeting"])
    }
    ads = call.world.store.nodes(Kind.AD, audience.account_id)
    return list_nodes(call, [ad for ad in ads if ad.parent_id in ad_sets and ad.status not in GONE])


def wanted_ids(targeting: dict[str, Any], name: str = "custom_audiences") -> list[str]:
    """The ids of the audiences that a targeting spec names."""
    return [
        str(item.get("id")) if isinstance(item, dict) else str(item) for item in targeting.get(name) or []
    ]


def check_audiences(call: Call, account: Node, targeting: dict[str, Any]) -> None:
    """Refuse a targeting that names an audience which is not the account's, or deleted."""
    for name in ("custom_audiences", "excluded_custom_audiences"):
        for audience_id in wanted_ids(targeting, name):
            audience = call.world.store.node(audience_id)
            wrong = (
                audience is None or audience.kind is not Kind.AUDIENCE or audience.account_id != account.id
            )
            if audience is None or wrong or audience.status == DELETED:
                raise invalid(
                    f"The custom audience {audience_id} is not there, or not for this ad account.",
                    subcode=1487172,
                    title="Custom Audience Not Available",
                    blame=("targeting",),
                )


def people_named(call: Call, account: Node, targeting: dict[str, Any], name: str) -> float:
    """How many people are in the audiences that a targeting names; 0 when it names none."""
    found = [call.world.store.node(audience_id) for audience_id in wanted_ids(targeting, name)]
    return sum(people_in(call, account, audience) for audience in found if audience is not None)


def people_in(call: Call, account: Node, audience: Node) -> float:
    """How many people of an audience can be reached."""
    fields = audience.fields
    if fields["subtype"] == _LOOKALIKE:
        spec = fields["lookalike_spec"]
        return float(COUNTRY_USERS[spec["country"]] * spec.get("ratio", 0.01))
    if fields["subtype"] == _CUSTOM:
        return float(fields["count"]) * MATCH_SHARE
    measure, share = _VISITORS_PER_VIEW[fields["subtype"]]
    today = local_day(call.now, zone_of(account))
    rows = call.world.rows(account, today - fields["retention_days"], today)
    return float(rows[measure].sum()) * share


def present_audiences(call: Call, account: Node) -> list[Node]:
    """The account's audiences that are not deleted."""
    return [node for node in call.world.store.nodes(Kind.AUDIENCE, account.id) if node.status != DELETED]


def _retention(call: Call) -> int | None:
    days = call.params.whole("retention_days")
    if days is not None and not 1 <= days <= _LONGEST_RETENTION:
        raise bad_param("retention_days", f"an integer from 1 to {_LONGEST_RETENTION}")
    return days


def _pixel(call: Call, account: Node) -> dict[str, Any]:
    wanted = call.params.text("pixel_id")
    pixels = call.world.store.nodes(Kind.PIXEL, account.id)
    if wanted is not None and wanted not in {pixel.id for pixel in pixels}:
        raise invalid("The pixel does not belong to this ad account.", blame=("pixel_id",))
    return {"pixel_id": wanted or pixels[0].id}


def _origin(call: Call, account: Node) -> Node:
    origin = call.node(call.params.required_text("origin_audience_id"), Kind.AUDIENCE)
    if origin.account_id != account.id or origin.status == DELETED or origin.fields["subtype"] == _LOOKALIKE:
        raise GraphError(
            2654,
            "(#2654) Failed to create custom audience",
            title="Source Audience Not Available",
            reason="The source must be an audience of this ad account that is no lookalike.",
            blame=("origin_audience_id",),
        )
    return origin


def _bound(call: Call, audience: Node, factor: float) -> int:
    """An end of the range that is shown instead of the exact size; small audiences are not told apart."""
    people = people_in(call, call.account_of(audience), audience) * factor
    return max(SMALLEST_SHOWN, int(people // _ROUND_TO * _ROUND_TO))


def _operation_status(call: Call, audience: Node) -> dict[str, Any]:
    if call.now < audience.fields["content_changed"] + POPULATING_SECONDS:
        return {"code": 441, "description": "We're finding people who fit your audience criteria."}
    return {"code": 200, "description": "Normal"}


def _delivery_status(call: Call, audience: Node) -> dict[str, Any]:
    if people_in(call, call.account_of(audience), audience) < _SMALLEST_SEED:
        return {"code": 300, "description": "Audience too small: add more people before you use it in ads."}
    return {"code": 200, "description": "This audience is ready for use."}


def _kept(name: str) -> Any:
    return lambda call, node: node.fields.get(name)


def _rule(call: Call, audience: Node) -> str | None:
    return json.dumps(audience.fields["rule"]) if "rule" in audience.fields else None


GRAPH[Kind.AUDIENCE].fields = {
    "id": lambda call, node: node.id,
    "account_id": lambda call, node: node.account_id,
    "name": lambda call, node: node.name,
    **{
        name: _kept(name)
        for name in (
            "description", "subtype", "customer_file_source", "retention_days", "pixel_id", "lookalike_spec",
            "opt_out_link", "origin_audience_id",
        )
    },
    "rule": _rule,
    "approximate_count_lower_bound": lambda call, node: _bound(call, node, 0.94),
    "approximate_count_upper_bound": lambda call, node: _bound(call, node, 1.1),
    "operation_status": _operation_status,
    "delivery_status": _delivery_status,
    "time_created": lambda call, node: int(node.created),
    "time_updated": lambda call, node: int(node.updated),
    "time_content_updated": lambda call, node: int(node.fields["content_changed"]),
    "is_value_based": lambda call, node: False,
}  # fmt: skip
GRAPH[Kind.AUDIENCE].update = update_audience
GRAPH[Kind.AUDIENCE].delete = delete_audience
