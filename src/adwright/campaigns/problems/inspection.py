"""A draft and what it is judged against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adwright.accounts.model import AdAccount, Belongings, ConnectionStatus
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord, meta_of
from adwright.campaigns.schedules import instant
from adwright.creatives.model import Asset
from adwright.platforms.model import BidStrategy, Level, Platform
from adwright.platforms.purposes import Offer, offer
from adwright.platforms.texts import Severity


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft is judged against.

    Attributes:
        account: the ad account; None before one is chosen.
        connection: whether its connection can be used; None without one.
        belongings: what the account's ads can use; on Google its pixels are its conversion actions.
        assets: the images of the draft's creatives.
        now: the platform's present instant (UTC).
    """

    account: AdAccount | None
    connection: ConnectionStatus | None
    belongings: Belongings
    assets: Mapping[UUID, Asset]
    now: datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """One draft under judgement, and what follows from it."""

    draft: CampaignRecord
    around: Surroundings

    @property
    def account(self) -> AdAccount | None:
        """The ad account; None before one is chosen."""
        return self.around.account

    @property
    def platform(self) -> Platform:
        """Where it would run; Meta before an account is chosen."""
        return self.account.platform if self.account else Platform.META

    @property
    def offer(self) -> Offer | None:
        """What the platform offers for the purpose; None before one is chosen."""
        return offer(self.draft.purpose, self.platform) if self.draft.purpose else None

    @property
    def strategies(self) -> tuple[BidStrategy, ...]:
        """The bid strategies that fit."""
        return self.offer.bid_strategies if self.offer else ()

    @property
    def opens_form(self) -> bool:
        """Whether its ads open a form of Meta's, so that they need no website."""
        return self.platform is Platform.META and meta_of(self.draft).lead_form_external_id is not None

    @property
    def start(self) -> datetime | None:
        """When it starts (UTC); None for at once."""
        return instant(self.draft.start_local, self._zone)

    @property
    def end(self) -> datetime | None:
        """When it ends (UTC); None for never."""
        return instant(self.draft.end_local, self._zone)

    @property
    def days(self) -> float | None:
        """How many days the schedule lasts; None without an end, or with one that cannot be."""
        if self.end is None:
            return None
        length = self.end - max(self.start or self.around.now, self.around.now)
        return length / timedelta(days=1) if length > timedelta(0) else None

    @property
    def _zone(self) -> str:
        return self.account.zone if self.account else "UTC"

    def of_campaign(
        self, field: str, message: str, severity: Severity = Severity.ERROR
    ) -> LaunchProblem:
        """Say something of the campaign."""
        return LaunchProblem(Level.CAMPAIGN, self.draft.id, "campaign", field, severity, message)


def of_group(
    group: AdGroupRecord, field: str, message: str, severity: Severity = Severity.ERROR
) -> LaunchProblem:
    """Say something of an ad group."""
    node = f"ad group “{group.name}”"
    return LaunchProblem(Level.AD_GROUP, group.id, node, field, severity, message)


def of_ad(ad: AdRecord, field: str, message: str, severity: Severity = Severity.ERROR) -> LaunchProblem:
    """Say something of an ad."""
    return LaunchProblem(Level.AD, ad.id, f"ad “{ad.name}”", field, severity, message)
