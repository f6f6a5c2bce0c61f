"""Small video files for tests: real boxes, no pictures."""

from __future__ import annotations

import struct


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def tiny_mp4(seconds: float = 6.0, width: int = 720, height: int = 1280, size: int = 4096) -> bytes:
    """An MP4 file of at least `size` bytes whose headers state a length and a size."""
    movie_header = struct.pack(">IIIII", 0, 0, 0, 1000, round(seconds * 1000)) + bytes(80)
    track_header = bytes(76) + struct.pack(">II", width << 16, height << 16)
    movie = _box(b"moov", _box(b"mvhd", movie_header) + _box(b"trak", _box(b"tkhd", track_header)))
    begin = _box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41")
    return begin + _box(b"mdat", bytes(max(0, size - len(begin) - len(movie) - 8))) + movie
