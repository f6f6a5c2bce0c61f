"""Published, read-only: what rooms above may join."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.insights.model import Period
from adwright.insights.tables import MEASURES, campaign_day


def campaign_period(tx: Transaction, period: Period) -> Subquery:
    """Return the sums of each campaign over a period, for joins by account and external id.

    Columns: organization_id, ad_account_id, campaign_external_id, and each of `MEASURES` (money in micros of
    the account's currency); a sum is NULL where the source does not give the measure.
    """
    table = campaign_day
    return (
        select(
            table.c.organization_id,
            table.c.ad_account_id,
            table.c.campaign_external_id,
            *(func.sum(table.c[name]).label(name) for name in MEASURES),
        )
        .where(owned(table, tx), table.c.date.between(period.since, period.until))
        .group_by(table.c.organization_id, table.c.ad_account_id, table.c.campaign_external_id)
        .subquery("campaign_period")
    )
