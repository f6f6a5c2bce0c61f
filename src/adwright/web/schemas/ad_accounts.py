"""Ad accounts and what their ads need, as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from adwright.accounts.model import AdAccount, InstagramAccount, LeadForm, Page, Pixel
from adwright.accounts.ports import AccountStatus
from adwright.core.clock import Clock
from adwright.platforms.model import Platform, Provider
from adwright.web.schemas.base import Input, MoneyOut, Output
from adwright.web.schemas.people import OrganizationName


class AdAccountOut(Output):
    """One account on a platform, or a read-only one made of files. `today` is its present day in its zone."""

    id: UUID
    advertiser_id: UUID
    connection_id: UUID | None
    platform: Platform
    provider: Provider | None
    external_id: str
    name: str
    currency: str
    zone: str
    status: AccountStatus
    platform_status: str
    disable_reason: str | None
    spend_cap: MoneyOut | None
    min_daily_budget: MoneyOut | None
    beneficiary: str | None = Field(description="Whom its ads are for, as the account declares it (Meta)")
    payor: str | None = Field(description="Who pays for them, as the account declares it (Meta)")
    funding: str | None = Field(description="How it pays, as the platform shows it", examples=["VISA *1234"])
    payment_trouble: str | None
    read_only: bool
    today: date
    last_day: date | None
    created_at: datetime

    @classmethod
    def of(cls, account: AdAccount, clock: Clock) -> AdAccountOut:
        """Convert for an answer."""
        cap, least = account.spend_cap, account.min_daily_budget
        return cls(
            id=account.id,
            advertiser_id=account.advertiser_id,
            connection_id=account.connection_id,
            platform=account.platform,
            provider=account.provider,
            external_id=account.external_id,
            name=account.name,
            currency=account.currency,
            zone=account.zone,
            status=account.status,
            platform_status=account.platform_status,
            disable_reason=account.disable_reason,
            spend_cap=MoneyOut.of(cap) if cap else None,
            min_daily_budget=MoneyOut.of(least) if least else None,
            beneficiary=account.beneficiary,
            payor=account.payor,
            funding=account.funding,
            payment_trouble=account.payment_trouble,
            read_only=account.read_only,
            today=account.today(clock),
            last_day=account.last_day,
            created_at=account.created_at,
        )


class AdAccountPatch(Input):
    """A file account's new name."""

    name: OrganizationName


class PageOfAccountOut(Output):
    """A page that ads of the account can come from."""

    id: UUID
    external_id: str
    name: str
    picture_url: str | None

    @classmethod
    def of(cls, page: Page) -> PageOfAccountOut:
        """Convert for an answer."""
        return cls.model_validate(page)


class PixelOut(Output):
    """A pixel of the account."""

    id: UUID
    external_id: str
    name: str
    events: Sequence[str] | None = Field(
        description="What it counted within 28 days; null: the platform does not tell", examples=[["LEAD"]]
    )

    @classmethod
    def of(cls, pixel: Pixel) -> PixelOut:
        """Convert for an answer."""
        return cls.model_validate(pixel)


class InstagramAccountOut(Output):
    """An Instagram account that ads of the account can come from."""

    id: UUID
    external_id: str
    name: str
    picture_url: str | None

    @classmethod
    def of(cls, account: InstagramAccount) -> InstagramAccountOut:
        """Convert for an answer."""
        return cls.model_validate(account)


class LeadFormOut(Output):
    """A form of one of the account's pages."""

    id: UUID
    external_id: str
    page_external_id: str
    name: str

    @classmethod
    def of(cls, form: LeadForm) -> LeadFormOut:
        """Convert for an answer."""
        return cls.model_validate(form)
