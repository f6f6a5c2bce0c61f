"""A hash of what a form holds, taken while its bytes pass by on their way to whoever reads them."""

from __future__ import annotations

import hashlib

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.types import Message


class UploadDigest:
    """Hashes the parts of a form: a client that sends it again draws another boundary, which says nothing."""

    def __init__(self, request: Request, boundary: bytes) -> None:
        self._request = request
        self._whole = hashlib.sha256()
        self._part = hashlib.sha256()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._take,
                "on_header_value": self._take,
                "on_header_end": lambda: self._part.update(b"\n"),
                "on_headers_finished": lambda: self._part.update(b"\n"),
                "on_part_data": self._take,
                "on_part_end": lambda: self._whole.update(self._part.digest()),
            },
        )

    async def receive(self) -> Message:
        """Hand on the next message of the request, and hash what it brings."""
        message = await self._request.receive()
        try:
            self._parser.write(message.get("body", b""))
        except MultipartParseError:
            # Whoever reads the form refuses it too; nothing is kept of a request that was refused.
            self._part.update(b"malformed")
        return message

    async def read_to_the_end(self) -> str:
        """Read what nobody reads, without keeping it, and return the hash of the whole form."""
        while (await self.receive()).get("more_body", False):
            continue
        return self.hexdigest()

    def hexdigest(self) -> str:
        """Return the hash of the parts that have passed whole."""
        return self._whole.hexdigest()

    def _begin(self) -> None:
        self._part = hashlib.sha256()

    def _take(self, data: bytes, start: int, end: int) -> None:
        self._part.update(data[start:end])


def digest_of(request: Request) -> UploadDigest | None:
    """Return what hashes this request's form; None when it brings none."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    return UploadDigest(request, boundary) if kind == b"multipart/form-data" and boundary else None
