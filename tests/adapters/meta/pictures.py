"""A picture of one colour, as a real PNG."""

from __future__ import annotations

import io

from PIL import Image


def make_png(width: int = 1200, height: int = 628, colour: str = "#d98c1f") -> bytes:
    """Return a PNG of this size."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()
