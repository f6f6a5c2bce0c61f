"""Metric definitions as data: what a figure means, how it is made, which direction is better, its source.

Bases are what the rollups hold; a metric is a base summed, or a ratio of two bases, or something that cannot
be made from days (reach, frequency) or from facts alone (budget use).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from adwright.platforms.model import Platform

MICROS = Decimal(1_000_000)


class Unit(StrEnum):
    """What a figure is measured in. A percent is a share of one."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    MULTIPLE = "multiple"


class Aggregation(StrEnum):
    """How a figure of several days or entities is made."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    PERIOD = "period"  # asked of the platform for exactly this period and level; never added up
    BUDGET = "budget"  # spend against the budgets set


class Better(StrEnum):
    """Which direction is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Base(StrEnum):
    """What the rollups hold and what may be added up over days and entities."""

    SPEND = "spend"
    REVENUE = "revenue"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"
    LINK_CLICKS = "link_clicks"
    LANDING_PAGE_VIEWS = "landing_page_views"
    VIDEO_VIEWS = "video_views"
    PURCHASES = "purchases"
    LEADS = "leads"
    INSTALLS = "installs"
    CONVERSIONS = "conversions"


MONEY_BASES = frozenset({Base.SPEND, Base.REVENUE})  # held in micros

# Which of them a platform ascribes to its ads, by a window and a model of its own.
ATTRIBUTED_BASES = frozenset({Base.REVENUE, Base.PURCHASES, Base.LEADS, Base.INSTALLS, Base.CONVERSIONS})

_ATTRIBUTED = (
    "Meta counts what happened within its attribution window after a view or a click; Google by the windows "
    "and the model of each conversion action. One buyer who met both ads can be counted by both."
)
# What the same word means on Meta and on Google, where that is not the same thing.
DIFFERENCES: Mapping[Base, str] = {
    **dict.fromkeys(sorted(ATTRIBUTED_BASES), _ATTRIBUTED),
    Base.IMPRESSIONS: "Meta counts an ad that was on screen; Google one on a page of results, seen or not.",
    Base.CLICKS: "Meta counts every click, also on a name or a reaction; Google clicks on the ad.",
    Base.LINK_CLICKS: "Meta counts clicks on links; on Google every click on the ad counts as one.",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        key: stable name, as in the API.
        formula: in words.
        sources: where each platform's figure comes from, in the platform's words.
        numerator: the base summed, or above the line.
        denominator: the base below the line of a ratio.
        factor: what the ratio is multiplied by (CPM: 1,000).
    """

    key: str
    label: str
    unit: Unit
    formula: str
    aggregation: Aggregation
    better: Better
    sources: Mapping[Platform, str]
    numerator: Base | None = None
    denominator: Base | None = None
    factor: int = 1


_BASE_WORDS = {
    Base.SPEND: "spend",
    Base.REVENUE: "revenue",
    Base.IMPRESSIONS: "impressions",
    Base.CLICKS: "clicks (all)",
    Base.LINK_CLICKS: "link clicks",
    Base.LANDING_PAGE_VIEWS: "landing page views",
    Base.VIDEO_VIEWS: "video views",
    Base.PURCHASES: "purchases",
    Base.LEADS: "leads",
    Base.INSTALLS: "app installs",
    Base.CONVERSIONS: "conversions",
}


def words(base: Base) -> str:
    """Return the base as people call it."""
    return _BASE_WORDS[base]


def differences(metric: Metric) -> tuple[str, ...]:
    """Say what differs between Meta's and Google's figure of one name; nothing where they are the same."""
    bases = (metric.numerator, metric.denominator)
    return tuple(DIFFERENCES[base] for base in bases if base is not None and base in DIFFERENCES)


def _sources(meta: str, google: str, file: str) -> Mapping[Platform, str]:
    return {Platform.META: meta, Platform.GOOGLE: google, Platform.FILE: file}


def _sum(
    base: Base,
    label: str,
    unit: Unit,
    better: Better,
    formula: str,
    meta: str,
    google: str,
    file: str,
) -> Metric:
    sources = _sources(meta, google, file)
    return Metric(base.value, label, unit, formula, Aggregation.SUM, better, sources, numerator=base)


def _ratio(
    key: str, label: str, unit: Unit, better: Better, numerator: Base, denominator: Base, factor: int = 1
) -> Metric:
    times = f" × {factor:,}" if factor != 1 else ""
    made = f"{_BASE_WORDS[numerator]} ÷ {_BASE_WORDS[denominator]}{times}"
    return Metric(
        key,
        label,
        unit,
        made,
        Aggregation.RATIO_OF_SUMS,
        better,
        _sources(
            "Made from the platform's sums.", "Made from the platform's sums.", "Made from the file's sums."
        ),
        numerator,
        denominator,
        factor,
    )


METRICS: tuple[Metric, ...] = (
    _sum(
        Base.SPEND,
        "Spend",
        Unit.MONEY,
        Better.NEITHER,
        "What the platform charged for delivery, in the account's currency.",
        "spend",
        "metrics.cost_micros",
        "Amount spent",
    ),
    _sum(
        Base.REVENUE,
        "Revenue",
        Unit.MONEY,
        Better.HIGHER,
        "Value of purchases that the platform attributes to its ads.",
        "action_values of omni_purchase, else purchase, else the pixel's purchase",
        "metrics.conversions_value of every conversion action that counts",
        "Purchases conversion value",
    ),
    _ratio("roas", "ROAS", Unit.MULTIPLE, Better.HIGHER, Base.REVENUE, Base.SPEND),
    _sum(
        Base.CONVERSIONS,
        "Conversions",
        Unit.COUNT,
        Better.HIGHER,
        "purchases + leads + app installs",
        "actions: purchases, leads and installs, each counted once",
        "metrics.conversions of the categories of purchases, leads and downloads",
        "The columns of purchases, leads and installs",
    ),
    _ratio("cpa", "CPA", Unit.MONEY, Better.LOWER, Base.SPEND, Base.CONVERSIONS),
    _sum(
        Base.PURCHASES,
        "Purchases",
        Unit.COUNT,
        Better.HIGHER,
        "Purchases that the platform attributes to its ads.",
        "actions: omni_purchase, else purchase, else the pixel's purchase",
        "metrics.conversions of the categories purchase and store sale",
        "Purchases",
    ),
    _sum(
        Base.LEADS,
        "Leads",
        Unit.COUNT,
        Better.HIGHER,
        "Leads that the platform attributes to its ads.",
        "actions: lead, else the pixel's lead, else instant forms",
        "metrics.conversions of the categories of leads, calls and contacts",
        "Leads",
    ),
    _ratio("cpl", "CPL", Unit.MONEY, Better.LOWER, Base.SPEND, Base.LEADS),
    _sum(
        Base.INSTALLS,
        "App installs",
        Unit.COUNT,
        Better.HIGHER,
        "App installs that the platform attributes to its ads.",
        "actions: omni_app_install, else mobile_app_install",
        "metrics.conversions of the category download",
        "App installs",
    ),
    _sum(
        Base.IMPRESSIONS,
        "Impressions",
        Unit.COUNT,
        Better.HIGHER,
        "How often ads were on screen.",
        "impressions",
        "metrics.impressions",
        "Impressions",
    ),
    _sum(
        Base.LINK_CLICKS,
        "Link clicks",
        Unit.COUNT,
        Better.HIGHER,
        "Clicks that lead to the destination.",
        "inline_link_clicks",
        "metrics.clicks",
        "Link clicks",
    ),
    _sum(
        Base.CLICKS,
        "Clicks (all)",
        Unit.COUNT,
        Better.HIGHER,
        "Every click on an ad, also on the page's name or a reaction.",
        "clicks",
        "metrics.clicks",
        "Clicks (all)",
    ),
    _ratio("ctr", "CTR", Unit.PERCENT, Better.HIGHER, Base.LINK_CLICKS, Base.IMPRESSIONS),
    _ratio("ctr_all", "CTR (all)", Unit.PERCENT, Better.HIGHER, Base.CLICKS, Base.IMPRESSIONS),
    _ratio("cpc", "CPC", Unit.MONEY, Better.LOWER, Base.SPEND, Base.LINK_CLICKS),
    _ratio("cpm", "CPM", Unit.MONEY, Better.LOWER, Base.SPEND, Base.IMPRESSIONS, 1000),
    _ratio(
        "conversion_rate", "Conversion rate", Unit.PERCENT, Better.HIGHER, Base.CONVERSIONS, Base.LINK_CLICKS
    ),
    _sum(
        Base.LANDING_PAGE_VIEWS,
        "Landing page views",
        Unit.COUNT,
        Better.HIGHER,
        "Clicks after which the page was seen to load.",
        "actions: landing_page_view",
        "Not given",
        "Landing page views",
    ),
    _sum(
        Base.VIDEO_VIEWS,
        "Video views",
        Unit.COUNT,
        Better.HIGHER,
        "Video plays of 3 seconds or more.",
        "actions: video_view",
        "Not given on Search",
        "3-second video plays",
    ),
    Metric(
        "reach",
        "Reach",
        Unit.COUNT,
        "People who saw an ad at least once in the period; asked for the whole period, never added up.",
        Aggregation.PERIOD,
        Better.HIGHER,
        _sources(
            "reach of the account or campaign for 7, 14, 28 or 90 days until today",
            "Not counted on Search",
            "Not in files by day",
        ),
    ),
    Metric(
        "frequency",
        "Frequency",
        Unit.RATIO,
        "impressions ÷ reach, both of the same period and level",
        Aggregation.PERIOD,
        Better.NEITHER,
        _sources(
            "impressions ÷ reach of the account or campaign", "Not counted on Search", "Not in files by day"
        ),
    ),
    Metric(
        "budget_use",
        "Budget use",
        Unit.PERCENT,
        "spend ÷ the daily budgets set now, over the days on which each campaign delivered",
        Aggregation.BUDGET,
        Better.NEITHER,
        _sources(
            "daily_budget of the campaign or its ad sets", "amount_micros of the budget", "Not in files"
        ),
    ),
)

BY_KEY: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
SUMS: tuple[Metric, ...] = tuple(each for each in METRICS if each.aggregation is Aggregation.SUM)
RATIOS: tuple[Metric, ...] = tuple(each for each in METRICS if each.aggregation is Aggregation.RATIO_OF_SUMS)
