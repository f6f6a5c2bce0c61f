"""Published, read-only: what rooms above may join."""

from __future__ import annotations

from sqlalchemy import Subquery, case, func, select

from adwright.campaigns.model import RunState
from adwright.campaigns.tables import ad_groups, campaigns
from adwright.core.database import Transaction
from adwright.core.tenant import owned
from adwright.platforms.model import BudgetPeriod


def daily_budgets(tx: Transaction) -> Subquery:
    """Return what each campaign on a platform may spend a day as it is set now.

    It is the campaign's own daily budget, or the sum of its running ad groups' ones. Columns: ad_account_id,
    external_id, daily_budget_micros (of the account's currency; NULL without a daily budget).
    """
    of_groups = (
        select(func.sum(ad_groups.c.budget_micros))
        .where(
            owned(ad_groups, tx),
            ad_groups.c.campaign_id == campaigns.c.id,
            ad_groups.c.budget_period == BudgetPeriod.DAILY.value,
            ad_groups.c.state == RunState.ACTIVE.value,
        )
        .scalar_subquery()
    )
    own = case((campaigns.c.budget_period == BudgetPeriod.DAILY.value, campaigns.c.budget_micros))
    return (
        select(
            campaigns.c.ad_account_id,
            campaigns.c.external_id,
            func.coalesce(own, of_groups).label("daily_budget_micros"),
        )
        .where(owned(campaigns, tx), campaigns.c.external_id.is_not(None))
        .subquery("daily_budgets")
    )
