"""Figures that are not made from days: reach and frequency as the platform counts them, and budget use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from adwright.insights.model import REACH_PRESET_DAYS, CampaignSpend, Figure, Period, PeriodFigure
from adwright.insights.ports import PeriodReach

_PLACES = Decimal("0.000001")

SEVERAL_ACCOUNTS = "Not available across ad accounts: somebody reached by two of them would be counted twice."
FROM_FILE = "Not available: rows by day cannot tell how many people a whole period reached."


def without_reach(reason: str) -> Mapping[str, PeriodFigure]:
    """Return reach and frequency as not available, with the reason."""
    return {"reach": PeriodFigure(reason=reason), "frequency": PeriodFigure(reason=reason)}


def reach_figures(
    period: Period, before: Period, stored: Mapping[Period, PeriodReach]
) -> Mapping[str, PeriodFigure]:
    """Return reach and frequency of one entity, from what the platform gave for exactly this period."""
    if period not in stored:
        return without_reach(_why_missing(period))
    now, then = stored[period], stored.get(before)
    return {
        "reach": PeriodFigure(Decimal(now.reach), Decimal(then.reach) if then else None),
        "frequency": PeriodFigure(
            _frequency(now), _frequency(then), None if now.reach else "Nobody was reached."
        ),
    }


def budget_use(
    spend: Sequence[CampaignSpend], daily_budget_micros: Mapping[tuple[UUID, str], int]
) -> Figure:
    """Return spend over the daily budgets set now, of campaigns that have one, on their days of delivery.

    Args:
        spend: what each campaign spent, and on how many days.
        daily_budget_micros: by ad account and the campaign's external id.
    """
    known = [
        (each, daily_budget_micros[each.ad_account_id, each.external_id])
        for each in spend
        if daily_budget_micros.get((each.ad_account_id, each.external_id))
    ]
    if not known:
        return Figure(None, "No campaign that spent in this period has a daily budget set.")
    spent = sum(each.spend_micros for each, _ in known)
    allowed = sum(budget * each.days for each, budget in known)
    caveat = "The daily budgets are those set now."
    if len(known) < len(spend):
        caveat += " Campaigns without a daily budget are left out."
    return Figure((Decimal(spent) / allowed).quantize(_PLACES), caveat)


def _frequency(reach: PeriodReach | None) -> Decimal | None:
    if reach is None or reach.reach == 0:
        return None
    return (Decimal(reach.impressions) / reach.reach).quantize(_PLACES)


def _why_missing(period: Period) -> str:
    presets = ", ".join(str(days) for days in REACH_PRESET_DAYS[:-1]) + f" or {REACH_PRESET_DAYS[-1]}"
    if period.days in REACH_PRESET_DAYS:
        return f"Reach is fetched for the last {presets} days until today; this period was not fetched yet."
    return f"Reach cannot be added up over days; it is fetched for the last {presets} days until today."
