"""Images judged by their content: what they are, how large, a thumbnail. Blocking: call it in a thread."""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from adwright.core.errors import Invalid

MAXIMUM_BYTES = 30 * 1024 * 1024
MAXIMUM_PIXELS = 50_000_000
THUMBNAIL_SIDE = 640
THUMBNAIL_MEDIA_TYPE = "image/jpeg"

_MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"}
_OTHER_FORMATS = ("GIF", "WEBP", "BMP", "TIFF", "ICO")
# MPO is what the JPEG reader says of a camera's file with several pictures; it cannot be asked for.
_READ_FORMATS = ("JPEG", "PNG", *_OTHER_FORMATS)
# A large image takes some 200 MB while it is decoded.
_AT_ONCE = threading.BoundedSemaphore(2)
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image is; width and height as people see it, in pixels."""

    media_type: str
    width: int
    height: int
    sha256: str
    thumbnail: bytes


def read_picture(content: bytes) -> Picture:
    """Look into a file and return what image it is.

    Raises:
        Invalid: it is not an image, not one that ads can use, damaged, or too large.
    """
    if not content:
        raise Invalid("The file is empty. Choose an image.", code="empty_file")
    if len(content) > MAXIMUM_BYTES:
        raise too_large()
    try:
        with _AT_ONCE, Image.open(io.BytesIO(content), formats=_READ_FORMATS) as image:
            _require_usable(image)
            media_type = _MEDIA_TYPES[image.format or ""]
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            width, height = image.size
            return Picture(
                media_type=media_type,
                width=width,
                height=height,
                sha256=hashlib.sha256(content).hexdigest(),
                thumbnail=_thumbnail(image),
            )
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise Invalid(
            "This file is not an image that can be read. Upload a JPEG or PNG.", code="not_an_image"
        ) from None
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid(
            "The image is damaged and cannot be read to its end. Save it again as JPEG or PNG.",
            code="damaged_image",
        ) from error


def too_large() -> Invalid:
    """Return the error for a file over the size limit; for those who stop reading early."""
    megabytes = MAXIMUM_BYTES // (1024 * 1024)
    return Invalid(f"The file is larger than {megabytes} MB. Upload a smaller image.", code="file_too_large")


def _require_usable(image: Image.Image) -> None:
    if image.format not in _MEDIA_TYPES:
        raise Invalid(
            f"Ads take JPEG and PNG images; this is {image.format}. Save it as JPEG or PNG.",
            code="image_format",
        )
    if image.width * image.height > MAXIMUM_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Invalid:
    megapixels = MAXIMUM_PIXELS // 1_000_000
    return Invalid(
        f"The image has more than {megapixels} megapixels. Make it smaller; 1080 pixels wide is plenty.",
        code="too_many_pixels",
    )


def _thumbnail(small: Image.Image) -> bytes:
    """Shrink the image itself, without a second large copy."""
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    if small.mode in {"RGBA", "LA", "PA"} or "transparency" in small.info:
        layered = small.convert("RGBA")
        small = Image.new("RGB", layered.size, _WHITE)
        small.paste(layered, mask=layered.getchannel("A"))
    buffer = io.BytesIO()
    small.convert("RGB").save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()
