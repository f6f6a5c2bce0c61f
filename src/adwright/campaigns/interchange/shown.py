"""A campaign as a sheet needs it: as the document says it, with the targeting behind its audiences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adwright.campaigns.document.model import AdGroupPart, CampaignPart, TargetingPart
from adwright.campaigns.interchange.table import Remark


@dataclass(frozen=True, slots=True)
class ShownCampaign:
    """A campaign that is there.

    Attributes:
        targetings: whom each ad group is for, its own or its audience's, by the ad group's key.
        external_ids: what the platform calls nodes, by (campaign key, ad group key, ad key).
        not_modelled: what each ad group has on its platform that has no place here, in words, by its key.
    """

    part: CampaignPart
    targetings: Mapping[str, TargetingPart] = field(default_factory=dict)
    external_ids: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    not_modelled: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def targeting(self, group: AdGroupPart) -> TargetingPart:
        """Return whom an ad group is for."""
        return self.targetings.get(group.key) or group.targeting or TargetingPart()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a sheet wants.

    Attributes:
        campaigns: with only the fields that the sheet names.
        lines: where each campaign stands first, by key.
        remarks: what is not taken over, by line.
    """

    campaigns: tuple[CampaignPart, ...]
    lines: Mapping[str, int]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet's text, and what could not be said in it."""

    text: str
    remarks: Sequence[str]
