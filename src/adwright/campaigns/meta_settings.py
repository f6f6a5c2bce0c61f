"""What a campaign on Meta has besides; pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the European Union wants to know of an ad (Digital Services Act): whom it is for, and who pays."""

    beneficiary: str
    payor: str


@dataclass(frozen=True, slots=True)
class MetaSettings:
    """What a campaign on Meta has besides, chosen once for all its ad groups and ads.

    Attributes:
        instagram_external_id: the Instagram account that ads come from there; None: Meta shows the page.
        conversion_event: which of the pixel's events counts, a key of `platforms.conversion_events`; None:
            the purpose's usual one.
        lead_form_external_id: the form that ads open in place of the website.
        declaration: None: as the ad account declares it, otherwise the advertiser.
    """

    instagram_external_id: str | None = None
    conversion_event: str | None = None
    lead_form_external_id: str | None = None
    declaration: Declaration | None = None
