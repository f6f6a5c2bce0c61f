"""Shapes of what a campaign on Meta has besides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.platforms.conversion_events import CONVERSION_EVENTS
from adwright.web.schemas.base import Input, Output

_ExternalId = Annotated[str, Field(min_length=1, max_length=100)]
# Meta takes 512 characters.
_Declared = Annotated[str, StringConstraints(strip_whitespace=True, max_length=512)]


class MetaIn(Input):
    """Settings for Meta; what is left out is as usual for the purpose, the page and the ad account."""

    instagram_external_id: _ExternalId | None = Field(
        default=None, description="Whom ads on Instagram come from; empty: the page"
    )
    conversion_event: str | None = Field(
        default=None, max_length=60, description="The pixel's event that counts", examples=["LEAD"]
    )
    lead_form_external_id: _ExternalId | None = Field(
        default=None, description="The form that ads open in place of the website; for leads only"
    )
    beneficiary: _Declared = Field(
        default="",
        description="Whom the ads are for, for the European Union",
        examples=["Tasty Chips Co."],
    )
    payor: _Declared = Field(default="", description="Who pays for them", examples=["Tasty Chips Co."])

    @field_validator("conversion_event")
    @classmethod
    def _known(cls, event: str | None) -> str | None:
        if event is not None and event not in CONVERSION_EVENTS:
            raise ValueError(f"There is no such event. Known ones are {', '.join(CONVERSION_EVENTS)}.")
        return event

    def to_settings(self) -> MetaSettings:
        """Convert to the room's words."""
        said = self.beneficiary or self.payor
        return MetaSettings(
            instagram_external_id=self.instagram_external_id,
            conversion_event=self.conversion_event,
            lead_form_external_id=self.lead_form_external_id,
            declaration=Declaration(self.beneficiary, self.payor) if said else None,
        )


class MetaOut(Output):
    """Settings for Meta; empty texts: as the ad account declares it, otherwise the advertiser."""

    instagram_external_id: str | None
    conversion_event: str | None
    lead_form_external_id: str | None
    beneficiary: str
    payor: str

    @classmethod
    def of(cls, meta: MetaSettings | None) -> MetaOut | None:
        """Convert settings, if there are any."""
        if meta is None:
            return None
        declared = meta.declaration or Declaration("", "")
        return cls(
            instagram_external_id=meta.instagram_external_id,
            conversion_event=meta.conversion_event,
            lead_form_external_id=meta.lead_form_external_id,
            beneficiary=declared.beneficiary,
            payor=declared.payor,
        )


class DeclarationIn(Input):
    """Whom ads are for and who pays, as the European Union asks."""

    beneficiary: Annotated[_Declared, Field(min_length=1)]
    payor: Annotated[_Declared, Field(min_length=1)]

    def to_declaration(self) -> Declaration:
        """Convert to the room's words."""
        return Declaration(self.beneficiary, self.payor)
