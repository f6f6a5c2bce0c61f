"""What an overview is of: the accounts of a scope, in one currency, with their present day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import FieldProblem, Invalid
from adwright.insights.model import DEFAULT_PERIOD_DAYS, OverviewScope, Period

# Long before any ad account, and far from where the period before leaves the calendar.
_EARLIEST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Ad accounts, or one campaign of one account; `unlaunched` when the campaign is on no platform yet."""

    accounts: Sequence[AdAccount]
    campaign_id: UUID | None = None
    campaign_external_id: str | None = None

    @property
    def unlaunched(self) -> bool:
        """Whether this is a campaign that no platform has."""
        return self.campaign_id is not None and self.campaign_external_id is None


async def find_subject(tx: Transaction, scope: OverviewScope, subject_id: UUID | None) -> Subject:
    """Return what is looked at.

    Raises:
        NotFound: it does not exist.
        Invalid: the scope needs an id.
    """
    if scope is OverviewScope.ORGANIZATION:
        return Subject(await accounts.list_ad_accounts(tx))
    if subject_id is None:
        raise Invalid(
            f"Say which {scope.value} is meant.",
            code="subject_missing",
            fields=(FieldProblem("id", f"An overview of one {scope.value} needs its id."),),
        )
    if scope is OverviewScope.ADVERTISER:
        advertiser = await accounts.get_advertiser(tx, subject_id)
        return Subject(await accounts.list_ad_accounts(tx, advertiser.id))
    if scope is OverviewScope.ACCOUNT:
        return Subject([await accounts.get_ad_account(tx, subject_id)])
    campaign = await campaigns.get_campaign(tx, subject_id)
    if campaign.ad_account_id is None:
        return Subject((), subject_id, None)
    account = await accounts.get_ad_account(tx, campaign.ad_account_id)
    return Subject([account], subject_id, campaign.external_id)


def in_one_currency(
    found: Sequence[AdAccount], wanted: str | None
) -> tuple[list[AdAccount], str | None, list[str]]:
    """Return the accounts of the wanted currency (or of the one most accounts have), it, and the others.

    Raises:
        Invalid: no account has the wanted currency.
    """
    counted = Counter(account.currency for account in found)
    if wanted is not None and wanted not in counted:
        there = ", ".join(sorted(counted)) or "none"
        raise Invalid(
            f"No ad account here is billed in {wanted}. Currencies here: {there}.",
            code="currency_not_here",
            fields=(FieldProblem("currency", f"Choose one of: {there}."),),
        )
    currency = wanted or min(counted, key=lambda each: (-counted[each], each), default=None)
    others = sorted(each for each in counted if each != currency)
    return [account for account in found if account.currency == currency], currency, others


def present_day(chosen: Sequence[AdAccount], clock: Clock) -> date:
    """Return the latest today of the accounts; of files, whose today lies back, only where all are files."""
    live = [account for account in chosen if not account.read_only]
    return max((account.today(clock) for account in live or chosen), default=clock.now().date())


def period_of(
    found: Sequence[AdAccount], clock: Clock, since: date | None, until: date | None
) -> Period:
    """Return the period asked for of these accounts; 28 days until their latest today when nothing is.

    Raises:
        Invalid: it is reversed, too long, or before there was any platform.
    """
    return chosen_period(since, until, present_day(found, clock))


def chosen_period(since: date | None, until: date | None, today: date) -> Period:
    """Return the period asked for; 28 days until today when nothing is.

    Raises:
        Invalid: it is reversed, too long, or before there was any platform.
    """
    if min(since or today, until or today) < _EARLIEST_DAY:
        year = _EARLIEST_DAY.year
        field = "since" if since is not None and since < _EARLIEST_DAY else "until"
        message = f"Give a day from {year} on."
        raise Invalid(message, code="period_too_early", fields=(FieldProblem(field, message),))
    if since is None:
        return Period.ending(until or today, DEFAULT_PERIOD_DAYS)
    return Period(since, until or max(today, since))
