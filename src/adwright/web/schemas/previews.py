"""Shapes of the ads of a change, as their previews need them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from adwright.journeys.preview_change import PreviewedAd, Previews
from adwright.platforms.model import Platform
from adwright.web.schemas.base import Output

# The platform does not say how large its own pictures are; the feed's square is the usual one.
_ASSUMED_SIDE = 1080


class PreviewImageOut(Output):
    """A picture of an ad; width and height are those of the original."""

    url: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, ad: PreviewedAd, address_of: Callable[[UUID], str]) -> PreviewImageOut | None:
        """Return an ad's picture: ours, or else the platform's; None when it shows none."""
        if ad.asset is not None:
            asset = ad.asset
            return cls(url=address_of(asset.id), width=asset.width, height=asset.height, alt=asset.name)
        if ad.content.image_url is not None:
            return cls(url=ad.content.image_url, width=_ASSUMED_SIDE, height=_ASSUMED_SIDE, alt=ad.name)
        return None


class PreviewedAdOut(Output):
    """An ad as its preview needs it."""

    id: UUID
    name: str
    ad_group: str
    headline: str
    primary_text: str
    description: str
    call_to_action: str
    call_to_action_label: str
    destination_url: str
    more_headlines: Sequence[str]
    more_descriptions: Sequence[str]
    display_path: Sequence[str]
    page_name: str
    page_picture_url: str | None
    image: PreviewImageOut | None

    @classmethod
    def of(cls, ad: PreviewedAd, address_of: Callable[[UUID], str]) -> PreviewedAdOut:
        """Convert an ad; `address_of` says where one of our images is read."""
        content = ad.content
        return cls(
            id=ad.id,
            name=ad.name,
            ad_group=ad.ad_group,
            headline=content.headline,
            primary_text=content.primary_text,
            description=content.description,
            call_to_action=content.call_to_action,
            call_to_action_label=ad.call_to_action_label,
            destination_url=content.destination_url,
            more_headlines=content.more_headlines,
            more_descriptions=content.more_descriptions,
            display_path=content.display_path,
            page_name=ad.page_name,
            page_picture_url=ad.page_picture_url,
            image=PreviewImageOut.of(ad, address_of),
        )


class PreviewsOut(Output):
    """The first ads of a change, as people will see them once it is applied."""

    platform: Platform
    ads: Sequence[PreviewedAdOut]
    total: int

    @classmethod
    def of(cls, previews: Previews, address_of: Callable[[UUID], str]) -> PreviewsOut:
        """Convert previews; `address_of` says where one of our images is read."""
        return cls(
            platform=previews.platform,
            ads=[PreviewedAdOut.of(each, address_of) for each in previews.ads],
            total=previews.total,
        )
