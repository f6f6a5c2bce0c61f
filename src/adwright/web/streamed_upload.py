"""An upload handed on as it arrives, so that a large file is neither held in memory nor stored twice."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from adwright.core.errors import FieldProblem, Invalid

# A browser only shows an answer after it has sent all it has; beyond this we hang up.
_MOST_DRAINED_BYTES = 1024**3


class StreamedUpload:
    """The file in the field `file` of a multipart form: first its name, then its bytes."""

    def __init__(self, request: Request) -> None:
        self.name = ""
        self._stream = request.stream()
        self._headers: dict[str, str] = {}
        self._header = ["", ""]
        self._waiting: deque[bytes] = deque()
        self._in_file = self._found = self._finished = False
        self._parser = MultipartParser(
            _boundary(request),
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._collect(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._collect(1, data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._enter,
                "on_part_data": self._take,
                "on_part_end": self._leave,
                "on_end": self._end,
            },
        )

    async def begin(self) -> None:
        """Read up to the file's first byte.

        Raises:
            Invalid: there is no file in the form.
        """
        while not self._found and await self._feed():
            continue
        if not self._found:
            problem = FieldProblem("file", "This field is required.")
            raise Invalid("There is no file in the form.", code="no_file", fields=(problem,))

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the file's bytes.

        Raises:
            Invalid: the form ends before the file does.
        """
        while True:
            while self._waiting:
                yield self._waiting.popleft()
            if self._finished or not await self._feed():
                break
        if not self._finished:
            raise Invalid("The upload was cut off. Send the file again.", code="bad_form")

    async def drain(self) -> None:
        """Read what is left without keeping it."""
        drained = 0
        async for chunk in self._stream:
            drained += len(chunk)
            if drained > _MOST_DRAINED_BYTES:
                return

    async def _feed(self) -> bool:
        chunk = await anext(self._stream, None)
        if chunk is None:
            return False
        try:
            if chunk:
                self._parser.write(chunk)
        except MultipartParseError:
            raise Invalid("The form cannot be read. Send the file again.", code="bad_form") from None
        return True

    def _begin(self) -> None:
        self._headers, self._header = {}, ["", ""]

    def _collect(self, side: int, data: bytes) -> None:
        self._header[side] += data.decode("latin-1")

    def _end_header(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = ["", ""]

    def _enter(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", "").encode("latin-1"))
        if options.get(b"name") == b"file" and b"filename" in options and not self._found:
            self.name = options[b"filename"].decode(errors="replace")
            self._in_file = self._found = True

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._waiting.append(data[start:end])

    def _leave(self) -> None:
        self._finished = self._finished or self._in_file
        self._in_file = False

    def _end(self) -> None:
        self._finished = self._finished or self._found


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Invalid(
            "Send the file as a form (multipart/form-data) with the field “file”.",
            code="no_form",
        )
    return options[b"boundary"]
