"""Uploads of one file: read as they stream in, and stopped at a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from adwright.core.errors import FieldProblem, Invalid

# What a form needs besides its file: names, ids, boundaries.
_ROOM_FOR_FIELDS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file with the form's other fields."""

    name: str
    content: bytes
    fields: Mapping[str, str]


def upload_schema(properties: Mapping[str, Mapping[str, Any]], required: list[str]) -> dict[str, Any]:
    """Return the `openapi_extra=` entry of a form with the field `file` and these properties."""
    schema = {
        "type": "object",
        "required": ["file", *required],
        "properties": {"file": {"type": "string", "format": "binary"}, **properties},
    }
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def form_id(text: str | None, field: str) -> UUID | None:
    """Read an id from a form; None when it is left out.

    Raises:
        Invalid: it is no id.
    """
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        message = "This is not an id."
        raise Invalid(message, code="malformed_id", fields=(FieldProblem(field, message),)) from None


async def read_upload(request: Request, *, limit_bytes: int, too_large: Invalid) -> Upload:
    """Read a multipart form with one file.

    A body over the limit is read to its end without being kept, so that the browser gets to see the answer.

    Raises:
        Invalid: there is no file in the form, or it is over the limit (`too_large`).
    """
    most = limit_bytes + _ROOM_FOR_FIELDS
    counted = 0

    async def receive() -> Message:
        nonlocal counted
        message = await request.receive()
        counted += len(message.get("body", b""))
        if counted <= most:
            return message
        while message.get("more_body", False):
            message = await request.receive()
        raise too_large

    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Invalid("Send the file as a form (multipart/form-data) with the field “file”.", code="no_form")
    try:
        async with Request(request.scope, receive).form(max_files=1, max_fields=20) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                problems = (FieldProblem("file", "This field is required."),)
                raise Invalid("There is no file in the form.", code="no_file", fields=problems)
            if file.size is not None and file.size > limit_bytes:
                raise too_large
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            return Upload(file.filename or "", await file.read(), fields)
    except (MultiPartException, HTTPException):
        message = "The form could not be read to its end. Send the file again."
        raise Invalid(message, code="bad_form") from None
