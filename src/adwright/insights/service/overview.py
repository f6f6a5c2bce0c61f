"""The overview: one query layer for organization, advertiser, account and campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.insights.assembly import Given, assemble
from adwright.insights.figures import figures
from adwright.insights.model import (
    Coverage,
    Fetched,
    NodePerformance,
    NodeSums,
    Overview,
    OverviewAccount,
    OverviewScope,
    Performance,
    Period,
    PeriodFigure,
)
from adwright.insights.period_figures import (
    FROM_FILE,
    SEVERAL_ACCOUNTS,
    budget_use,
    reach_figures,
    without_reach,
)
from adwright.insights.repository.facts import FactRepository
from adwright.insights.repository.sums import SumRepository
from adwright.insights.service.scopes import (
    Subject,
    chosen_period,
    find_subject,
    in_one_currency,
    present_day,
)
from adwright.platforms.model import Level


async def overview(
    tx: Transaction,
    clock: Clock,
    *,
    scope: OverviewScope,
    subject_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
) -> Overview:
    """Return the figures of a scope over a period and the period before, in one currency. Repeatable.

    Args:
        tx: a transaction in the actor's scope.
        clock: the present.
        scope: what kind of thing is looked at.
        subject_id: which one; None for the organization.
        since: first day, in the accounts' zones; None for 28 days in all.
        until: last day; None for the accounts' today.
        currency: which accounts; None for the currency that most of them have.

    Raises:
        NotFound: the subject does not exist.
        Invalid: the period is reversed or too long, or no account here has the currency.
    """
    subject = await find_subject(tx, scope, subject_id)
    chosen, used_currency, others = in_one_currency(subject.accounts, currency)
    today = present_day(chosen, clock)
    period = chosen_period(since, until, today)
    before = period.before()
    fetched = await FactRepository(tx).coverage([account.id for account in chosen])
    there = _with_facts(chosen, fetched, (period, before))
    ids = [account.id for account in there]
    sums = SumRepository(tx)
    external_id = subject.campaign_external_id
    asked = bool(there) and not subject.unlaunched
    days = await sums.by_day(ids, external_id, since=before.since, until=period.until) if asked else []
    return assemble(
        Given(
            period=period,
            before=before,
            today=today,
            currency=used_currency,
            other_currencies=others,
            accounts=[_shown(account, fetched[account.id]) for account in there],
            attributions=await sums.attributions(ids, period) if asked else (),
            days=[day for day in days if day.date >= period.since],
            days_before=[day for day in days if day.date < period.since],
            before_complete=asked and all(fetched[each].since_date <= before.since for each in ids),
            fetched=_span([fetched[each] for each in ids]),
            fetched_by_all=_fetched_by_all([fetched[each] for each in ids] if asked else (), period, today),
            silence_is_zero=any(not account.read_only for account in there),
            unavailable=_why_unavailable(subject, chosen, there, period),
            settled_until=_settled_until(there, fetched, clock),
            period_figures=await _period_figures(tx, subject, there, period),
        )
    )


async def performance(
    tx: Transaction, clock: Clock, campaign_id: UUID, *, since: date | None = None, until: date | None = None
) -> Performance:
    """Return a campaign's figures as a whole, by ad group and by ad. Repeatable.

    Raises:
        NotFound: the campaign does not exist.
        Invalid: the period is reversed or too long.
    """
    whole = await overview(
        tx, clock, scope=OverviewScope.CAMPAIGN, subject_id=campaign_id, since=since, until=until
    )
    campaign = await campaigns.get_campaign(tx, campaign_id)
    if campaign.external_id is None or campaign.ad_account_id is None:
        return Performance(whole, (), ())
    known = {group.external_id: group.id for group in campaign.ad_groups}
    known |= {ad.external_id: ad.id for group in campaign.ad_groups for ad in group.ads}
    nodes = await SumRepository(tx).by_node(campaign.ad_account_id, campaign.external_id, whole.period)
    return Performance(
        whole,
        [_node(node, known.get(node.external_id)) for node in nodes if node.level is Level.AD_GROUP],
        [_node(node, known.get(node.external_id)) for node in nodes if node.level is Level.AD],
    )


def _node(node: NodeSums, node_id: UUID | None) -> NodePerformance:
    return NodePerformance(node_id, node.external_id, node.parent_external_id, node.name, figures(node.sums))


def _with_facts(
    chosen: Sequence[AdAccount], fetched: Mapping[UUID, Coverage], periods: Sequence[Period]
) -> list[AdAccount]:
    """Keep accounts of which any day of the periods was fetched."""
    return [
        account
        for account in chosen
        if account.id in fetched
        and any(
            period.overlaps(fetched[account.id].since_date, fetched[account.id].until_date)
            for period in periods
        )
    ]


def _shown(account: AdAccount, coverage: Coverage) -> OverviewAccount:
    return OverviewAccount(account.id, account.name, account.platform, account.zone, coverage.until_date)


def _span(coverages: Sequence[Coverage]) -> tuple[date, date] | None:
    if not coverages:
        return None
    return min(each.since_date for each in coverages), max(each.until_date for each in coverages)


def _fetched_by_all(coverages: Sequence[Coverage], period: Period, today: date) -> Fetched:
    """Say whether the period's sums lack days that some account was never asked for."""
    if not coverages:
        return Fetched(complete=True, since_date=None, until_date=None)
    since = max(each.since_date for each in coverages)
    until = min(each.until_date for each in coverages)
    complete = since <= period.since and until >= min(period.until, today)
    return Fetched(complete, since, until)


def _settled_until(there: Sequence[AdAccount], fetched: Mapping[UUID, Coverage], clock: Clock) -> date | None:
    return min(
        (fetched[each.id].settled_until(each.today(clock), each.platform) for each in there), default=None
    )


def _why_unavailable(
    subject: Subject, chosen: Sequence[AdAccount], there: Sequence[AdAccount], period: Period
) -> str | None:
    if subject.unlaunched:
        return "This campaign has not been launched, so no platform has figures of it."
    if not chosen:
        return "There is no ad account yet. Connect one, or import a file."
    if not there:
        return f"No facts have been fetched for {period.since} to {period.until}."
    return None


async def _period_figures(
    tx: Transaction, subject: Subject, there: Sequence[AdAccount], period: Period
) -> Mapping[str, PeriodFigure]:
    if not there or subject.unlaunched:
        return {**without_reach(""), "budget_use": PeriodFigure()}
    sums = SumRepository(tx)
    ids = [account.id for account in there]
    spend = await sums.spend_by_campaign(ids, subject.campaign_external_id, period)
    use = budget_use(spend, await sums.daily_budgets(ids))
    return {
        **await _reach(sums, subject, there, period),
        "budget_use": PeriodFigure(use.value, None, use.reason),
    }


async def _reach(
    sums: SumRepository, subject: Subject, there: Sequence[AdAccount], period: Period
) -> Mapping[str, PeriodFigure]:
    if len(there) > 1:
        return without_reach(SEVERAL_ACCOUNTS)
    account = there[0]
    if account.read_only:
        return without_reach(FROM_FILE)
    external_id = subject.campaign_external_id
    level = Level.ACCOUNT if external_id is None else Level.CAMPAIGN
    before = period.before()
    stored = await sums.reach(account.id, level, external_id or account.external_id, (period, before))
    return reach_figures(period, before, stored)
