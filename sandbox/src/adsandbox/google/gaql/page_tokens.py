"""Page tokens: where the next page begins, of which query, and until when that holds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

from adsandbox.google.errors import error
from adsandbox.world.world import World

LIFE_SECONDS = 2 * 3600.0
_SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Page:
    """A place in an answer. `with_summary` and `with_total` say what the first request asked for."""

    start: int = 0
    with_summary: bool = False
    with_total: bool = False


def write_page_token(world: World, asked: str, page: Page) -> str:
    """The token of a page of what was `asked` (the customer and the query)."""
    document = {**asdict(page), "until": world.now() + LIFE_SECONDS, "asked": _digest(asked)}
    content = json.dumps(document).encode()
    return base64.urlsafe_b64encode(_signature(world, content) + content).decode()


def read_page_token(world: World, asked: str, token: str) -> Page:
    """The page of a token.

    Raises:
        AdsError: the token was not given for this query, or is too old.
    """
    try:
        signed = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _invalid() from None
    signature, content = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(world, content)):
        raise _invalid()
    document = json.loads(content)
    if document.pop("asked") != _digest(asked):
        raise _invalid()
    if world.now() > document.pop("until"):
        raise error("request_error", "EXPIRED_PAGE_TOKEN", "page_token")
    return Page(**document)


def _invalid() -> Exception:
    return error("request_error", "INVALID_PAGE_TOKEN", "page_token")


def _signature(world: World, content: bytes) -> bytes:
    key = (world.store.setting("google_client_secret") or "").encode()
    return hmac.digest(key, content, "sha256")[:_SIGNATURE_BYTES]


def _digest(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
