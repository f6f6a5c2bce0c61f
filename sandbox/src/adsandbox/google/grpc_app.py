"""The gRPC face of the Google Ads API: paths, messages, troubles on demand, errors with their metadata."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from adsandbox.google import services  # noqa: F401 - enters all handlers in the table
from adsandbox.google.access import bearer, login_customer, operated_customer
from adsandbox.google.call import SERVICES, Call, Method
from adsandbox.google.errors import (
    AdsError,
    Problem,
    StatusError,
    error,
    failure,
    new_request_id,
    sentence,
)
from adsandbox.google.grpc_troubles import MIDWAY, after_effect, before_effect, dropped
from adsandbox.google.messages import OTHER_VERSIONS, VERSION
from adsandbox.google.quota import Quota
from adsandbox.google.walking import readable
from adsandbox.world.access import Token
from adsandbox.world.faults import GRPC, Fault
from adsandbox.world.requests import LoggedRequest
from adsandbox.world.world import World

_log = logging.getLogger("adsandbox.google")
_PATH = re.compile(r"/google\.ads\.googleads\.(v\d+)\.services\.(\w+)/(\w+)")
_LOGGED_OPERATIONS = 20
Metadata = tuple[tuple[str, str | bytes], ...]


@dataclass(slots=True)
class _Request:
    """What is known of a request before anything is done for it."""

    id: str
    headers: dict[str, str]
    entry: LoggedRequest
    fault: Fault | None


class GoogleAdsApp(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Answers as the Google Ads API does. `keyless` is whose token counts for calls that bring none: the
    SDK drops its credentials where a channel without TLS is given.
    """

    def __init__(self, world: World, quota: Quota, keyless: str | None = None) -> None:
        self.world = world
        self._quota = quota
        self._keyless = keyless

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        """The handler of a path; None (then gRPC says UNIMPLEMENTED) where nothing is."""
        match = _PATH.fullmatch(handler_call_details.method)
        if match is None:
            return None
        version, service, name = match.groups()
        if version in OTHER_VERSIONS:
            return grpc.unary_unary_rpc_method_handler(_unsupported(version))
        entry = SERVICES.get((service, name))
        if entry is None or version != VERSION:
            return None
        if entry.streams:
            return grpc.unary_stream_rpc_method_handler(self._stream(entry))
        return grpc.unary_unary_rpc_method_handler(self._unary(entry))

    def _unary(self, method: Method) -> Any:
        async def answer(content: bytes, context: grpc.aio.ServicerContext) -> bytes:
            request = self._begin(method, context)
            try:
                await before_effect(request.fault)
                payload: bytes = next(self._responses(method, content, request))
                await after_effect(request.fault)
                if request.fault is not None and request.fault.kind == MIDWAY:
                    raise dropped()
            except Exception as problem:  # a fault of the sandbox itself must not end it, and must be seen
                await _refuse(context, method, request, problem)
                raise
            _finish(context, request)
            return payload

        return answer

    def _stream(self, method: Method) -> Any:
        async def answer(content: bytes, context: grpc.aio.ServicerContext) -> AsyncIterator[bytes]:
            request = self._begin(method, context)
            try:
                await before_effect(request.fault)
                responses = self._responses(method, content, request)
                await after_effect(request.fault)
                for payload in responses:
                    yield payload
                    await asyncio.sleep(0)
                    if request.fault is not None and request.fault.kind == MIDWAY:
                        raise dropped()
            except Exception as problem:  # as above
                await _refuse(context, method, request, problem)
                raise
            _finish(context, request)

        return answer

    def _begin(self, method: Method, context: grpc.aio.ServicerContext) -> _Request:
        world = self.world
        world.happen()
        headers = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        entry = world.requests.begin(world.now(), f"{method.service}/{method.name}", method.path, {})
        fault = world.faults.take(method.name, method.path, world.now(), family=GRPC)
        entry.fault = fault.kind if fault else None
        return _Request(new_request_id(), headers, entry, fault)

    def _responses(self, method: Method, content: bytes, request: _Request) -> Iterator[bytes]:
        """The serialized answers; they come as they are made, but for a stale read."""
        message = _parsed(method, content)
        request.entry.params = _logged(message)
        call = self._call(message, request)
        self._quota.spend(method, message, call.of.id if call.of else "")
        if request.fault is not None and request.fault.kind == "stale_read":
            with self.world.as_it_was(request.fault.changes_back):
                return iter(list(_serialized(method, call, message)))
        return _serialized(method, call, message)

    def _call(self, message: Any, request: _Request) -> Call:
        token = self._token(request.headers)
        login = login_customer(self.world, request.headers)
        of = None
        if "customer_id" in message.DESCRIPTOR.fields_by_name:
            of = operated_customer(self.world, token, message.customer_id, login)
        return Call(self.world, token, of, login, request_id=request.id)

    def _token(self, headers: dict[str, str]) -> Token:
        token = self.world.access.find(self._keyless) if self._keyless else None
        if token is not None and "authorization" not in headers:
            return token
        return bearer(self.world, headers)


def _serialized(method: Method, call: Call, message: Any) -> Iterator[bytes]:
    answer = method.handler(call, message)
    responses: Iterable[Any] = answer if method.streams else [answer]
    for response in responses:
        yield response.SerializeToString()


def _finish(context: grpc.aio.ServicerContext, request: _Request) -> None:
    request.entry.status = 0
    context.set_trailing_metadata((("request-id", request.id),))


def _parsed(method: Method, content: bytes) -> Any:
    message = method.request_class()()
    try:
        message.ParseFromString(content)
    except DecodeError:
        raise StatusError("INVALID_ARGUMENT", "The request cannot be parsed.") from None
    return message


def _logged(message: Any) -> dict[str, Any]:
    """A request as JSON for the log; of long lists only the first items."""
    document = readable(message)
    for name, value in document.items():
        if isinstance(value, list) and len(value) > _LOGGED_OPERATIONS:
            document[name] = [*value[:_LOGGED_OPERATIONS], f"and {len(value) - _LOGGED_OPERATIONS} more"]
    return document


def _unsupported(version: str) -> Any:
    async def answer(content: bytes, context: grpc.aio.ServicerContext) -> bytes:
        refusal = error("request_error", "UNSUPPORTED_VERSION")
        request_id = new_request_id()
        await _abort(context, refusal, _failure_metadata(refusal.problems, request_id, version))
        return b""

    return answer


async def _refuse(
    context: grpc.aio.ServicerContext, method: Method, request: _Request, problem: Exception
) -> None:
    """End a call with an error."""
    metadata: Metadata = (("request-id", request.id),)
    if not isinstance(problem, AdsError | StatusError):
        _log.error("The sandbox failed at %s", method.path, exc_info=problem)
        problem = error("internal_error", "INTERNAL_ERROR")
    if isinstance(problem, AdsError):
        metadata = _failure_metadata(problem.problems, request.id, VERSION)
        request.entry.error_code = f"{problem.problems[0].family}.{problem.problems[0].code}"
    request.entry.status = int(getattr(grpc.StatusCode, problem.status).value[0])
    await _abort(context, problem, metadata)


def _failure_metadata(problems: tuple[Problem, ...], request_id: str, version: str) -> Metadata:
    key = f"google.ads.googleads.{version}.errors.googleadsfailure-bin"
    return (("request-id", request_id), (key, failure(problems, request_id).SerializeToString()))


async def _abort(
    context: grpc.aio.ServicerContext, problem: AdsError | StatusError, metadata: Metadata
) -> None:
    status = getattr(grpc.StatusCode, problem.status)
    said = str(problem) if isinstance(problem, StatusError) else sentence(problem.status)
    await context.abort(status, said, metadata)
