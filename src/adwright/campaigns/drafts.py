"""What a person has entered for a campaign so far; nearly everything may still be missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from adwright.campaigns.meta_settings import MetaSettings
from adwright.campaigns.model import BudgetLevel, RunState, SearchSettings, Targeting
from adwright.core.errors import FieldProblem, Invalid
from adwright.core.money import MICROS, Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose, SpecialAdCategory


@dataclass(frozen=True, slots=True)
class DraftBudget:
    """A budget in major units of the ad account's currency."""

    period: BudgetPeriod
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DraftAd:
    """An ad of a draft; `id` keeps the ad that is there, None makes a new one."""

    name: str
    creative_version_id: UUID | None = None
    id: UUID | None = None
    state: RunState = RunState.ACTIVE


@dataclass(frozen=True, slots=True)
class DraftAdGroup:
    """An ad group of a draft; `id` keeps the ad group that is there, None makes a new one.

    Attributes:
        targeting: of its own, in an audience's place; None keeps what is there while no audience is chosen.
    """

    name: str
    audience_id: UUID | None = None
    budget: DraftBudget | None = None
    bid_amount: Decimal | None = None
    ads: tuple[DraftAd, ...] = ()
    id: UUID | None = None
    targeting: Targeting | None = None
    state: RunState = RunState.ACTIVE


class DraftEdit(TypedDict, total=False):
    """Fields of a draft to set; those that are left out stay. `ad_groups` replaces the whole tree below.

    Amounts are in major units of the ad account's currency; `start_local` and `end_local` are wall time in
    its zone.
    """

    name: str
    advertiser_id: UUID
    ad_account_id: UUID | None
    purpose: Purpose | None
    budget_level: BudgetLevel
    budget: DraftBudget | None
    spend_cap: Decimal | None
    bid_strategy: BidStrategy | None
    bid_amount: Decimal | None
    start_local: datetime | None
    end_local: datetime | None
    special_ad_categories: tuple[SpecialAdCategory, ...]
    search: SearchSettings | None
    meta: MetaSettings | None
    page_external_id: str | None
    pixel_external_id: str | None
    ad_groups: tuple[DraftAdGroup, ...]


def micros_of(amount: Decimal | None, currency: str | None, field: str) -> int | None:
    """Turn an entered amount into micros; before an account is chosen its currency is unknown.

    Raises:
        Invalid: the amount has more decimals than the currency.
    """
    if amount is None:
        return None
    if currency is None:
        return int(amount * MICROS)
    try:
        return Money.of(amount, currency).micros
    except Invalid as error:
        problems = (FieldProblem(field, error.message),)
        raise Invalid(error.message, code=error.code, fields=problems) from None
