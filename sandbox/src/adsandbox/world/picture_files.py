"""What a picture file says of itself: its type and size."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture file says of itself."""

    media_type: str
    width: int
    height: int


def read_picture(content: bytes) -> Picture | None:
    """Type and size of a PNG, JPEG or GIF file, or None if it is none of them or broken."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR" and len(content) > 33:
        width, height = struct.unpack(">II", content[16:24])
        whole = content.rstrip(b"\x00")[-8:-4] == b"IEND"
        return Picture("image/png", width, height) if width and height and whole else None
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) > 13:
        width, height = struct.unpack("<HH", content[6:10])
        return Picture("image/gif", width, height) if width and height else None
    if content[:3] == b"\xff\xd8\xff":
        return _read_jpeg(content)
    return None


def _read_jpeg(content: bytes) -> Picture | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Picture("image/jpeg", width, height) if width and height else None
        at += 2 + length
    return None
