"""The HTTP face of the Graph: reading requests, troubles on demand, headers, files and the consent dialog."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import Any, cast
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from adsandbox.meta.batch import run_batch
from adsandbox.meta.call import LIVE_VERSIONS
from adsandbox.meta.courier import Courier
from adsandbox.meta.errors import GraphError, missing_object
from adsandbox.meta.graph import answer
from adsandbox.meta.pages import base_url, page_of
from adsandbox.meta.params import Params, Upload
from adsandbox.meta.reading import read_request
from adsandbox.meta.reports import doom
from adsandbox.meta.subscriptions import subscription
from adsandbox.meta.usage import Usage, Use, refusal, use_of
from adsandbox.meta.videos import lost_chunk
from adsandbox.world.faults import BATCH_ITEM, GATEWAY_PAGE, Fault
from adsandbox.world.world import World

_log = logging.getLogger("adsandbox.meta")
_SECRET = ("access_token", "appsecret_proof", "client_secret", "fb_exchange_token", "input_token", "bytes")
_LONGEST_SILENCE = 600.0
_REFUSING = ("error", "throttle", "transient_as_permanent", "just_created_missing", "video_chunk_lost")
_ACCOUNT = re.compile(r"act_(\d+)")


class MetaApp:
    """An ASGI application that answers as Meta's Graph does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.usage = Usage()
        self.courier = Courier(world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        path = unquote(request.url.path).strip("/")
        response = await page_of(self.world, request, path) or await self._graph(request, path, receive, send)
        if response is not None:
            await response(scope, receive, send)

    async def _graph(self, request: Request, path: str, receive: Receive, send: Send) -> Response | None:
        try:
            params, files = await read_request(request)
        except GraphError as error:
            return self._json(error.status, error.body(), {})
        except ClientDisconnect:
            return None
        logged = {name: value[:2000] for name, value in params.raw().items() if name not in _SECRET}
        self.world.happen()
        entry = self.world.requests.begin(self.world.now(), request.method, "/" + path, logged)
        fault = self.world.faults.take(request.method, "/" + path, self.world.now(), self._age(path))
        entry.fault = fault.kind if fault else None
        if fault is not None and fault.kind in ("drop_before", "timeout_before"):
            if fault.kind == "timeout_before":
                await _until_caller_leaves(receive, fault.delay_ms / 1000.0 or _LONGEST_SILENCE)
            _drop(send)
            return None
        subscribed = subscription(self.world) if path.endswith("/subscriptions") else None
        status, headers, document = self._troubled(request, path, params, files, fault)
        if path.endswith("/subscriptions") and status == 200:
            unproven = await self.courier.verify(subscribed)
            if unproven is not None:
                status, document = unproven.status, unproven.body()
        entry.status = status
        if isinstance(document, dict) and "error" in document:
            entry.error_code = document["error"].get("code")
        if fault is not None and await _lost(fault, receive, send):
            return None
        if fault is not None and fault.kind.startswith("http_502_html"):
            return HTMLResponse(GATEWAY_PAGE, 502, {"Date": self.world.date_header()})
        response = self._json(status, document, headers)
        if fault is not None and fault.kind == "drop_midway":
            await _half_answered(response, send)
            return None
        return response

    def _age(self, path: str) -> float | None:
        """How many seconds ago the object that a path begins with was made, if there is one."""
        first = next((part for part in path.split("/") if part.isdigit()), "")
        node = self.world.store.node(first) if first else None
        return self.world.now() - node.created if node else None

    def _troubled(
        self, request: Request, path: str, params: Params, files: dict[str, Upload], fault: Fault | None
    ) -> tuple[int, dict[str, str], Any]:
        """The answer, or what a fault puts in its place."""
        kind = fault.kind if fault else ""
        if fault is not None and kind in _REFUSING:
            return self._refused(request.method, path, params, fault)
        if kind == "http_502_html":
            return 502, {}, None
        own_url = base_url(request)
        if path in ("", *LIVE_VERSIONS) and request.method == "POST" and "batch" in params:
            result = self._batch(params, files, own_url, empty=kind == "batch_null")
        elif fault is not None and kind == "stale_read":
            with self.world.as_it_was(fault.changes_back):
                result = self._one(request.method, path, params, files, own_url)
        else:
            result = self._one(request.method, path, params, files, own_url, kind == "empty_page")
        if kind.startswith("report_"):
            doom(self.world, result[2], kind.removeprefix("report_"))
        if fault is not None and kind == "error_after_effect":
            return _fault_error(fault)
        return result

    def _refused(
        self, method: str, path: str, params: Params, fault: Fault
    ) -> tuple[int, dict[str, str], Any]:
        """The error that a fault answers with, without effect."""
        if fault.kind == "error":
            return _fault_error(fault)
        if fault.kind == "video_chunk_lost":
            match = _ACCOUNT.search(path)
            error = lost_chunk(self.world, match.group(1) if match else "", params)
            return error.status, {}, error.body()
        if fault.kind == "throttle":
            headers = (
                self.usage.count(self.world, self._use(method, path), fault.limit).headers
                if fault.headers
                else {}
            )
            error = refusal(fault.limit)
        else:
            headers = self.usage.count(self.world, self._use(method, path)).headers
            error = _impostor() if fault.kind == "transient_as_permanent" else missing_object(method, path)
        return error.status, headers, error.body()

    def _batch(
        self, params: Params, files: dict[str, Upload], base_url: str, empty: bool
    ) -> tuple[int, dict[str, str], Any]:
        if empty:
            return 200, {}, [None for _ in params.document("batch", list)]
        try:
            return (
                200,
                self.usage.count(self.world, Use("", "ads_management", True, False)).headers,
                run_batch(
                    params,
                    files,
                    lambda method, path, values, own: self._item(method, path, values, own, base_url),
                ),
            )
        except GraphError as error:
            return error.status, {}, error.body()

    def _item(
        self, method: str, path: str, params: Params, files: dict[str, Upload], base_url: str
    ) -> tuple[int, dict[str, str], Any] | None:
        """The answer of one item of a batch; None when a fault lets it run out of time."""
        fault = self.world.faults.take(method, "/" + path.lstrip("/"), self.world.now(), family=BATCH_ITEM)
        if fault is not None:
            return None
        return self._one(method, path, params, files, base_url)

    def _one(
        self,
        method: str,
        path: str,
        params: Params,
        files: dict[str, Upload],
        base_url: str,
        empty_page: bool = False,
    ) -> tuple[int, dict[str, str], Any]:
        use = self._use(method, path)
        verdict = self.usage.count(self.world, use)
        headers = verdict.headers
        if verdict.refused is not None:
            return verdict.refused.status, headers, verdict.refused.body()
        try:
            return 200, headers, answer(self.world, method, path, params, files, base_url, empty_page)
        except GraphError as error:
            self.usage.note_error(self.world, use)
            return error.status, headers, error.body()
        except Exception:  # a fault of the sandbox itself must not end it, and must be seen
            _log.exception("The sandbox failed at %s %s", method, path)
            return 500, headers, GraphError(1, "An unknown error occurred", status=500).body()

    def _use(self, method: str, path: str) -> Use:
        """What a call is to the limits."""
        match = _ACCOUNT.search(path)
        first = "" if match else next((part for part in path.split("/") if part.isdigit()), "")
        node = self.world.store.node(first) if first else None
        account_id = match.group(1) if match else node.account_id if node else ""
        return use_of(self.world, account_id, method, path.rstrip("/"), node.kind if node else None)

    def _json(self, status: int, document: Any, headers: dict[str, str]) -> Response:
        content = json.dumps(document, ensure_ascii=False).encode()
        fixed = {"Date": self.world.date_header(), "facebook-api-version": "v26.0"}
        return Response(content, status, {**headers, **fixed}, "application/json; charset=UTF-8")


def _fault_error(fault: Fault) -> tuple[int, dict[str, str], Any]:
    transient = fault.transient if fault.transient is not None else fault.code in (1, 2, 4, 17, 341)
    error = GraphError(
        fault.code,
        fault.message,
        subcode=fault.subcode,
        transient=transient,
        reason=fault.message if fault.subcode else None,
    )
    return fault.status or (500 if fault.code in (1, 2) else 400), {}, error.body()


def _impostor() -> GraphError:
    """An error that passes when the call is made again, though it says the opposite."""
    return GraphError(
        100,
        "Invalid parameter",
        subcode=1487390,
        title="Creative Could Not Be Created",
        reason="The ad creative could not be created. Please try again later.",
    )


async def _half_answered(response: Response, send: Send) -> None:
    """Begin an answer, send half of it, and close the connection."""
    headers = [*response.raw_headers]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    half = bytes(response.body)[: len(response.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    await asyncio.sleep(0.01)
    _drop(send)


async def _lost(fault: Fault, receive: Receive, send: Send) -> bool:
    """Apply what a fault does to the way back; True when there is no answer to send any more."""
    if fault.kind == "drop_after_effect":
        _drop(send)
        return True
    if fault.kind == "timeout_after_effect":
        await _until_caller_leaves(receive, fault.delay_ms / 1000.0 or _LONGEST_SILENCE)
        _drop(send)
        return True
    if fault.kind == "delay_ms":
        await asyncio.sleep(fault.delay_ms / 1000.0)
    return False


async def _until_caller_leaves(receive: Receive, seconds: float) -> None:
    async def leaves() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(leaves(), seconds)
    except TimeoutError:
        return


def _drop(send: Send) -> None:
    """Close the connection without an answer (uvicorn keeps its transport beside its `send`)."""
    cycle = cast(Any, send).__self__
    cycle.transport.abort()
