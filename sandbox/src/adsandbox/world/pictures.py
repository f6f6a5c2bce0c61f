"""Small generated pictures (PNG) for pages and for the ads of a scenario's history."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_Canvas = NDArray[np.float64]


@lru_cache(maxsize=128)
def poster(colors: tuple[str, str], key: str, width: int = 480, height: int = 480) -> bytes:
    """A picture of two colours: a gradient with discs and a band, placed by `key`."""
    rng = np.random.default_rng(zlib.crc32(key.encode()))
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    blend = (x / width * rng.uniform(0.3, 0.7) + y / height * rng.uniform(0.3, 0.7))[..., None]
    first, second = _rgb(colors[0]), _rgb(colors[1])
    canvas = first * (1 - blend) + second * blend
    for _ in range(5):
        _disc(canvas, x, y, rng, second if rng.random() < 0.6 else np.array([255.0, 250.0, 240.0]))
    band = (np.abs(y - height * 0.82) < height * 0.07)[..., None]
    canvas = np.where(band, canvas * 0.25 + np.array([255.0, 252.0, 245.0]) * 0.75, canvas)
    return png(canvas.clip(0, 255).astype(np.uint8))


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode rows x columns x RGB as PNG."""
    height, width, _ = pixels.shape
    raw = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(raw, 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _rgb(color: str) -> _Canvas:
    digits = color.lstrip("#")
    return np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], dtype=np.float64)


def _disc(canvas: _Canvas, x: _Canvas, y: _Canvas, rng: np.random.Generator, color: _Canvas) -> None:
    height, width, _ = canvas.shape
    cx, cy, radius = rng.uniform(0, width), rng.uniform(0, height * 0.75), rng.uniform(0.06, 0.24) * width
    cover = np.clip((radius - np.hypot(x - cx, y - cy)) / 2.0, 0.0, 1.0)[..., None] * rng.uniform(0.35, 0.8)
    canvas *= 1 - cover
    canvas += cover * color
