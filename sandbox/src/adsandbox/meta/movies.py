"""What a video file says of itself: MP4 and QuickTime, read by their boxes (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_LARGE = 1
_TO_THE_END = 0


@dataclass(frozen=True, slots=True)
class Movie:
    """Length and size of a video that can be played."""

    seconds: float
    width: int
    height: int


def looks_like_movie(head: bytes) -> bool:
    """Whether a file begins as MP4 and MOV files do."""
    return len(head) >= 8 and head[4:8] in _FIRST_BOXES


def read_movie(content: bytes) -> Movie | None:
    """The movie that a file holds, or None when it is cut off or has nothing that can be played."""
    if not looks_like_movie(content):
        return None
    movie = next((body for kind, body in _boxes(content) if kind == b"moov"), None)
    header = next((body for kind, body in _boxes(movie or b"") if kind == b"mvhd"), None)
    if movie is None or header is None:
        return None
    seconds = _seconds(header)
    width, height = max((_size(track) for kind, track in _boxes(movie) if kind == b"trak"), default=(0, 0))
    return Movie(seconds, width, height) if seconds > 0 and width and height else None


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of a file or of another box; one that is cut off ends them."""
    at = 0
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if length == _LARGE and at + 16 <= len(content):
            length, head = struct.unpack(">Q", content[at + 8 : at + 16])[0], 16
        elif length == _TO_THE_END:
            length = len(content) - at
        if length < head or at + length > len(content):
            return
        yield kind, content[at + head : at + length]
        at += length


def _seconds(header: bytes) -> float:
    """Duration of a movie header, of version 0 (32 bits) or 1 (64 bits)."""
    long = header[:1] == b"\x01"
    if len(header) < (32 if long else 20):
        return 0.0
    scale, duration = struct.unpack(">IQ", header[20:32]) if long else struct.unpack(">II", header[12:20])
    return duration / scale if scale else 0.0


def _size(track: bytes) -> tuple[int, int]:
    """Width and height that a track's header states (fixed point, 16 bits before the point)."""
    header = next((body for kind, body in _boxes(track) if kind == b"tkhd"), b"")
    if len(header) < 84:
        return 0, 0
    width, height = struct.unpack(">II", header[-8:])
    return width >> 16, height >> 16
