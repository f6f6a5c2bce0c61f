"""Responsive search ads: in their ad groups (`AdGroupAd`), and their words by themselves (`Ad`)."""

from __future__ import annotations

from typing import Any

from adsandbox.google.ad_groups import AD_GROUP
from adsandbox.google.errors import Step
from adsandbox.google.messages import enum_name, set_enum
from adsandbox.google.policy import check_ad, submit
from adsandbox.google.resources import ENABLED, REMOVED, Edit, ResourceType
from adsandbox.google.rules import check_count, check_final_urls, check_text
from adsandbox.world.nodes import Kind, Node

HEADLINES, DESCRIPTIONS = (3, 15), (2, 4)
LONGEST_HEADLINE, LONGEST_DESCRIPTION, LONGEST_PATH = 30, 90, 15
MOST_ENABLED = 3
_PINS = {
    "headlines": ("HEADLINE_1", "HEADLINE_2", "HEADLINE_3"),
    "descriptions": ("DESCRIPTION_1", "DESCRIPTION_2"),
}
_AD_FIELDS = frozenset({
    "final_urls", "final_mobile_urls", "tracking_url_template", "final_url_suffix", "url_custom_parameters",
    "responsive_search_ad",
})  # fmt: skip


def texts_of(ad: Any) -> list[str]:
    """Every text of an ad that people may see."""
    words = ad.responsive_search_ad
    parts = [*words.headlines, *words.descriptions]
    return [*(part.text for part in parts), words.path1, words.path2]


def _check_ad(edit: Edit, ad: Any, *path: Step) -> None:
    """Rules of the ad itself; `path` leads to it."""
    if not ad.HasField("responsive_search_ad"):
        if ad.WhichOneof("ad_data"):
            edit.refuse("ad_error", "INVALID_AD_TYPE", *path)
        else:
            edit.refuse("field_error", "REQUIRED", *path, "responsive_search_ad")
        return
    set_enum(ad, "type_", "RESPONSIVE_SEARCH_AD")
    if not ad.final_urls:
        edit.refuse("field_error", "REQUIRED", *path, "final_urls")
    check_final_urls(edit, ad.final_urls, *path)
    words, place = ad.responsive_search_ad, (*path, "responsive_search_ad")
    _check_texts(edit, words, "headlines", HEADLINES, LONGEST_HEADLINE, place)
    _check_texts(edit, words, "descriptions", DESCRIPTIONS, LONGEST_DESCRIPTION, place)
    for field in ("path1", "path2"):
        if words.HasField(field) and getattr(words, field):
            check_text(edit, getattr(words, field), LONGEST_PATH, *place, field)
    if words.path2 and not words.path1:
        edit.refuse("ad_error", "CANNOT_SET_PATH2_WITHOUT_PATH1", *place, "path2")
    if not edit.problems:
        check_ad(edit, texts_of(ad), *path)


def _check_texts(
    edit: Edit, words: Any, field: str, count: tuple[int, int], longest: int, place: tuple[Step, ...]
) -> None:
    parts = getattr(words, field)
    check_count(edit, len(parts), *count, *place, field)
    seen: set[str] = set()
    for index, part in enumerate(parts):
        step: Step = (field, index)
        check_text(edit, part.text, longest, *place, step, "text")
        if part.pinned_field and enum_name(part, "pinned_field") not in _PINS[field]:
            edit.refuse("asset_link_error", "INVALID_PINNED_FIELD", *place, step, "pinned_field")
        if part.text in seen:
            edit.refuse("asset_error", "DUPLICATE_ASSET", *place, step, trigger=part.text)
        seen.add(part.text)


def _check(edit: Edit) -> None:
    group = edit.referenced(AD_GROUP.collection, edit.after.ad_group, "ad_group")
    if edit.creates:
        if group is not None and group.fields["status"] == REMOVED:
            code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
            edit.refuse("context_error", code, "ad_group", trigger=edit.after.ad_group)
        for descriptor, _ in list(edit.after.ad.ListFields()):
            if descriptor.name in ("id", "resource_name", "type_"):
                edit.after.ad.ClearField(descriptor.name)
            elif descriptor.name not in _AD_FIELDS and descriptor.containing_oneof is None:
                edit.refuse("context_error", "OPERATION_NOT_PERMITTED_FOR_CONTEXT", "ad", descriptor.name)
        _check_ad(edit, edit.after.ad, "ad")
    if group is not None and enum_name(edit.after, "status") == ENABLED:
        _check_room(edit, group)


def _check_room(edit: Edit, group: Node) -> None:
    """At most three enabled ads of this type in an ad group."""
    own = edit.node.id if edit.node else ""
    ads = edit.call.world.store.nodes(Kind.AD_GROUP_AD, parent_id=group.id)
    present = sum(1 for node in ads if node.fields["status"] == ENABLED and node.id != own)
    if present >= MOST_ENABLED:
        details = {
            "resource_count_details": {
                "enclosing_id": group.id,
                "enclosing_resource": "AdGroup",
                "limit": MOST_ENABLED,
                "existing_count": present,
                "limit_type": "RESPONSIVE_SEARCH_ADS_PER_AD_GROUP",
            }
        }
        edit.refuse("resource_count_limit_exceeded_error", "AD_GROUP_AD_LIMIT", details=details)


def _tail(edit: Edit, node: Node) -> str:
    ad = edit.after.ad
    ad.id = int(node.id)
    ad.resource_name = f"customers/{node.account_id}/ads/{node.id}"
    return f"{node.parent_id}~{node.id}"


def _stored(edit: Edit, node: Node) -> None:
    if edit.creates:
        submit(edit, node, texts_of(edit.after.ad))


def _check_words(edit: Edit) -> None:
    _check_ad(edit, edit.after)


def _words_stored(edit: Edit, node: Node) -> None:
    """An edited ad is reviewed again."""
    submit(edit, node, texts_of(edit.after))


AD_GROUP_AD = ResourceType(
    kind=Kind.AD_GROUP_AD,
    message="AdGroupAd",
    collection="adGroupAds",
    fields=frozenset({"ad_group", "ad", "status"}),
    check=_check,
    required=("ad_group", "ad"),
    parent=("ad_group", "adGroups"),
    tail=_tail,
    stored=_stored,
)
AD = ResourceType(
    kind=Kind.AD_GROUP_AD,
    message="Ad",
    collection="ads",
    fields=_AD_FIELDS,
    check=_check_words,
    verbs=frozenset({"update"}),
    inside="ad",
    stored=_words_stored,
)
