"""Ads: create, read, update, delete, and their review."""

from __future__ import annotations

import json
from typing import Any

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.campaigns import shared_fields
from adsandbox.meta.creatives import creative_fields, texts_of
from adsandbox.meta.errors import bad_param, invalid, missing_object, required
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.listing import list_nodes
from adsandbox.meta.params import Params
from adsandbox.meta.statuses import issues_info, parent
from adsandbox.world import review
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import DELETED, GONE, is_declined

MOST_ADS = 50


@edge(Kind.ACCOUNT, "ads")
def list_ads(call: Call, account: Node) -> dict[str, Any]:
    """The account's ads."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.AD, account.id))


@edge(Kind.AD_SET, "ads")
def list_ads_of_ad_set(call: Call, ad_set: Node) -> dict[str, Any]:
    """The ad set's ads."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.AD, parent_id=ad_set.id))


@edge(Kind.CAMPAIGN, "ads")
def list_ads_of_campaign(call: Call, campaign: Node) -> dict[str, Any]:
    """The campaign's ads."""
    call.need_read()
    ad_sets = {node.id for node in call.world.store.nodes(Kind.AD_SET, parent_id=campaign.id)}
    ads = call.world.store.nodes(Kind.AD, campaign.account_id)
    return list_filtered(call, [ad for ad in ads if ad.parent_id in ad_sets])


@edge(Kind.AD, "adcreatives")
@edge(Kind.AD_SET, "adcreatives")
def list_creatives_of(call: Call, node: Node) -> dict[str, Any]:
    """The creatives in use by an ad or an ad set."""
    call.need_read()
    ads = [node] if node.kind is Kind.AD else call.world.store.nodes(Kind.AD, parent_id=node.id)
    return list_nodes(call, [creative_of(call, ad) for ad in ads if ad.status not in GONE])


@edge(Kind.ACCOUNT, "ads", "POST")
def create_ad(call: Call, account: Node) -> dict[str, Any]:
    """Make an ad and send it to review."""
    writing.account_for_write(call, account, Kind.AD)
    name = call.params.required_text("name")
    ad_set = _ad_set(call, account)
    status = writing.status_at_creation(call)
    labels = writing.label_ids(call, account) or []
    creative = _creative(call, account)
    if call.validate_only:
        return {"success": True}
    with call.world.store.writing():
        if creative.id == "":
            creative = writing.stored(
                call, call.world.new_node(Kind.CREATIVE, account, account.id, creative.fields)
            )
        fields = {"name": name, "status": status, "creative_id": creative.id, "adlabels": labels}
        for extra in ("tracking_specs", "conversion_domain"):
            if call.params.text(extra) is not None:
                fields[extra] = _loose(call.params.text(extra) or "")
        ad = call.world.new_node(Kind.AD, account, ad_set.id, fields)
        review.submit(
            ad, f"{name} {texts_of(creative)}", call.world.scenario.review, call.world.luck, call.now
        )
        writing.stored(call, ad)
    return {"id": ad.id, "success": True}


def update_ad(call: Call, ad: Node) -> dict[str, Any]:
    """Edit an ad; a new creative sends it to review again."""
    call.need_write()
    status = writing.new_status(call, ad)
    account = call.account_of(ad)
    if call.params.text("adset_id") not in (None, ad.parent_id):
        raise invalid("An ad cannot move to another ad set.", subcode=1815198, blame=("adset_id",))
    values: dict[str, Any] = {"status": status} if status else {}
    if call.params.text("name") is not None:
        values["name"] = call.params.required_text("name")
    labels = writing.label_ids(call, account)
    if labels is not None:
        values["adlabels"] = labels
    creative = _creative(call, account) if call.params.text("creative") is not None else None
    if call.validate_only:
        return {"success": True}
    with call.world.store.writing():
        if creative is not None and creative.id == "":
            creative = writing.stored(
                call, call.world.new_node(Kind.CREATIVE, account, account.id, creative.fields)
            )
        if creative is not None:
            values["creative_id"] = creative.id
        changes = writing.assign(ad, values)
        if "creative_id" in changes and creative is not None:
            review.submit(
                ad, f"{ad.name} {texts_of(creative)}", call.world.scenario.review, call.world.luck, call.now
            )
        writing.saved(call, ad, changes)
    return {"success": True}


def review_again(call: Call, ad: Node) -> None:
    """Send an ad to review once more, after an edit of what it needs to be judged by."""
    if ad.status in GONE:
        return
    creative = creative_of(call, ad)
    review.submit(
        ad, f"{ad.name} {texts_of(creative)}", call.world.scenario.review, call.world.luck, call.now
    )
    call.world.save(ad)


def creative_of(call: Call, ad: Node) -> Node:
    """The creative that an ad shows."""
    creative = call.world.store.node(ad.fields["creative_id"])
    if creative is None:
        raise LookupError(ad.fields["creative_id"])
    return creative


def _ad_set(call: Call, account: Node) -> Node:
    ad_set = call.node(call.params.required_text("adset_id"), Kind.AD_SET)
    if ad_set.account_id != account.id:
        raise invalid("The ad set belongs to another ad account.", blame=("adset_id",))
    if ad_set.status in GONE or parent(call, ad_set).status in GONE:
        raise invalid("The ad set is archived or deleted, so no ad can be added to it.", blame=("adset_id",))
    siblings = [
        node for node in call.world.store.nodes(Kind.AD, parent_id=ad_set.id) if node.status not in GONE
    ]
    if len(siblings) >= MOST_ADS:
        raise invalid(
            f"An ad set can have at most {MOST_ADS} ads.", title="Too Many Ads", blame=("adset_id",)
        )
    return ad_set


def _creative(call: Call, account: Node) -> Node:
    """The creative named by id, or a new one (without id, not stored yet) from its spec."""
    given = call.params.document("creative", (dict, str, int)) if call.params.text("creative") else None
    if given is None:
        raise required("creative")
    spec = given if isinstance(given, dict) else {"creative_id": str(given)}
    creative_id = spec.get("creative_id") or spec.get("id")
    if creative_id:
        creative = call.node(str(creative_id), Kind.CREATIVE)
        if creative.account_id != account.id or creative.status == DELETED:
            raise missing_object("POST", str(creative_id))
        return creative
    if not spec:
        raise bad_param("creative", "an object with creative_id or a creative spec")
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in spec.items()}
    fields = creative_fields(call, account, Params(texts))
    return Node("", Kind.CREATIVE, account.id, account.id, call.now, call.now, fields)


def _loose(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _feedback(call: Call, ad: Node) -> dict[str, Any] | None:
    if not is_declined(ad, call.now):
        return None
    return {"global": ad.fields["review_reasons"]}


GRAPH[Kind.AD].fields = {
    **shared_fields(),
    "adset_id": lambda call, node: node.parent_id,
    "adset": lambda call, node: Ref(parent(call, node)),
    "campaign_id": lambda call, node: parent(call, node).parent_id,
    "campaign": lambda call, node: Ref(parent(call, parent(call, node))),
    "creative": lambda call, node: Ref(creative_of(call, node)),
    "ad_review_feedback": _feedback,
    "issues_info": issues_info,
    "tracking_specs": lambda call, node: node.fields.get("tracking_specs"),
    "conversion_domain": lambda call, node: node.fields.get("conversion_domain"),
    "targeting": lambda call, node: parent(call, node).fields["targeting"],
    "preview_shareable_link": lambda call, node: f"{call.base_url}/preview/{node.id}",
    "last_updated_by_app_id": lambda call, node: call.world.app_id,
    "source_ad_id": lambda call, node: node.fields.get("source_ad_id", "0"),
}
GRAPH[Kind.AD].update = update_ad
GRAPH[Kind.AD].delete = writing.delete
