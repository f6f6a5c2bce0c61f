"""Calls to the Graph API through Meta's SDK, with the SDK's traps closed.

The SDK's API object is explicit and per token (never the global default, which would leak one tenant's token
into another's call), has a time-out, and its answers are checked here: the SDK takes a 502 page for success.
Paging is our own, because the SDK's cursor ends silently at an empty page that has a next one.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import requests
from facebook_business.api import FacebookAdsApi, FacebookResponse
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from adwright.accounts.ports import NoQuota, Quota
from adwright.adapters.meta import errors
from adwright.core.errors import ReconnectNeeded, Upstream

API_VERSION = "v26.0"
GRAPH_URL = "https://graph.facebook.com"
DIALOG_URL = "https://www.facebook.com"
PAGE_SIZE = 200

_SESSIONS_KEPT = 64

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """One good answer of the Graph API."""

    body: Json
    headers: Mapping[str, str]

    @property
    def platform_now(self) -> datetime:
        """The platform's present instant (UTC), from the Date header; ours when it sends none.

        Raises:
            Upstream: there is no readable Date header.
        """
        try:
            return parsedate_to_datetime(self.headers["Date"]).astimezone(UTC)
        except (KeyError, ValueError) as error:
            raise errors.unreadable(200, "no Date header", write=False) from error


class _Refused(Exception):
    """Meta's refusal with its headers, which say how much of the limits is used."""

    def __init__(self, error: Upstream, headers: Mapping[str, str]) -> None:
        super().__init__(error.message)
        self.error = error
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Request:
    """One call to come."""

    method: str
    path: tuple[str, ...]
    params: Mapping[str, Any]


class Graph:
    """The Graph API of one address and one app."""

    def __init__(
        self,
        *,
        graph_url: str = GRAPH_URL,
        app_id: str | None = None,
        app_secret: str | None = None,
        timeout_seconds: float = 60.0,
        quota: Quota | None = None,
    ) -> None:
        self.graph_url = graph_url.rstrip("/")
        self.app_id = app_id
        self.app_secret = app_secret
        self._timeout_seconds = timeout_seconds
        self._quota = quota or NoQuota()
        self._apis: OrderedDict[str, FacebookAdsApi] = OrderedDict()
        self._lock = threading.Lock()

    async def get(
        self, token: str, path: tuple[str, ...], params: Mapping[str, Any], *, account: str | None = None
    ) -> Reply:
        """Read one thing. Repeatable. `account` is whose limit counts, where the path does not say it."""
        return await self._within_quota(
            account or _account_in(path), self._call, token, "GET", path, params, None, False
        )

    async def post(
        self,
        token: str,
        path: tuple[str, ...],
        params: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None = None,
        *,
        account: str | None = None,
    ) -> Reply:
        """Change something. Not repeatable: an error may say `outcome_unknown`."""
        return await self._within_quota(
            account or _account_in(path), self._call, token, "POST", path, params, files, True
        )

    async def batch(
        self, token: str, requests: Sequence[Request], *, account: str
    ) -> Sequence[Reply | Upstream]:
        """Send several calls in one request; return what became of each, in order.

        Meta answers null for what it did not come to an end with: that may have happened.

        Raises:
            ReconnectNeeded: the token is refused for all of them.
            Upstream: nothing is known of any of them.
        """
        items = [_item(request) for request in requests]
        write = any(request.method != "GET" for request in requests)
        whole = await self._within_quota(account, self._call_batch, token, items, write)
        headers = [_headers_of(reply) for reply in whole.body["items"]]
        await self._quota.note(errors.usages(headers[-1], self.app_id, refused=False))
        replies = [
            _of_item(reply, write=request.method != "GET")
            for request, reply in zip(requests, whole.body["items"], strict=True)
        ]
        refusals = [reply for reply in replies if isinstance(reply, ReconnectNeeded)]
        if len(refusals) == len(replies):
            raise refusals[0]
        return replies

    async def pages(
        self, token: str, path: tuple[str, ...], params: Mapping[str, Any]
    ) -> AsyncIterator[list[Json]]:
        """Read a list page by page, to its real end. Repeatable."""
        wanted: Json = {"limit": PAGE_SIZE, **params}
        while True:
            body = (await self.get(token, path, wanted)).body
            yield list(body.get("data") or [])
            paging = body.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after")
            if not after or "next" not in paging:
                return
            wanted = {**wanted, "after": after}

    async def every(self, token: str, path: tuple[str, ...], params: Mapping[str, Any]) -> list[Json]:
        """Read a whole list."""
        return [row async for page in self.pages(token, path, params) for row in page]

    async def _within_quota(
        self, account: str | None, call: Callable[..., Reply], *arguments: object
    ) -> Reply:
        """Make a call unless its limit is known to be used up, and remember what the answer says of it."""
        subjects = [errors.account_subject(account)] if account else []
        if self.app_id is not None:
            subjects.append(errors.app_subject(self.app_id))
        blocked = await self._quota.blocked_seconds(subjects)
        if blocked > 0:
            raise errors.used_up(blocked)
        try:
            reply = await asyncio.to_thread(call, *arguments)
        except _Refused as refusal:
            refused = refusal.error.code == "rate_limited"
            await self._quota.note(errors.usages(refusal.headers, self.app_id, refused=refused))
            raise refusal.error from None
        await self._quota.note(errors.usages(reply.headers, self.app_id, refused=False))
        return reply

    def _call_batch(self, token: str, items: list[Json], write: bool) -> Reply:
        response = self._send(token, "POST", (), {"batch": items}, None, write)
        replies = response.json()
        if not isinstance(replies, list) or len(replies) != len(items):
            raise errors.unreadable(int(response.status() or 0), str(replies), write=write)
        return Reply({"items": replies}, response.headers() or {})

    def _call(
        self,
        token: str,
        method: str,
        path: tuple[str, ...],
        params: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None,
        write: bool,
    ) -> Reply:
        return _checked(self._send(token, method, path, params, files, write), write=write)

    def _send(
        self,
        token: str,
        method: str,
        path: tuple[str, ...],
        params: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None,
        write: bool,
    ) -> FacebookResponse:
        try:
            return self._api(token).call(method, path, params=dict(params), files=dict(files or {}))
        except FacebookRequestError as error:
            raise _Refused(_refused(error, write=write), error.http_headers() or {}) from None
        except requests.ConnectTimeout as error:
            raise errors.unreachable(str(type(error).__name__), sent=False, write=write) from None
        except requests.RequestException as error:
            raise errors.unreachable(str(type(error).__name__), sent=_was_sent(error), write=write) from None
        except (TypeError, ValueError, AttributeError) as error:
            # The SDK stumbles over answers that are not Graph's (a gateway's page, an odd error object).
            raise errors.unreadable(0, str(error), write=write) from None

    def _api(self, token: str) -> FacebookAdsApi:
        key = hashlib.sha256(token.encode()).hexdigest()
        with self._lock:
            api = self._apis.pop(key, None) or self._new_api(token)
            self._apis[key] = api
            if len(self._apis) > _SESSIONS_KEPT:
                self._apis.popitem(last=False)
        return api

    def _new_api(self, token: str) -> FacebookAdsApi:
        session = FacebookSession(
            app_id=self.app_id,
            app_secret=self.app_secret,
            access_token=token,
            timeout=self._timeout_seconds,
        )
        session.GRAPH = self.graph_url
        # The SDK pins a bundle of its own that has gone stale before; the usual trust store serves better.
        session.requests.verify = True
        return FacebookAdsApi(session, api_version=API_VERSION)


def _account_in(path: tuple[str, ...]) -> str | None:
    """Return the account that a path begins with."""
    return path[0] if path and path[0].startswith("act_") else None


def _headers_of(reply: Json | None) -> dict[str, str]:
    listed = (reply or {}).get("headers") or []
    return {str(each.get("name")): str(each.get("value")) for each in listed}


def _item(request: Request) -> Json:
    """Write a call as an item of a batch: parameters in the body, of a GET in the address."""
    params = urlencode({name: _written(value) for name, value in request.params.items() if value is not None})
    address = "/".join(request.path)
    if request.method == "GET":
        return {"method": "GET", "relative_url": f"{address}?{params}"}
    return {"method": request.method, "relative_url": address, "body": params}


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _of_item(reply: Json | None, *, write: bool) -> Reply | Upstream:
    if reply is None:
        return errors.unanswered(write=write)
    status = int(reply.get("code") or 0)
    headers = _headers_of(reply)
    try:
        body = json.loads(reply.get("body") or "")
    except ValueError:
        return errors.unreadable(status, str(reply.get("body")), write=write)
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return errors.from_graph(body["error"], status, headers, write=write)
    if not isinstance(body, dict) or not 200 <= status < 300:
        return errors.unreadable(status, str(body), write=write)
    return Reply(body, headers)


def _was_sent(error: requests.RequestException) -> bool:
    """A refused connection never carried the request; everything else may have."""
    return "NewConnectionError" not in repr(error) and "Connection refused" not in str(error)


def _refused(error: FacebookRequestError, *, write: bool) -> Upstream:
    status = int(error.http_status() or 0)
    body = error.body()
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return errors.from_graph(body["error"], status, error.http_headers() or {}, write=write)
    return errors.unreadable(status, str(body), write=write)


def _checked(response: FacebookResponse, *, write: bool) -> Reply:
    body = response.json()
    status = int(response.status() or 0)
    if not isinstance(body, dict) or not 200 <= status < 300:
        raise errors.unreadable(status, str(body), write=write)
    return Reply(body, response.headers() or {})
