"""Sums of facts and rollups: one query layer for every scope, grouped by day or by node."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Numeric, Row, Table, Text, case, func, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from adwright.campaigns.views import daily_budgets
from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.insights import figures
from adwright.insights.metrics import RATIOS, SUMS, Base
from adwright.insights.model import CampaignSpend, DaySums, NodeSums, Period
from adwright.insights.ports import PeriodReach
from adwright.insights.tables import account_day, campaign_day, facts_daily, period_reach
from adwright.platforms.model import Level


class SumRepository:
    """Reads sums; changes nothing."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def by_day(
        self,
        ad_account_ids: Sequence[UUID],
        campaign_external_id: str | None,
        *,
        since: date,
        until: date,
    ) -> list[DaySums]:
        """Return one row of sums per day with facts, of accounts together or of one campaign."""
        table = account_day if campaign_external_id is None else campaign_day
        conditions = self._between(table, ad_account_ids, since, until)
        if campaign_external_id is not None:
            conditions.append(table.c.campaign_external_id == campaign_external_id)
        result = await self._tx.execute(
            select(table.c.date, *_sum_columns(table))
            .where(*conditions)
            .group_by(table.c.date)
            .order_by(table.c.date)
        )
        return [DaySums(row.date, _sums(row)) for row in result]

    async def by_node(
        self, ad_account_id: UUID, campaign_external_id: str, period: Period
    ) -> list[NodeSums]:
        """Return sums per ad group and per ad of a campaign."""
        table = facts_daily
        conditions = [
            *self._of(table, [ad_account_id], period),
            table.c.campaign_external_id == campaign_external_id,
        ]
        ad_groups = await self._tx.execute(
            select(
                table.c.ad_group_external_id.label("external_id"),
                _newest(table.c.ad_group_name),
                *_sum_columns(table),
            )
            .where(*conditions, table.c.level.in_([Level.AD_GROUP.value, Level.AD.value]))
            .group_by(table.c.ad_group_external_id)
        )
        ads = await self._tx.execute(
            select(
                table.c.ad_external_id.label("external_id"),
                func.max(table.c.ad_group_external_id).label("parent"),
                _newest(table.c.ad_name),
                *_sum_columns(table),
            )
            .where(*conditions, table.c.level == Level.AD.value)
            .group_by(table.c.ad_external_id)
        )
        return [
            *(NodeSums(Level.AD_GROUP, row.external_id, None, row.name, _sums(row)) for row in ad_groups),
            *(NodeSums(Level.AD, row.external_id, row.parent, row.name, _sums(row)) for row in ads),
        ]

    async def spend_by_campaign(
        self, ad_account_ids: Sequence[UUID], campaign_external_id: str | None, period: Period
    ) -> list[CampaignSpend]:
        """Return each campaign's spend and days of delivery."""
        table = campaign_day
        conditions = [*self._of(table, ad_account_ids, period), table.c.spend_micros > 0]
        if campaign_external_id is not None:
            conditions.append(table.c.campaign_external_id == campaign_external_id)
        result = await self._tx.execute(
            select(
                table.c.ad_account_id,
                table.c.campaign_external_id,
                func.sum(table.c.spend_micros).label("spend_micros"),
                func.count().label("days"),
            )
            .where(*conditions)
            .group_by(table.c.ad_account_id, table.c.campaign_external_id)
        )
        return [
            CampaignSpend(row.ad_account_id, row.campaign_external_id, int(row.spend_micros), row.days)
            for row in result
        ]

    async def daily_budgets(self, ad_account_ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
        """Return the daily budgets set now, in micros, by ad account and the campaign's external id."""
        view = daily_budgets(self._tx)
        result = await self._tx.execute(
            select(view.c.ad_account_id, view.c.external_id, view.c.daily_budget_micros).where(
                view.c.ad_account_id.in_(ad_account_ids), view.c.daily_budget_micros > 0
            )
        )
        return {(row.ad_account_id, row.external_id): int(row.daily_budget_micros) for row in result}

    async def attributions(self, ad_account_ids: Sequence[UUID], period: Period) -> list[str]:
        """Return the attribution windows that the period's conversions are counted in."""
        each = func.unnest(account_day.c.attributions).label("attribution")
        result = await self._tx.execute(
            select(each).where(*self._of(account_day, ad_account_ids, period)).distinct().order_by(each)
        )
        return list(result.scalars())

    async def reach(
        self, ad_account_id: UUID, level: Level, external_id: str, periods: Sequence[Period]
    ) -> dict[Period, PeriodReach]:
        """Return the stored reach of one entity for those of the periods that have it."""
        table = period_reach
        result = await self._tx.execute(
            select(table.c.since_date, table.c.until_date, table.c.reach, table.c.impressions).where(
                owned(table, self._tx),
                table.c.ad_account_id == ad_account_id,
                table.c.level == level.value,
                table.c.external_id == external_id,
                table.c.until_date.in_([each.until for each in periods]),
            )
        )
        found = [PeriodReach(level, external_id, **row._mapping) for row in result]
        stored = {Period(each.since_date, each.until_date): each for each in found}
        return {period: stored[period] for period in periods if period in stored}

    def _of(self, table: Table, ad_account_ids: Sequence[UUID], period: Period) -> list[ColumnElement[bool]]:
        return self._between(table, ad_account_ids, period.since, period.until)

    def _between(
        self, table: Table, ad_account_ids: Sequence[UUID], since: date, until: date
    ) -> list[ColumnElement[bool]]:
        return [
            owned(table, self._tx),
            table.c.ad_account_id.in_(ad_account_ids),
            table.c.date.between(since, until),
        ]


def _base(table: Table, base: Base) -> ColumnElement[Any]:
    if base is Base.SPEND:
        return table.c.spend_micros
    if base is Base.REVENUE:
        return table.c.revenue_micros
    if base is not Base.CONVERSIONS:
        return table.c[base.value]
    parts = [table.c.purchases, table.c.leads, table.c.installs]
    none = parts[0].is_(None) & parts[1].is_(None) & parts[2].is_(None)
    added = sum((func.coalesce(part, 0) for part in parts[1:]), func.coalesce(parts[0], 0))
    return case((none, None), else_=added)


@cache
def _sum_columns(table: Table) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = []
    for metric in SUMS:
        base = _base(table, Base(metric.key))
        columns.append(func.sum(base).label(metric.key))
        columns.append(func.count().filter(base.is_(None)).label(figures.missing(metric)))
    for metric in RATIOS:
        if metric.numerator is None or metric.denominator is None:
            raise ValueError(f"{metric.key} has no two bases")
        top, bottom = _base(table, metric.numerator), _base(table, metric.denominator)
        columns.append(func.sum(top).filter(bottom.is_not(None)).label(figures.above(metric)))
        columns.append(func.sum(bottom).filter(top.is_not(None)).label(figures.below(metric)))
    return [type_coerce(column, Numeric).label(column.name) for column in columns]


def _newest(name: ColumnElement[str]) -> ColumnElement[str]:
    """The newest row's name is the name: people rename what runs."""
    by_day = func.array_agg(aggregate_order_by(name, facts_daily.c.date.desc()))
    return type_coerce(by_day, ARRAY(Text))[1].label("name")


def _sums(row: Row[Any]) -> dict[str, Decimal | None]:
    return {
        key: None if value is None else Decimal(value)
        for key, value in row._mapping.items()
        if key in _SUM_KEYS
    }


_SUM_KEYS = frozenset(
    [
        *(key for metric in SUMS for key in (metric.key, figures.missing(metric))),
        *(key for metric in RATIOS for key in (figures.above(metric), figures.below(metric))),
    ]
)
