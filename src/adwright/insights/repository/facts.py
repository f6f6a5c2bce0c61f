"""Facts and their rollups: a slice is replaced whole, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from uuid import UUID

from psycopg import AsyncConnection as Driver
from psycopg.sql import SQL, Identifier
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.insights.model import Coverage, Period
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.insights.tables import (
    MEASURES,
    account_day,
    campaign_day,
    fact_coverage,
    facts_daily,
    period_reach,
)
from adwright.platforms.model import Level

# A fact's own attributes have the names of their columns.
_KEYS = ("organization_id", "ad_account_id", "level")
_ATTRIBUTES = tuple(column.name for column in facts_daily.columns if column.name not in _KEYS)
_FACT_COLUMNS = (*_KEYS, *_ATTRIBUTES)
_values = attrgetter(*_ATTRIBUTES)

# COPY into a table with row-level security is refused, so rows travel through a temporary table.
_STAGE = text(
    "CREATE TEMP TABLE IF NOT EXISTS incoming_facts (LIKE facts_daily INCLUDING DEFAULTS) "
    "ON COMMIT DELETE ROWS"
)
_EMPTY_STAGE = text("TRUNCATE incoming_facts")
_COPY = SQL("COPY incoming_facts ({}) FROM STDIN").format(
    SQL(", ").join(Identifier(name) for name in _FACT_COLUMNS)
)
_COLUMN_LIST = ", ".join(_FACT_COLUMNS)
_STORE = text(
    f"INSERT INTO facts_daily ({_COLUMN_LIST}) SELECT {_COLUMN_LIST} FROM incoming_facts"  # noqa: S608 - names of ours
)
_MEASURE_LIST = ", ".join(MEASURES)
_SUMS = ", ".join(f"sum({name})" for name in MEASURES)
_ROLL_UP_CAMPAIGNS = text(
    f"INSERT INTO campaign_day (organization_id, ad_account_id, campaign_external_id, date, {_MEASURE_LIST}) "  # noqa: S608
    f"SELECT organization_id, ad_account_id, campaign_external_id, date, {_SUMS} FROM incoming_facts "
    f"WHERE level <> '{Level.ACCOUNT.value}' "
    "GROUP BY organization_id, ad_account_id, campaign_external_id, date"
)
_ROLL_UP_ACCOUNT = text(
    f"INSERT INTO account_day (organization_id, ad_account_id, date, {_MEASURE_LIST}, attributions) "  # noqa: S608
    f"SELECT organization_id, ad_account_id, date, {_SUMS}, "
    "coalesce(array_agg(DISTINCT attribution) FILTER (WHERE attribution IS NOT NULL), '{}') "
    "FROM incoming_facts GROUP BY organization_id, ad_account_id, date"
)


class FactRepository:
    """Writes facts, rollups, reach and coverage."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock(self, ad_account_id: UUID) -> None:
        """Let one writer at a time replace facts of an account, until the transaction ends."""
        await self._tx.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"facts:{ad_account_id}", 0)))
        )

    async def ensure_partitions(self, period: Period) -> None:
        """Make the months of a period exist; the function belongs to the owner of the tables."""
        await self._tx.execute(
            select(func.ensure_fact_partitions(period.since, period.until)),
        )

    async def replace(self, ad_account_id: UUID, period: Period, facts: Iterable[DailyFact]) -> int:
        """Delete the slice and its rollups, store the new rows and theirs. Returns how many rows."""
        for table in (facts_daily, campaign_day, account_day):
            await self._tx.execute(
                delete(table).where(
                    owned(table, self._tx),
                    table.c.ad_account_id == ad_account_id,
                    table.c.date.between(period.since, period.until),
                )
            )
        await self._tx.execute(_STAGE)
        await self._tx.execute(_EMPTY_STAGE)
        rows = await self._copy(ad_account_id, facts)
        for statement in (_STORE, _ROLL_UP_CAMPAIGNS, _ROLL_UP_ACCOUNT):
            await self._tx.execute(statement)
        return rows

    async def _copy(self, ad_account_id: UUID, facts: Iterable[DailyFact]) -> int:
        raw = await self._tx.connection.get_raw_connection()
        driver = raw.driver_connection
        if not isinstance(driver, Driver):
            raise TypeError("facts are copied through psycopg")
        organization_id = self._tx.organization_id
        rows = 0
        async with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            for fact in facts:
                await copy.write_row(_row(organization_id, ad_account_id, fact))
                rows += 1
        return rows

    async def replace_reach(self, ad_account_id: UUID, reach: Sequence[PeriodReach]) -> None:
        """Store the reach of this account's periods in place of what was there."""
        await self._tx.execute(
            delete(period_reach).where(
                owned(period_reach, self._tx), period_reach.c.ad_account_id == ad_account_id
            )
        )
        if reach:
            await self._tx.execute(
                insert(period_reach),
                [
                    {
                        "organization_id": self._tx.organization_id,
                        "ad_account_id": ad_account_id,
                        "level": each.level.value,
                        "since_date": each.since_date,
                        "until_date": each.until_date,
                        "external_id": each.external_id,
                        "reach": each.reach,
                        "impressions": each.impressions,
                    }
                    for each in reach
                ],
            )

    async def reach_until(self, ad_account_id: UUID) -> date | None:
        """Return the last day of the newest period whose reach is stored."""
        table = period_reach
        found: date | None = (
            await self._tx.execute(
                select(func.max(table.c.until_date)).where(
                    owned(table, self._tx), table.c.ad_account_id == ad_account_id
                )
            )
        ).scalar_one()
        return found

    async def coverage(self, ad_account_ids: Sequence[UUID]) -> dict[UUID, Coverage]:
        """Return what was fetched of these accounts; those never fetched are not in it."""
        table = fact_coverage
        result = await self._tx.execute(
            select(
                table.c.ad_account_id, table.c.since_date, table.c.until_date, table.c.complete_until
            ).where(owned(table, self._tx), table.c.ad_account_id.in_(ad_account_ids))
        )
        return {row.ad_account_id: Coverage(**row._mapping) for row in result}

    async def cover(self, ad_account_id: UUID, period: Period, *, complete_until: date | None) -> None:
        """Widen what was fetched by a period; `complete_until` only ever moves forward."""
        table = fact_coverage
        new = insert(table).values(
            organization_id=self._tx.organization_id,
            ad_account_id=ad_account_id,
            since_date=period.since,
            until_date=period.until,
            complete_until=complete_until,
        )
        await self._tx.execute(
            new.on_conflict_do_update(
                index_elements=[table.c.organization_id, table.c.ad_account_id],
                set_={
                    "since_date": func.least(table.c.since_date, new.excluded.since_date),
                    "until_date": func.greatest(table.c.until_date, new.excluded.until_date),
                    "complete_until": func.greatest(table.c.complete_until, new.excluded.complete_until),
                },
            )
        )

    async def forget(self, ad_account_id: UUID) -> None:
        """Delete every fact, rollup and the coverage of an account; for a file that is imported again."""
        for table in (facts_daily, campaign_day, account_day, period_reach, fact_coverage):
            await self._tx.execute(
                delete(table).where(owned(table, self._tx), table.c.ad_account_id == ad_account_id)
            )


def _row(organization_id: UUID, ad_account_id: UUID, fact: DailyFact) -> tuple[object, ...]:
    """Return a fact in the order of the staged columns."""
    return organization_id, ad_account_id, fact.level.value, *_values(fact)
