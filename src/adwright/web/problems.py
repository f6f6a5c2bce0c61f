"""Errors to problem+json (RFC 9457), in one place."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from adwright.core.errors import (
    AdwrightError,
    Conflict,
    Denied,
    FieldProblem,
    Invalid,
    LimitReached,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Upstream,
)
from adwright.web.schemas.base import ProblemOut
from adwright.web.sentences import field_path, sentence

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_STATUS: tuple[tuple[type[AdwrightError], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (Unauthenticated, 401),
    (Denied, 403),
    (LimitReached, 403),
    (Invalid, 422),
    (TooManyRequests, 429),
    (Upstream, 502),
)

_MALFORMED_PLACES = frozenset({"path", "query", "header", "cookie"})
_MALFORMED_KINDS = frozenset({"json_invalid", "uuid_parsing", "uuid_type"})


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` entry that declares these statuses as problem+json in the OpenAPI document."""
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def status_of(error: AdwrightError) -> int:
    """Return the HTTP status for an expected error."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    fields: tuple[FieldProblem, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Build a problem+json answer."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": [{"field": each.field, "message": each.message} for each in fields],
    }
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def install(app: FastAPI) -> None:
    """Register the handlers for expected, validation, routing and unexpected errors."""
    app.add_exception_handler(AdwrightError, _expected)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _routing)
    app.add_exception_handler(DataError, _not_storable)
    app.add_exception_handler(Exception, _unexpected)
    _declare_schema(app)


def _declare_schema(app: FastAPI) -> None:
    """Put ProblemOut among the document's schemas even where no route returns it as its model."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "ProblemOut" not in schemas:
            schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas["ProblemOut"] = schema
        return document

    app.openapi = openapi  # type: ignore[method-assign]


async def _expected(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AdwrightError):
        raise TypeError("registered for AdwrightError only")
    headers: dict[str, str] = {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after_seconds)
    elif isinstance(error, Upstream) and error.retry_after_seconds is not None:
        headers["Retry-After"] = str(math.ceil(error.retry_after_seconds))
    elif isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    fields = error.fields if isinstance(error, Invalid) else ()
    return problem(status_of(error), error.code, error.message, fields=fields, headers=headers)


async def _validation(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise TypeError("registered for RequestValidationError only")
    problems = error.errors()
    malformed = any(
        each["loc"][0] in _MALFORMED_PLACES or each["type"] in _MALFORMED_KINDS for each in problems
    )
    fields = tuple(FieldProblem(field_path(each), sentence(each)) for each in problems)
    summary = "; ".join(f"{each.field}: {each.message}" for each in fields[:3])
    if malformed:
        return problem(400, "malformed", f"The request could not be read. {summary}", fields=fields)
    return problem(422, "invalid", f"Some fields are not acceptable. {summary}", fields=fields)


async def _routing(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise TypeError("registered for HTTPException only")
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    details = {
        404: f"There is nothing at {request.url.path}.",
        405: "This address does not take this method.",
    }
    detail = details.get(error.status_code, str(error.detail))
    return problem(error.status_code, code, detail, headers=error.headers)


async def _not_storable(request: Request, error: Exception) -> JSONResponse:
    if "NUL" not in str(error):
        # Ours to have refused before: said and logged as the fault it is.
        return await _unexpected(request, error)
    return problem(400, "malformed", "The request holds the character NUL (0x00). Remove it.")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.exception("unexpected error on %s %s", request.method, request.url.path, exc_info=error)
    return problem(
        500,
        "unexpected",
        "Something went wrong on our side; nothing was changed. Try again; if it stays, tell the operator.",
    )
