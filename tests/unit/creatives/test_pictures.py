"""Images are judged by what they are."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from adwright.core.errors import Invalid
from adwright.creatives.pictures import MAXIMUM_BYTES, read_picture
from tests.factories_campaigns import picture


def bomb(width: int, height: int) -> bytes:
    """Make a small PNG file that says it is enormous."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_read_when_an_image_then_size_type_and_key_come_from_its_content(kind: str, media_type: str) -> None:
    content = picture(1200, 628, kind=kind)

    found = read_picture(content)

    assert (found.media_type, found.width, found.height) == (media_type, 1200, 628)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert (thumbnail.format, max(thumbnail.size)) == ("JPEG", 640)


def test_read_when_the_camera_was_turned_then_width_and_height_are_as_people_see() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600)).save(buffer, "JPEG", exif=turned)

    found = read_picture(buffer.getvalue())

    assert (found.width, found.height) == (600, 800)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "1", "P", "I;16"])
def test_read_when_colours_are_unusual_then_the_thumbnail_is_made_all_the_same(mode: str) -> None:
    found = read_picture(picture(700, 700, mode=mode, colour=0 if mode in {"I;16", "1"} else "white"))

    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert thumbnail.mode == "RGB"


def test_read_when_transparent_then_the_thumbnail_stands_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (600, 600), (255, 0, 0, 0)).save(buffer, "PNG")

    with Image.open(io.BytesIO(read_picture(buffer.getvalue()).thumbnail)) as thumbnail:
        assert thumbnail.getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\nnothing", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (picture()[:-200], "damaged_image"),
        (picture(kind="JPEG")[:2000], "damaged_image"),
        (picture(kind="BMP"), "image_format"),
        (picture(kind="WEBP"), "image_format"),
        (bomb(10_000, 6_000), "too_many_pixels"),
        (bomb(12_000, 8_000), "too_many_pixels"),
        (bomb(60_000, 60_000), "too_many_pixels"),
        (bytes(MAXIMUM_BYTES + 1), "file_too_large"),
    ],
    ids=["empty", "signature", "svg", "cut", "half", "bmp", "webp", "big", "bigger", "bomb", "heavy"],
)
def test_read_when_ads_cannot_use_it_then_it_says_why(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_picture(content)

    assert caught.value.code == code
