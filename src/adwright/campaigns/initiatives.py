"""An initiative: one idea on both platforms, as two campaigns; what they share, where they differ. Pure.

What is written at the initiative is written into both drafts; what is written at one campaign stays there.
So a shared field needs no mark of its own: it is the same as long as both campaigns say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypedDict
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns.model import CampaignStatus, RunState, Targeting
from adwright.campaigns.records import (
    AdGroupRecord,
    AdRecord,
    CampaignRecord,
    StoredBudget,
    content_of,
    schedule_of,
    targeting_of,
)
from adwright.campaigns.targeting import normalized_draft
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.model import Platform, Purpose
from adwright.platforms.places import is_googles, language_name, place_name


class SharedField(StrEnum):
    """What two campaigns of one idea have in common as long as nobody makes them differ."""

    NAME = "name"
    PURPOSE = "purpose"
    START = "start_local"
    END = "end_local"
    COUNTRIES = "countries"
    LANGUAGES = "languages"
    HEADLINE = "headline"
    PRIMARY_TEXT = "primary_text"
    DESTINATION = "destination_url"


class SharedEdit(TypedDict, total=False):
    """What to write into both drafts; what is left out stays. Texts are those of each campaign's first ad.

    `countries` and `languages` are those of every ad group; codes as in `Targeting`, without those that only
    one platform has. `start_local` and `end_local` are wall time in each ad account's own zone.
    """

    name: str
    purpose: Purpose | None
    start_local: datetime | None
    end_local: datetime | None
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    headline: str
    primary_text: str
    destination_url: str


@dataclass(frozen=True, slots=True)
class InitiativeCampaign:
    """One of the two campaigns, as a list shows it; its budget is in the account's currency."""

    id: UUID
    name: str
    status: CampaignStatus
    account: AdAccount
    budget: StoredBudget | None

    @property
    def platform(self) -> Platform:
        """Where it runs."""
        return self.account.platform


@dataclass(frozen=True, slots=True)
class Initiative:
    """One idea that runs on both platforms. Instants are UTC.

    Attributes:
        campaigns: Meta's first.
    """

    id: UUID
    advertiser_id: UUID
    name: str
    campaigns: tuple[InitiativeCampaign, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime

    @property
    def campaign_ids(self) -> tuple[UUID, ...]:
        """Return the ids of the two campaigns."""
        return tuple(campaign.id for campaign in self.campaigns)

    @property
    def is_draft(self) -> bool:
        """Whether neither campaign was launched: then what they share can be written once for both."""
        return all(campaign.status is CampaignStatus.DRAFT for campaign in self.campaigns)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the two campaigns say of one field: as words, by campaign."""

    field: SharedField
    values: Mapping[UUID, str]

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return len(set(self.values.values())) <= 1


def shared_fields(initiative: Initiative, records: Sequence[CampaignRecord]) -> tuple[Shared, ...]:
    """Return what the campaigns of an initiative say of each shared field; `records` are their trees."""
    zones = {campaign.id: campaign.account.zone for campaign in initiative.campaigns}
    said = {record.id: _said(record, zones[record.id]) for record in records}
    return tuple(
        Shared(field, {campaign_id: words[field] for campaign_id, words in said.items()})
        for field in SharedField
    )


def first_ad(record: CampaignRecord) -> AdRecord | None:
    """Return the ad whose texts are the initiative's: the first that is not archived."""
    return next((ad for _, ad in _ads(record)), None)


def placed(targeting: Targeting, edit: SharedEdit) -> Targeting:
    """Return the same people in the places and with the languages that both campaigns are to have.

    Raises:
        Invalid: a place or a language does not exist, or one platform alone has it.
    """
    countries = edit.get("countries", targeting.countries)
    languages = edit.get("languages", targeting.languages)
    for field, codes in (("countries", countries), ("languages", languages)):
        if field in edit and any(is_googles(code) for code in codes):
            message = f"Some of these {field} are known on Google alone. Choose them for its campaign itself."
            raise Invalid(message, fields=(FieldProblem(field, message),))
    return normalized_draft(replace(targeting, countries=countries, languages=languages))


def _ads(record: CampaignRecord) -> Iterator[tuple[AdGroupRecord, AdRecord]]:
    for group in record.ad_groups:
        for ad in group.ads:
            if RunState.ARCHIVED not in (group.state, ad.state):
                yield group, ad


def _said(record: CampaignRecord, zone: str) -> dict[SharedField, str]:
    start, end = schedule_of(record, zone)
    targetings = [found for group in record.ad_groups if (found := targeting_of(group)) is not None]
    text = next((content_of(ad, group, record) for group, ad in _ads(record)), None)
    return {
        SharedField.NAME: record.name,
        SharedField.PURPOSE: record.purpose.value if record.purpose else "",
        SharedField.START: _wall_time(start),
        SharedField.END: _wall_time(end),
        SharedField.COUNTRIES: _listed(place_name(each) for found in targetings for each in found.countries),
        SharedField.LANGUAGES: _listed(
            language_name(each) for found in targetings for each in found.languages
        ),
        SharedField.HEADLINE: text.headline if text else "",
        SharedField.PRIMARY_TEXT: text.primary_text if text else "",
        SharedField.DESTINATION: text.destination_url if text else "",
    }


def _wall_time(local: datetime | None) -> str:
    return local.isoformat(timespec="minutes") if local else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(set(words)))
