"""What the platforms ask of a picture."""

from __future__ import annotations

from dataclasses import dataclass

from adwright.platforms.model import Platform
from adwright.platforms.texts import Placement


@dataclass(frozen=True, slots=True)
class ImageRule:
    """A shape that suits a placement: width to height, and the size it should have at least."""

    platform: Platform
    placement: Placement
    ratio: str
    width: int
    height: int
    minimum_width: int


IMAGE_RULES: tuple[ImageRule, ...] = (
    ImageRule(Platform.META, Placement.FEED, "1:1", 1080, 1080, 600),
    ImageRule(Platform.META, Placement.FEED, "4:5", 1080, 1350, 600),
    ImageRule(Platform.META, Placement.FEED, "1.91:1", 1200, 628, 600),
    ImageRule(Platform.META, Placement.STORY, "9:16", 1080, 1920, 500),
)

META_MAXIMUM_BYTES = 30 * 1024 * 1024
META_MEDIA_TYPES = frozenset({"image/jpeg", "image/png"})


def smallest_width(platform: Platform) -> int | None:
    """Return the smallest width any placement of a platform takes; None where it shows no pictures."""
    return min((rule.minimum_width for rule in IMAGE_RULES if rule.platform is platform), default=None)


def recommended_width(platform: Platform, placement: Placement) -> int | None:
    """Return the width below which a picture looks poor in a placement; None where there is no rule."""
    widths = (
        rule.minimum_width
        for rule in IMAGE_RULES
        if rule.platform is platform and rule.placement is placement
    )
    return max(widths, default=None)
