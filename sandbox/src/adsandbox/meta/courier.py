"""Sends webhooks and callbacks: proves addresses, signs bodies, tries again, and can double or swap them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import math
import secrets
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

from adsandbox.meta.errors import GraphError
from adsandbox.meta.subscriptions import OBJECT, keep_subscription, subscription
from adsandbox.meta.watch import Change, Watch
from adsandbox.world.faults import WEBHOOK
from adsandbox.world.world import World

_log = logging.getLogger("adsandbox.meta")
_TIMEOUT_SECONDS = 10.0
_LONGEST_ANSWER = 100_000
_AGENT = {"User-Agent": "facebookexternalua"}


class Courier:
    """The platform's outgoing side, in the server's event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._watch = Watch(world)
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Send what is due, and wait until something is; ends when cancelled."""
        self._world.wake = self._woken.set
        while True:
            self._woken.clear()
            try:
                await self._wait_until(await self._step())
            except Exception:  # a fault of the sandbox itself must not stop all later messages
                _log.exception("The sandbox failed to send what is due")
                await self._woken.wait()

    async def _step(self) -> float:
        """Queue what has changed and send one message that is due; gives the instant of the next step."""
        for change in self._watch.changes():
            queue_webhook(self._world, change)
        began = self._world.now()
        delivery = self._world.outbox.next_due()
        if delivery is None or delivery.due > began:
            return min(self._watch.next_moment, delivery.due if delivery else math.inf)
        status, answer = await _send(delivery.url, delivery.headers, delivery.body.encode())
        self._world.outbox.note(delivery, began, status, answer)
        return began

    async def _wait_until(self, instant: float) -> None:
        """Wait for something to happen, or for a virtual instant if the clock runs towards it."""
        if instant <= self._world.now():
            return
        factor = self._world.clock.pace.factor
        seconds = (instant - self._world.now()) / factor if factor and instant < math.inf else None
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    async def verify(self, before: dict[str, Any] | None) -> GraphError | None:
        """Let the address of a new subscription prove itself by echoing a challenge.

        When it does not, the subscription from `before` is put back, and the error is given.
        """
        wanted = subscription(self._world)
        if wanted is None or wanted["active"]:
            return None
        challenge = str(secrets.randbelow(2_000_000_000))
        query = {
            "hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": wanted["verify_token"]
        }  # fmt: skip
        joiner = "&" if "?" in wanted["callback_url"] else "?"
        status, answer = await _send(wanted["callback_url"] + joiner + urlencode(query), _AGENT, None)
        if status == 200 and answer.strip() == challenge:
            keep_subscription(self._world, {**wanted, "active": True})
            return None
        keep_subscription(self._world, before)
        problem = (
            f"HTTP Status Code = {status}"
            if status is not None and status != 200
            else f"expected the challenge {challenge!r}, received {answer[:60]!r}"
        )
        return GraphError(
            2200, f"(#2200) Callback verification failed with the following errors: {problem}", status=400
        )


def queue_webhook(world: World, change: Change) -> bool:
    """Put a change on its way, if the app has asked for it; faults may double it or let it overtake.

    Gives whether it is on its way.
    """
    wanted = subscription(world)
    if wanted is None or not wanted["active"] or change.field not in wanted["fields"]:
        return False
    now = world.now()
    changes = [{"field": change.field, "value": change.value}]
    document = {"object": OBJECT, "entry": [{"id": change.account_id, "time": int(now), "changes": changes}]}
    body = json.dumps(document, separators=(",", ":"))
    headers = {"Content-Type": "application/json", **_AGENT, **signatures(world.app_secret, body.encode())}
    delivery = world.outbox.add("webhook", wanted["callback_url"], headers, body, now)
    fault = world.faults.take("POST", f"/act_{change.account_id}/{change.field}", now, family=WEBHOOK)
    if fault is not None and fault.kind == "webhook_duplicate":
        world.outbox.add_again(delivery)
    if fault is not None and fault.kind == "webhook_reorder":
        world.outbox.swap_last_two()
    return True


def signatures(secret: str, body: bytes) -> dict[str, str]:
    """The headers that prove a body to be the platform's."""
    key = secret.encode()
    return {
        "X-Hub-Signature": "sha1=" + hmac.new(key, body, hashlib.sha1).hexdigest(),
        "X-Hub-Signature-256": "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest(),
    }


def signed_request(secret: str, document: dict[str, Any]) -> str:
    """A document with its signature, as the platform posts it to an app's callbacks."""
    payload = _base64(json.dumps(document).encode())
    signature = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    return f"{_base64(signature)}.{payload}"


def queue_callback(world: World, kind: str, user_id: str) -> bool:
    """Post a signed request to the app's callback of this kind: `deauthorize` or `data_deletion`.

    Gives whether the app has such an address.
    """
    url = world.store.setting(f"{kind}_callback_url")
    if not url:
        return False
    document = {"user_id": user_id, "algorithm": "HMAC-SHA256", "issued_at": int(world.now())}
    body = urlencode({"signed_request": signed_request(world.app_secret, document)})
    headers = {"Content-Type": "application/x-www-form-urlencoded", **_AGENT}
    world.outbox.add(kind, url, headers, body, world.now())
    world.wake()
    return True


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


async def _send(url: str, headers: dict[str, str], body: bytes | None) -> tuple[int | None, str]:
    """Status and text of an answer; no status when there was none."""
    return await asyncio.to_thread(_send_now, url, headers, body)


def _send_now(url: str, headers: dict[str, str], body: bytes | None) -> tuple[int | None, str]:
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - checked to be on this machine
    try:
        with _OPENER.open(request, timeout=_TIMEOUT_SECONDS) as answer:
            return answer.status, answer.read(_LONGEST_ANSWER).decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
    except (OSError, ValueError) as error:
        return None, type(error).__name__


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A callback that sends elsewhere has not taken the message."""

    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
