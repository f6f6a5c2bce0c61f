"""Previews of ads: a small HTML page of our own making, in an iframe as the platform gives it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from html import escape
from typing import Any
from urllib.parse import urlsplit

from adsandbox.meta.ads import creative_of
from adsandbox.meta.call import Call, edge
from adsandbox.meta.creatives import creative_fields, creative_image
from adsandbox.meta.enums import AD_FORMATS
from adsandbox.meta.errors import bad_param, required
from adsandbox.meta.params import Params
from adsandbox.world.nodes import Kind, Node

_SIZES = {
    "DESKTOP_FEED_STANDARD": (502, 690),
    "MOBILE_FEED_STANDARD": (320, 560),
    "RIGHT_COLUMN_STANDARD": (280, 300),
    "INSTAGRAM_STANDARD": (320, 560),
}
_TALL = (320, 568)
PREVIEW_PATH = "ads/api/preview_iframe.php"


@edge(Kind.ACCOUNT, "generatepreviews")
def preview_of_spec(call: Call, account: Node) -> dict[str, Any]:
    """A preview of a creative that need not exist yet."""
    call.need_read()
    spec = call.params.document("creative", dict)
    if spec is None:
        raise required("creative")
    if spec.get("creative_id"):
        creative = call.node(str(spec["creative_id"]), Kind.CREATIVE)
    else:
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in spec.items()}
        fields = creative_fields(call, account, Params(texts))
        creative = Node("", Kind.CREATIVE, account.id, account.id, call.now, call.now, fields)
    return _answer(call, creative)


@edge(Kind.CREATIVE, "previews")
def preview_of_creative(call: Call, creative: Node) -> dict[str, Any]:
    """A preview of a creative."""
    call.need_read()
    return _answer(call, creative)


@edge(Kind.AD, "previews")
def preview_of_ad(call: Call, ad: Node) -> dict[str, Any]:
    """A preview of an ad."""
    call.need_read()
    return _answer(call, creative_of(call, ad))


def _answer(call: Call, creative: Node) -> dict[str, Any]:
    ad_format = call.params.choice("ad_format", AD_FORMATS)
    if ad_format is None:
        raise required("ad_format")
    width, height = _SIZES.get(ad_format, _TALL)
    page = preview_page(call, creative, ad_format)
    source = f"{call.base_url}/{PREVIEW_PATH}?d={_sealed(page, call.world.app_secret)}"
    size = f'width="{width}" height="{height}"'
    body = f'<iframe src="{source}" {size} scrolling="yes" style="border: none;"></iframe>'
    return {"data": [{"body": body}]}


def _sealed(page: str, secret: str) -> str:
    """A page as text for an address; signed, so that nobody else's page is served from here."""
    payload = base64.urlsafe_b64encode(zlib.compress(page.encode())).decode()
    return f"{payload}.{_signature(payload, secret)}"


def unsealed(text: str, secret: str) -> str | None:
    """The page of a preview's address, or None if it is not one of ours."""
    payload, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(payload, secret).encode()):
        return None
    return zlib.decompress(base64.urlsafe_b64decode(payload.encode())).decode()


def _signature(payload: str, secret: str) -> str:
    return hmac.new(secret.encode(), payload.encode(), hashlib.sha256).hexdigest()[:32]


def preview_page(call: Call, creative: Node, ad_format: str) -> str:
    """The page inside the frame: who, Sponsored, text, picture, bar with domain and button."""
    story = creative.fields.get("object_story_spec") or {}
    link = story.get("link_data") or {}
    feed = creative.fields.get("asset_feed_spec") or {}
    page = call.world.store.node(str(story.get("page_id") or ""))
    if not isinstance(link, dict):
        raise bad_param("creative", "a creative spec")
    text = link.get("message") or _first(feed, "bodies", "text")
    headline = link.get("name") or _first(feed, "titles", "text")
    address = link.get("link") or _first(feed, "link_urls", "website_url")
    button = (link.get("call_to_action") or {}).get("type") or next(
        iter(feed.get("call_to_action_types") or []), ""
    )
    image = creative_image(call, creative)
    picture = f'<img class="picture" src="{escape(image, quote=True)}" alt="">' if image else ""
    face = f'<img class="face" src="{call.base_url}/media/page/{page.id}" alt="">' if page else ""
    label = str(button).replace("_", " ").title()
    domain = (urlsplit(str(address or "")).hostname or "").removeprefix("www.").upper()
    return _TEMPLATE.format(
        format=escape(ad_format),
        face=face,
        page=escape(page.name if page else ""),
        text=escape(str(text or "")),
        picture=picture,
        domain=escape(domain),
        headline=escape(str(headline or "")),
        description=escape(str(link.get("description") or "")),
        button=f"<b>{escape(label)}</b>" if label and button != "NO_BUTTON" else "",
    )


def _first(feed: dict[str, Any], name: str, key: str) -> str:
    items = feed.get(name) or []
    return str(items[0].get(key, "")) if items and isinstance(items[0], dict) else ""


_TEMPLATE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{format}</title><style>
body{{margin:0;font:14px/1.4 system-ui,sans-serif;color:#1c1e21;background:#fff}}
header{{display:flex;gap:8px;align-items:center;padding:12px}}
.face{{width:40px;height:40px;border-radius:50%}} header small{{display:block;color:#65676b}}
p{{margin:0;padding:0 12px 10px;white-space:pre-wrap}} .picture{{width:100%;display:block}}
footer{{display:flex;justify-content:space-between;align-items:center;gap:8px;
padding:10px 12px;background:#f0f2f5}}
footer small{{color:#65676b;display:block}} footer b{{background:#e4e6eb;border-radius:6px;padding:8px 12px}}
</style></head><body><header>{face}<div><strong>{page}</strong><small>Sponsored</small></div></header>
<p>{text}</p>{picture}<footer><div><small>{domain}</small><strong>{headline}</strong><small>{description}</small></div>
{button}</footer></body></html>"""
