"""Facts come in: a slice is replaced whole or not at all, with its rollups, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from adwright.core.database import Transaction
from adwright.insights.model import Coverage, Period
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.insights.repository.facts import FactRepository


async def replace_slice(
    tx: Transaction, ad_account_id: UUID, period: Period, facts: Iterable[DailyFact]
) -> int:
    """Put these facts in place of everything the account had on these days, rollups included. Repeatable.

    Platforms that page through moving data may give an ad-day twice; the last one given counts.

    Args:
        tx: the transaction; nothing is visible to others before it commits.
        ad_account_id: whose facts.
        period: days of the account's zone.
        facts: every ad-day of the period that had delivery.

    Returns:
        How many ad-days there are now.

    Raises:
        ValueError: a fact lies outside the period; nothing was written.
    """
    latest: dict[tuple[date, str], DailyFact] = {}
    for fact in facts:
        if not period.since <= fact.date <= period.until:
            raise ValueError(f"a fact of {fact.date} is not of the slice {period.since} to {period.until}")
        latest[fact.date, fact.ad_external_id] = fact
    repository = FactRepository(tx)
    await repository.lock(ad_account_id)
    await repository.ensure_partitions(period)
    rows = await repository.replace(ad_account_id, period, latest.values())
    await repository.cover(ad_account_id, period, complete_until=None)
    return rows


async def mark_complete(tx: Transaction, ad_account_id: UUID, period: Period) -> None:
    """Remember that the whole restating window up to the period's end has been fetched. Repeatable."""
    await FactRepository(tx).cover(ad_account_id, period, complete_until=period.until)


async def replace_reach(tx: Transaction, ad_account_id: UUID, reach: Sequence[PeriodReach]) -> None:
    """Put these periods' reach in place of what the account had. Repeatable."""
    await FactRepository(tx).replace_reach(ad_account_id, reach)


async def reach_until(tx: Transaction, ad_account_id: UUID) -> date | None:
    """Return the account's day for which reach was fetched last; None when it never was."""
    return await FactRepository(tx).reach_until(ad_account_id)


async def coverage_of(tx: Transaction, ad_account_id: UUID) -> Coverage | None:
    """Return which days of an account have been fetched; None when none have."""
    return (await FactRepository(tx).coverage([ad_account_id])).get(ad_account_id)


async def forget_facts(tx: Transaction, ad_account_id: UUID) -> None:
    """Delete every fact of an account; for one that was made of files."""
    repository = FactRepository(tx)
    await repository.lock(ad_account_id)
    await repository.forget(ad_account_id)
