"""Reading a request: parameters of its query and its body, and its files."""

from __future__ import annotations

import json

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from adsandbox.meta.errors import GraphError
from adsandbox.meta.params import Params, Upload

LARGEST_BODY = 64 * 1024 * 1024


async def read_request(request: Request) -> tuple[Params, dict[str, Upload]]:
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
