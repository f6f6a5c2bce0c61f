"""The HTTP face of the Graph: reading requests, troubles on demand, headers, files and the consent dialog."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from email.utils import formatdate
from typing import Any, cast
from urllib.parse import unquote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from adsandbox.meta import oauth
from adsandbox.meta.batch import run_batch
from adsandbox.meta.errors import GraphError, missing_object
from adsandbox.meta.graph import answer
from adsandbox.meta.params import Params, Upload
from adsandbox.meta.previews import PREVIEW_PATH, unsealed
from adsandbox.meta.reports import doom
from adsandbox.meta.usage import Usage, Verdict, refusal
from adsandbox.meta.videos import lost_chunk
from adsandbox.world.faults import Fault
from adsandbox.world.world import World

_log = logging.getLogger("adsandbox.meta")
_SECRET = ("access_token", "appsecret_proof", "client_secret", "fb_exchange_token", "input_token", "bytes")
_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_LONGEST_SILENCE = 600.0
_REFUSING = ("error", "throttle", "transient_as_permanent", "just_created_missing", "video_chunk_lost")
_ACCOUNT = re.compile(r"act_(\d+)")
_MEDIA = ("page/", "video/", "video-thumb/")
LARGEST_BODY = 64 * 1024 * 1024


class MetaApp:
    """An ASGI application that answers as Meta's Graph does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.usage = Usage()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        path = unquote(request.url.path).strip("/")
        response = await self._page(request, path) or await self._graph(request, path, receive, send)
        if response is not None:
            await response(scope, receive, send)

    async def _page(self, request: Request, path: str) -> Response | None:
        """Answers that are not Graph's JSON: pictures, and the consent dialog for people."""
        headers = {"Date": self._date()}
        if path.startswith("media/") and request.method == "GET":
            name = path.removeprefix("media/")
            blob = self.world.store.blob(name if name.startswith(_MEDIA) else f"image/{name}")
            if blob is None:
                return Response("Not found", 404, headers)
            return Response(
                blob[1], media_type=blob[0], headers={**headers, "Cache-Control": "public, max-age=86400"}
            )
        if path == PREVIEW_PATH:
            page = unsealed(request.query_params.get("d", ""), self.world.app_secret)
            policy = {"Content-Security-Policy": "default-src 'none'; img-src *; style-src 'unsafe-inline'"}
            return HTMLResponse(page or "Not found", 200 if page else 404, {**headers, **policy})
        plain = re.sub(r"^v26\.0/", "", path)
        if plain not in ("dialog/oauth", "dialog/oauth/decision"):
            picture = re.fullmatch(r"(\d+)/picture", plain)
            if (
                picture
                and request.method == "GET"
                and request.query_params.get("redirect", "1") not in ("0", "false")
            ):
                known = self.world.store.blob(f"page/{picture.group(1)}")
                if known is not None:
                    return RedirectResponse(
                        f"{_base_url(request)}/media/page/{picture.group(1)}", 302, headers
                    )
            return None
        try:
            if request.method == "GET" and plain == "dialog/oauth":
                page = oauth.dialog_page(self.world, Params(dict(request.query_params)))
                return HTMLResponse(page, headers=headers)
            form = await request.form()
            values = {name: str(value) for name, value in form.multi_items()}
            accounts = [str(value) for value in form.getlist("accounts")]
            return RedirectResponse(oauth.decide(self.world, Params(values), accounts), 302, headers)
        except GraphError as error:
            return HTMLResponse(f"<h1>Error</h1><p>{error.message}</p>", 400, headers)

    async def _graph(self, request: Request, path: str, receive: Receive, send: Send) -> Response | None:
        try:
            params, files = await _read(request)
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
        status, headers, document = self._troubled(request, path, params, files, fault)
        entry.status = status
        if isinstance(document, dict) and "error" in document:
            entry.error_code = document["error"].get("code")
        if fault is not None and await _lost(fault, receive, send):
            return None
        if fault is not None and fault.kind.startswith("http_502_html"):
            return HTMLResponse(_GATEWAY, 502, {"Date": self._date()})
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
        base_url = _base_url(request)
        if path in ("", "v26.0") and request.method == "POST" and "batch" in params:
            result = self._batch(params, files, base_url, empty=kind == "batch_null")
        elif fault is not None and kind == "stale_read":
            with self.world.as_it_was(fault.changes_back):
                result = self._one(request.method, path, params, files, base_url)
        else:
            result = self._one(request.method, path, params, files, base_url, kind == "empty_page")
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
            headers = self._counted(method, path, fault.limit).headers if fault.headers else {}
            error = refusal(fault.limit)
        else:
            headers = self._counted(method, path).headers
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
                self.usage.count(self.world, "", "POST", insights=False).headers,
                run_batch(
                    params,
                    files,
                    lambda method, path, values, own: self._one(method, path, values, own, base_url),
                ),
            )
        except GraphError as error:
            return error.status, {}, error.body()

    def _one(
        self,
        method: str,
        path: str,
        params: Params,
        files: dict[str, Upload],
        base_url: str,
        empty_page: bool = False,
    ) -> tuple[int, dict[str, str], Any]:
        verdict = self._counted(method, path)
        headers = verdict.headers
        if verdict.refused is not None:
            return verdict.refused.status, headers, verdict.refused.body()
        try:
            return 200, headers, answer(self.world, method, path, params, files, base_url, empty_page)
        except GraphError as error:
            return error.status, headers, error.body()
        except Exception:  # a fault of the sandbox itself must not end it, and must be seen
            _log.exception("The sandbox failed at %s %s", method, path)
            return 500, headers, GraphError(1, "An unknown error occurred", status=500).body()

    def _counted(self, method: str, path: str, shown: str | None = None) -> Verdict:
        match = _ACCOUNT.search(path)
        account_id = match.group(1) if match else ""
        if not account_id:
            first = next((part for part in path.split("/") if part.isdigit()), "")
            node = self.world.store.node(first) if first else None
            account_id = node.account_id if node else ""
        return self.usage.count(self.world, account_id, method, path.endswith("/insights"), shown)

    def _json(self, status: int, document: Any, headers: dict[str, str]) -> Response:
        content = json.dumps(document, ensure_ascii=False).encode()
        fixed = {"Date": self._date(), "facebook-api-version": "v26.0"}
        return Response(content, status, {**headers, **fixed}, "application/json; charset=UTF-8")

    def _date(self) -> str:
        """The platform's own time, which here is the virtual one."""
        return formatdate(self.world.now(), usegmt=True)


async def _read(request: Request) -> tuple[Params, dict[str, Upload]]:
    """All parameters of query and body, and the files."""
    values = dict(request.query_params.multi_items())
    files: dict[str, Upload] = {}
    authorization = request.headers.get("authorization", "")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() in ("bearer", "oauth") and token:
        values.setdefault("access_token", token.strip())
    if request.method == "GET":
        return Params(values), files
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        raise GraphError(100, "The request is too large.", status=413)
    media_type = request.headers.get("content-type", "").split(";")[0]
    if media_type == "application/json":
        values.update(_json_values(await request.body()))
    elif media_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        try:
            async with request.form(max_files=60, max_fields=2000, max_part_size=LARGEST_BODY) as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        files[name] = Upload(value.filename or name, await value.read())
                    else:
                        values[name] = value
        except (HTTPException, MultiPartException):
            raise GraphError(100, "The request's form cannot be read.") from None
    return Params(values), files


def _json_values(body: bytes) -> dict[str, str]:
    try:
        document = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise GraphError(100, "The request's JSON cannot be read.") from None
    if not isinstance(document, dict):
        raise GraphError(100, "The request's JSON must be an object.")
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in document.items()}


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


def _base_url(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"
