"""Assets: texts, sitelinks, callouts and pictures. They are never removed, only taken off."""

from __future__ import annotations

import hashlib
from typing import Any

from adsandbox.google.messages import enum_name, set_enum
from adsandbox.google.resources import Edit, ResourceType
from adsandbox.google.rules import check_final_urls, check_name, check_text, has_namesake
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.picture_files import read_picture

LONGEST_LINK_TEXT, LONGEST_LINE, LONGEST_CALLOUT, LONGEST_TEXT = 25, 35, 25, 90
LARGEST_PICTURE = 5 * 1024 * 1024
_TYPES = {
    "text_asset": "TEXT",
    "sitelink_asset": "SITELINK",
    "callout_asset": "CALLOUT",
    "image_asset": "IMAGE",
}
_MIME_TYPES = {"image/png": "IMAGE_PNG", "image/jpeg": "IMAGE_JPEG", "image/gif": "IMAGE_GIF"}
# Told apart so as to be refused as what they are.
_OTHER_KINDS = frozenset({
    "youtube_video_asset", "media_bundle_asset", "lead_form_asset", "promotion_asset",
    "structured_snippet_asset", "call_asset", "price_asset", "call_to_action_asset",
    "mobile_app_asset", "hotel_callout_asset", "business_message_asset",
})  # fmt: skip


def _check(edit: Edit) -> None:
    asset = edit.after
    kind = asset.WhichOneof("asset_data")
    if kind is None:
        edit.refuse("asset_error", "ASSET_DATA_IS_MISSING")
        return
    if kind not in _TYPES:
        edit.refuse("asset_error", "CUSTOMER_NOT_ON_ALLOWLIST_FOR_ASSET_TYPE", kind)
        return
    set_enum(asset, "type_", _TYPES[kind])
    set_enum(asset, "source", "ADVERTISER")
    if edit.changes("name") and asset.name:
        check_name(edit, asset.name, "name")
        if not edit.creates:
            edit.refuse("asset_error", "CANNOT_MODIFY_ASSET_NAME", "name")
        elif not edit.problems and _existing(edit) is None and has_namesake(edit, Kind.ASSET):
            edit.refuse("asset_error", "DUPLICATE_ASSET_NAME", "name", trigger=asset.name)
    check_final_urls(edit, asset.final_urls)
    _CHECKS[kind](edit, getattr(asset, kind))


def _text(edit: Edit, text: Any) -> None:
    check_text(edit, text.text, LONGEST_TEXT, "text_asset", "text")


def _sitelink(edit: Edit, sitelink: Any) -> None:
    check_text(edit, sitelink.link_text, LONGEST_LINK_TEXT, "sitelink_asset", "link_text")
    if not edit.after.final_urls:
        edit.refuse("field_error", "REQUIRED", "final_urls")
    lines = ("description1", "description2")
    if bool(sitelink.description1) != bool(sitelink.description2):
        missing = next(line for line in lines if not getattr(sitelink, line))
        edit.refuse("field_error", "REQUIRED", "sitelink_asset", missing)
        return
    for line in lines:
        if getattr(sitelink, line):
            check_text(edit, getattr(sitelink, line), LONGEST_LINE, "sitelink_asset", line)


def _callout(edit: Edit, callout: Any) -> None:
    check_text(edit, callout.callout_text, LONGEST_CALLOUT, "callout_asset", "callout_text")


def _image(edit: Edit, image: Any) -> None:
    if not edit.creates:
        return
    if not edit.after.name:
        edit.refuse("asset_error", "NAME_REQUIRED_FOR_ASSET_TYPE", "name")
    if not image.data:
        edit.refuse("field_error", "REQUIRED", "image_asset", "data")
        return
    if len(image.data) > LARGEST_PICTURE:
        edit.refuse("image_error", "FILE_TOO_LARGE", "image_asset", "data")
        return
    picture = read_picture(image.data)
    if picture is None:
        edit.refuse("image_error", "INVALID_IMAGE", "image_asset", "data")
        return
    image.file_size = len(image.data)
    image.full_size.width_pixels, image.full_size.height_pixels = picture.width, picture.height
    set_enum(image, "mime_type", _MIME_TYPES[picture.media_type])


_CHECKS = {
    "text_asset": _text,
    "sitelink_asset": _sitelink,
    "callout_asset": _callout,
    "image_asset": _image,
}


def _existing(edit: Edit) -> Node | None:
    """Texts and pictures are kept once: the same again gives the one that is there."""
    identity = _identity(edit.after)
    if not identity:
        return None
    return edit.call.world.store.find_node(Kind.ASSET, edit.call.customer.id, "identity", identity)


def _identity(asset: Any) -> str:
    if enum_name(asset, "type_") == "TEXT":
        return f"text:{asset.text_asset.text}"
    if enum_name(asset, "type_") == "IMAGE" and asset.image_asset.data:
        return f"image:{hashlib.sha256(asset.image_asset.data).hexdigest()}"
    return ""


def _stored(edit: Edit, node: Node) -> None:
    """The bytes of a picture are kept beside the asset, which does not give them out again."""
    if not edit.creates:
        return
    node.fields["identity"] = _identity(edit.after)
    image = edit.after.image_asset
    if image.data:
        media_type = next(kind for kind, name in _MIME_TYPES.items() if name == enum_name(image, "mime_type"))
        edit.call.world.store.add_blob(f"asset/{node.id}", media_type, image.data)
        node.fields["resource"]["image_asset"].pop("data")


ASSET = ResourceType(
    kind=Kind.ASSET,
    message="Asset",
    collection="assets",
    fields=frozenset({
        "name", "final_urls", "final_mobile_urls", "tracking_url_template", "final_url_suffix",
        "url_custom_parameters", *_TYPES,
        *_OTHER_KINDS,
    }),
    refused=_OTHER_KINDS,
    check=_check,
    verbs=frozenset({"create", "update"}),
    existing=_existing,
    stored=_stored,
)  # fmt: skip
