"""Ad creatives: create, read, rename, delete. Their content cannot be edited, as on the platform."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.campaigns import labels_of
from adsandbox.meta.enums import CALLS_TO_ACTION
from adsandbox.meta.errors import GraphError, bad_param, invalid
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.images import image_of_hash, image_url
from adsandbox.meta.instagram import check_instagram
from adsandbox.meta.lead_forms import check_form
from adsandbox.meta.params import Params
from adsandbox.meta.videos import check_video, thumbnail_url
from adsandbox.world.nodes import Kind, Node

_EDITABLE = frozenset(
    {
        "name",
        "status",
        "adlabels",
        "account_id",
        "execution_options",
        "access_token",
        "appsecret_proof",
        "fields",
    }
)
_KEPT = (
    "object_story_spec",
    "asset_feed_spec",
    "degrees_of_freedom_spec",
    "platform_customizations",
    "contextual_multi_ads",
)
_URL = re.compile(r"^https?://[^\s/$.?#][^\s]*$", re.IGNORECASE)


@edge(Kind.ACCOUNT, "adcreatives")
def list_creatives(call: Call, account: Node) -> dict[str, Any]:
    """The account's creatives."""
    call.need_read()
    return list_filtered(call, call.world.store.nodes(Kind.CREATIVE, account.id))


@edge(Kind.ACCOUNT, "adcreatives", "POST")
def create_creative(call: Call, account: Node) -> dict[str, Any]:
    """Make a creative."""
    writing.account_for_write(call, account, Kind.CREATIVE)
    fields = creative_fields(call, account, call.params)
    if call.validate_only:
        return {"success": True}
    node = call.world.new_node(Kind.CREATIVE, account, account.id, fields)
    return {"id": writing.stored(call, node).id, "success": True}


def creative_fields(call: Call, account: Node, params: Params) -> dict[str, Any]:
    """The fields of a new creative, checked."""
    fields: dict[str, Any] = {"status": "ACTIVE"}
    for name in _KEPT:
        document = params.document(name, dict)
        if document is not None:
            fields[name] = document
    for name in ("url_tags", "object_story_id", "image_hash", "title", "body", "object_url", "link_url"):
        if params.text(name):
            fields[name] = params.text(name)
    story = fields.get("object_story_spec")
    if story is None and "asset_feed_spec" not in fields:
        raise invalid(
            "The creative needs object_story_spec (or asset_feed_spec).",
            subcode=1443048,
            title="Object Story Spec Required",
            blame=("object_story_spec",),
        )
    if story is not None:
        _check_story(call, account, story, feed="asset_feed_spec" in fields)
    if "asset_feed_spec" in fields:
        _check_feed(call, account, fields["asset_feed_spec"])
    fields["name"] = params.text("name") or _title(fields) or "Creative"
    fields["adlabels"] = writing.label_ids(call, account) or [] if params is call.params else []
    return fields


def update_creative(call: Call, creative: Node) -> dict[str, Any]:
    """Rename, label or delete; anything else is refused."""
    call.need_write()
    fixed = sorted(set(call.params) - _EDITABLE)
    if fixed:
        raise invalid(
            f"The {fixed[0]} of a creative cannot be changed. Make a new creative instead.",
            subcode=1815573,
            title="Creative Cannot Be Edited",
            blame=(fixed[0],),
        )
    status = writing.new_status(call, creative)
    values: dict[str, Any] = {"status": status} if status else {}
    if call.params.text("name") is not None:
        values["name"] = call.params.required_text("name")
    labels = writing.label_ids(call, call.account_of(creative))
    if labels is not None:
        values["adlabels"] = labels
    if not call.validate_only:
        writing.saved(call, creative, writing.assign(creative, values))
    return {"success": True}


def texts_of(creative: Node) -> str:
    """All words of a creative, for its review."""
    return " ".join(_strings({name: creative.fields.get(name) for name in (*_KEPT, "title", "body", "name")}))


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _check_story(call: Call, account: Node, story: dict[str, Any], feed: bool) -> None:
    page_id = str(story.get("page_id") or "")
    page = call.world.store.node(page_id) if page_id else None
    if page is None or page.kind is not Kind.PAGE or page.account_id != account.id:
        raise invalid(
            "The page of the object_story_spec is missing, or this ad account may not advertise for it.",
            subcode=1443048,
            title="Page Required",
            blame=("object_story_spec",),
        )
    link, video = story.get("link_data"), story.get("video_data")
    if link is None and video is None:
        if feed:
            return
        raise invalid(
            "The object_story_spec needs link_data or video_data.",
            subcode=1443048,
            title="Object Story Spec Incomplete",
            blame=("object_story_spec",),
        )
    if not isinstance(link if link is not None else video, dict):
        raise bad_param("object_story_spec", "given with link_data or video_data as an object")
    if isinstance(video, dict) and not (video.get("image_hash") or video.get("image_url")):
        raise invalid(
            "A video needs a thumbnail: image_hash or image_url.",
            subcode=1443226,
            title="Thumbnail Required",
            blame=("object_story_spec",),
        )
    check_instagram(call, account, story)
    if isinstance(video, dict):
        _check_video_data(call, account, video)
    if isinstance(link, dict):
        _check_link(call, account, link)


def _check_video_data(call: Call, account: Node, video: dict[str, Any]) -> None:
    check_video(call, account, video.get("video_id"))
    if video.get("image_hash"):
        check_image(call, account, video["image_hash"])
    else:
        check_url(video["image_url"], call.base_url)
    check_call_to_action(call, account, video.get("call_to_action"))


def _check_link(call: Call, account: Node, link: dict[str, Any]) -> None:
    if not link.get("link"):
        raise invalid(
            "The link is missing: where should the ad lead?",
            subcode=2061015,
            title="Link Required",
            blame=("object_story_spec",),
        )
    check_url(link["link"])
    if link.get("image_hash"):
        check_image(call, account, link["image_hash"])
    check_call_to_action(call, account, link.get("call_to_action"))
    children = link.get("child_attachments")
    if children is None:
        return
    if not isinstance(children, list) or not 2 <= len(children) <= 10:
        raise invalid("A carousel needs 2 to 10 cards.", subcode=1443048, blame=("object_story_spec",))
    for child in children:
        if not isinstance(child, dict):
            raise bad_param("object_story_spec", "given with child_attachments as an array of objects")
        check_url(child.get("link") or link["link"])
        if child.get("image_hash"):
            check_image(call, account, child["image_hash"])
        if child.get("video_id"):
            check_video(call, account, child["video_id"])
        check_call_to_action(call, account, child.get("call_to_action"))


def check_url(url: Any, own: str = "") -> None:
    """Refuse what is no web address; addresses of the sandbox itself (that begin with `own`) are fine."""
    if own and isinstance(url, str) and url.startswith(f"{own}/"):
        return
    if not isinstance(url, str) or not _URL.match(url) or "." not in (urlsplit(url).hostname or ""):
        raise invalid(
            f"The address {str(url)[:200]!r} is not a valid URL.",
            subcode=2446383,
            title="Invalid URL",
            blame=("object_story_spec",),
        )


def check_image(call: Call, account: Node, image_hash: Any) -> None:
    """Refuse an image that the account does not have."""
    if image_of_hash(call, account, str(image_hash)) is None:
        raise invalid(
            "The image was not found in this ad account. Upload it first.",
            subcode=2446386,
            title="Image Not Found",
            blame=("object_story_spec",),
        )


def check_call_to_action(call: Call, account: Node, action: Any) -> None:
    """Refuse an unknown button, or one with an invalid address or a lead form that is not there."""
    if action is None:
        return
    if not isinstance(action, dict):
        raise bad_param("call_to_action", "an object with type and value")
    if action.get("type") not in CALLS_TO_ACTION:
        raise GraphError(
            100,
            "(#100) Param object_story_spec[link_data][call_to_action][type] must be one of "
            f"{{{', '.join(sorted(CALLS_TO_ACTION))}}}",
            blame=("object_story_spec",),
        )
    value = action.get("value") or {}
    if isinstance(value, dict) and value.get("link"):
        check_url(value["link"])
    if isinstance(value, dict) and value.get("lead_gen_form_id"):
        check_form(call, account, value["lead_gen_form_id"])


def _check_feed(call: Call, account: Node, feed: dict[str, Any]) -> None:
    for image in _listed(feed, "images"):
        check_image(call, account, image.get("hash") if isinstance(image, dict) else image)
    for link in _listed(feed, "link_urls"):
        check_url(link.get("website_url") if isinstance(link, dict) else link)
    for video in _listed(feed, "videos"):
        check_video(call, account, video.get("video_id") if isinstance(video, dict) else video)
    for kind in _listed(feed, "call_to_action_types"):
        check_call_to_action(call, account, {"type": kind})


def _listed(feed: dict[str, Any], name: str) -> list[Any]:
    items = feed.get(name) or []
    if not isinstance(items, list):
        raise bad_param("asset_feed_spec", f"given with {name} as an array")
    return items


def _link_data(creative: Node) -> dict[str, Any]:
    story = creative.fields.get("object_story_spec") or {}
    return story.get("link_data") or {}


def _video_data(creative: Node) -> dict[str, Any]:
    story = creative.fields.get("object_story_spec") or {}
    return story.get("video_data") or {}


def _title(fields: dict[str, Any]) -> str | None:
    story = fields.get("object_story_spec") or {}
    link, video = story.get("link_data") or {}, story.get("video_data") or {}
    title: str | None = link.get("name") or video.get("title")
    return title


def creative_image(call: Call, creative: Node) -> str | None:
    """The address of the creative's first picture, or of its video's thumbnail."""
    shown = _link_data(creative) or _video_data(creative)
    account = call.account_of(creative)
    image_hash = shown.get("image_hash") or creative.fields.get("image_hash")
    feed = creative.fields.get("asset_feed_spec") or {}
    if not image_hash:
        images = feed.get("images") or []
        image_hash = images[0].get("hash") if images and isinstance(images[0], dict) else None
    image = image_of_hash(call, account, image_hash) if image_hash else None
    if image is not None:
        return image_url(call, image)
    video = call.world.store.node(str(video_of(creative) or ""))
    return shown.get("picture") or shown.get("image_url") or (thumbnail_url(call, video) if video else None)


def video_of(creative: Node) -> str | None:
    """The id of the creative's first video, or None."""
    videos = (creative.fields.get("asset_feed_spec") or {}).get("videos") or [{}]
    first = videos[0] if isinstance(videos[0], dict) else {"video_id": videos[0]}
    return _video_data(creative).get("video_id") or first.get("video_id")


def _object_type(creative: Node) -> str:
    return "VIDEO" if video_of(creative) else "SHARE"


def _from_link(name: str) -> Any:
    return lambda call, node: (_link_data(node) or _video_data(node)).get(name)


GRAPH[Kind.CREATIVE].fields = {
    "id": lambda call, node: node.id,
    "account_id": lambda call, node: node.account_id,
    "name": lambda call, node: node.name,
    "status": lambda call, node: node.status,
    "object_story_spec": lambda call, node: node.fields.get("object_story_spec"),
    "asset_feed_spec": lambda call, node: node.fields.get("asset_feed_spec"),
    "degrees_of_freedom_spec": lambda call, node: node.fields.get("degrees_of_freedom_spec"),
    "platform_customizations": lambda call, node: node.fields.get("platform_customizations"),
    "contextual_multi_ads": lambda call, node: node.fields.get("contextual_multi_ads"),
    "adlabels": lambda call, node: [Ref(label, ("id", "name")) for label in labels_of(call, node)] or None,
    "title": lambda call, node: node.fields.get("title") or _title(node.fields),
    "body": lambda call, node: node.fields.get("body") or _from_link("message")(call, node),
    "image_hash": lambda call, node: node.fields.get("image_hash") or _from_link("image_hash")(call, node),
    "video_id": lambda call, node: video_of(node),
    "instagram_user_id": lambda call, node: (node.fields.get("object_story_spec") or {}).get(
        "instagram_user_id"
    ),
    "image_url": creative_image,
    "thumbnail_url": creative_image,
    "link_url": lambda call, node: node.fields.get("link_url") or _link_data(node).get("link"),
    "url_tags": lambda call, node: node.fields.get("url_tags"),
    "object_type": lambda call, node: _object_type(node),
    "call_to_action": _from_link("call_to_action"),
    "call_to_action_type": lambda call, node: (_from_link("call_to_action")(call, node) or {}).get("type"),
    "actor_id": lambda call, node: (node.fields.get("object_story_spec") or {}).get("page_id"),
    "effective_object_story_id": lambda call, node: _story_id(node),
}


def _story_id(creative: Node) -> str | None:
    page_id = (creative.fields.get("object_story_spec") or {}).get("page_id")
    return f"{page_id}_{creative.id}" if page_id else None


GRAPH[Kind.CREATIVE].update = update_creative
GRAPH[Kind.CREATIVE].delete = writing.delete
