"""A platform that the contract is tried on, and what a case needs of it besides its ports."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import AdFields, AdGroupFields, CampaignFields, CreativeContent
from adwright.changes.fields import Field
from adwright.changes.ports import (
    Answer,
    Call,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    Tag,
    UploadImage,
)
from adwright.changes.values import Values
from adwright.core.clock import FixedClock
from adwright.core.ids import new_id
from adwright.platforms.capabilities import Capabilities
from adwright.platforms.model import Level, Provider
from tests.factories_changes import make_picture
from tests.journeys.sandbox_platforms import Platform

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """What is made on a side, and what it is edited to.

    Attributes:
        edits: another value for every field that the platform changes.
        never: a value for every field that it has not got or never changes.
        together: fields of each level that are edited in one call.
        with_budget_below: campaign and ad group with the budget at the ad group; None where that cannot be.
    """

    campaign: CampaignFields
    ad_group: AdGroupFields
    ad: AdFields
    edits: Mapping[tuple[Level, Field], Any]
    never: Mapping[tuple[Level, Field], Any]
    together: Mapping[Level, Values]
    with_budget_below: tuple[CampaignFields, AdGroupFields] | None = None


@dataclass(frozen=True)
class Made:
    """One campaign with an ad group and an ad."""

    label: str
    campaign: str
    ad_group: str
    creative: str
    ad: str

    def id_of(self, level: Level) -> str:
        """Return the id of the node of a level."""
        return {Level.CAMPAIGN: self.campaign, Level.AD_GROUP: self.ad_group, Level.AD: self.ad}[level]


@dataclass(frozen=True)
class Totals:
    """What the platform itself says of the whole account over some days."""

    impressions: int
    clicks: int
    spend_micros: int


@dataclass
class Side(ABC):
    """A platform behind its ports, and the world around it."""

    name: str
    can: Capabilities
    platform: Platform
    access: AccountAccess
    clock: FixedClock
    sample: Sample
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @abstractmethod
    async def consent(self, address: str) -> str:
        """Press the consent page's button and return where it leads."""

    @abstractmethod
    def refused_token(self) -> str:
        """Return a token that the platform does not accept."""

    @abstractmethod
    def weak_token(self) -> str:
        """Return a token to which less was granted than is needed."""

    @abstractmethod
    def suspend(self, *, suspended: bool) -> None:
        """Let the platform close the account, or open it again."""

    @abstractmethod
    def calm(self) -> None:
        """Let nothing go wrong any more."""

    @abstractmethod
    def lose_answer(self) -> None:
        """Let the next write take effect, and its answer not arrive."""

    @abstractmethod
    def be_away(self) -> None:
        """Let the platform not carry out the next call, whichever it is."""

    @abstractmethod
    def refuse_as_too_fast(self) -> None:
        """Let the next call be one too many."""

    @abstractmethod
    def rename_outside(self, campaign_id: str, name: str) -> None:
        """Let somebody else rename a campaign on the platform."""

    @abstractmethod
    def set_budget_outside(self, campaign_id: str, amount: int) -> None:
        """Let somebody else set a campaign's daily budget, in whole units of its currency."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the platform's instant (UTC)."""

    @abstractmethod
    def totals(self, since_date: date, until_date: date) -> Totals:
        """Ask for the account's totals without our adapter; both dates inclusive, in the account's zone."""

    def unknown(self, level: Level) -> str:
        """Return an id that no node of a level has."""
        return "999999999999"

    def advance(self, step: timedelta) -> None:
        """Let time pass, here and there."""
        self.clock.advance(step)

    def tag(self, label: str = "") -> Tag:
        """Return a tag that nothing carries yet."""
        return Tag(label, f"{next(self._numbers):032x}")

    def named(self, name: str) -> str:
        """Return a name that nothing has yet."""
        return f"{name} {next(self._numbers)}"

    async def do(self, call: Call) -> str:
        """Make one call and return the id."""
        return (await self.platform.perform(self.access, call)).external_id

    async def label(self) -> str:
        """Make a label, where there are labels."""
        return await self.do(CreateLabel(self.named("adwright:"))) if self.can.labels else ""

    async def campaign(self, label: str, *, tag: Tag | None = None, **more: Any) -> str:
        """Make a campaign like the sample, under a name of its own."""
        fields = replace(self.sample.campaign, **{"name": self.named("Spicy chips"), **more})
        return await self.do(CreateCampaign(tag or self.tag(label), fields))

    async def creative(self, label: str, content: CreativeContent) -> str:
        """Make a creative with a picture, where creatives are apart."""
        if not self.can.creative_apart:
            return ""
        picture = await self.do(UploadImage("chips.png", make_picture(content.headline)))
        fields = replace(self.sample.ad, creative=content)
        return await self.do(CreateCreative(self.tag(label), content.headline, fields, picture))

    async def tree(self, *, budget_below: bool = False) -> Made:
        """Make a campaign with an ad group and an ad."""
        sample = self.sample
        campaign_fields, group_fields = sample.campaign, sample.ad_group
        if budget_below and sample.with_budget_below is not None:
            campaign_fields, group_fields = sample.with_budget_below
        campaign_fields = replace(campaign_fields, name=self.named("Spicy chips"))
        label = await self.label()
        campaign = await self.do(CreateCampaign(self.tag(label), campaign_fields))
        group = await self.do(CreateAdGroup(self.tag(label), campaign, campaign_fields, group_fields))
        creative = await self.creative(label, sample.ad.creative)
        ad = await self.do(CreateAd(self.tag(label), group, creative, sample.ad))
        return Made(label, campaign, group, creative, ad)


def access_of(provider: Provider, external_id: str, token: str, manager: str | None = None) -> AccountAccess:
    """Return access to an ad account in US dollars and New York's zone."""
    return AccountAccess(
        organization_id=new_id(),
        ad_account_id=new_id(),
        connection_id=new_id(),
        provider=provider,
        external_id=external_id,
        currency="USD",
        zone="America/New_York",
        token=token,
        beneficiary="Tasty Chips Co.",
        manager_external_id=manager,
    )


def id_in(answer: object) -> str:
    """Return the id in an answer of a batch that went well."""
    assert isinstance(answer, Answer), answer
    return answer.external_id
