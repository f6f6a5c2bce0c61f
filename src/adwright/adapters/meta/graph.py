"""Calls to the Graph API through Meta's SDK, with the SDK's traps closed.

The SDK's API object is explicit and per token (never the global default, which would leak one tenant's token
into another's call), has a time-out, and its answers are checked here: the SDK takes a 502 page for success.
Paging is our own, because the SDK's cursor ends silently at an empty page that has a next one.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from facebook_business.api import FacebookAdsApi, FacebookResponse
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from adwright.adapters.meta import errors
from adwright.core.errors import Upstream

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


class Graph:
    """The Graph API of one address and one app."""

    def __init__(
        self,
        *,
        graph_url: str = GRAPH_URL,
        app_id: str | None = None,
        app_secret: str | None = None,
        timeout_seconds: float = 60.0,
    ) -> None:
        self.graph_url = graph_url.rstrip("/")
        self.app_id = app_id
        self.app_secret = app_secret
        self._timeout_seconds = timeout_seconds
        self._apis: OrderedDict[str, FacebookAdsApi] = OrderedDict()
        self._lock = threading.Lock()

    async def get(self, token: str, path: tuple[str, ...], params: Mapping[str, Any]) -> Reply:
        """Read one thing. Repeatable."""
        return await asyncio.to_thread(self._call, token, "GET", path, params, None, False)

    async def post(
        self,
        token: str,
        path: tuple[str, ...],
        params: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Reply:
        """Change something. Not repeatable: an error may say `outcome_unknown`."""
        return await asyncio.to_thread(self._call, token, "POST", path, params, files, True)

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

    def _call(
        self,
        token: str,
        method: str,
        path: tuple[str, ...],
        params: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None,
        write: bool,
    ) -> Reply:
        try:
            response = self._api(token).call(method, path, params=dict(params), files=dict(files or {}))
        except FacebookRequestError as error:
            raise _refused(error, write=write) from None
        except requests.ConnectTimeout as error:
            raise errors.unreachable(str(type(error).__name__), sent=False, write=write) from None
        except requests.RequestException as error:
            raise errors.unreachable(str(type(error).__name__), sent=_was_sent(error), write=write) from None
        except (TypeError, ValueError, AttributeError) as error:
            # The SDK stumbles over answers that are not Graph's (a gateway's page, an odd error object).
            raise errors.unreadable(0, str(error), write=write) from None
        return _checked(response, write=write)

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
