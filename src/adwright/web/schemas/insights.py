"""Shapes of metrics, overviews and a campaign's performance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from adwright.insights.metrics import Aggregation, Better, Metric, Unit
from adwright.insights.model import Measure, NodePerformance, Overview, OverviewDay, Performance, Period
from adwright.platforms.model import Platform
from adwright.web.schemas.base import Output


class MetricOut(Output):
    """A metric's definition."""

    key: str
    label: str
    unit: Unit
    formula: str
    aggregation: Aggregation
    better: Better
    sources: dict[Platform, str]

    @classmethod
    def of(cls, metric: Metric) -> MetricOut:
        """Convert a definition."""
        return cls.model_validate(metric)


class MetricsOut(Output):
    """Every metric, in the order they are shown."""

    items: Sequence[MetricOut]


class PeriodOut(Output):
    """Whole days in the ad accounts' zones, both ends inclusive."""

    since: date
    until: date

    @classmethod
    def of(cls, period: Period) -> PeriodOut:
        """Convert a period."""
        return cls(since=period.since, until=period.until)


class OverviewAccountOut(Output):
    """An ad account whose figures are shown."""

    id: UUID
    name: str
    platform: Platform
    zone: str
    fetched_until: date


class SettledOut(Output):
    """How much of the period can no longer move, by spend."""

    share: float
    until: date | None


class MeasureOut(Output):
    """One metric against the period before. A value is an exact decimal; money in major units."""

    key: str
    label: str
    unit: Unit
    better: Better
    value: str | None = Field(examples=["268.15"])
    before: str | None
    delta: float | None = Field(description="Relative change: 0.1 is 10 % more than before")
    available: bool
    reason: str | None = Field(description="Why there is no value, or what to know about it")
    settled: bool
    series: Sequence[float | None] = Field(description="One value per day of `daily`")

    @classmethod
    def of(cls, measure: Measure) -> MeasureOut:
        """Convert a measure."""
        return cls(
            key=measure.metric.key,
            label=measure.metric.label,
            unit=measure.metric.unit,
            better=measure.metric.better,
            value=exact(measure.value),
            before=exact(measure.before),
            delta=measure.delta,
            available=measure.value is not None,
            reason=measure.reason,
            settled=measure.settled,
            series=[_number(value) for value in measure.series],
        )


class OverviewDayOut(Output):
    """One day of the chart; `values` by metric key."""

    date: date
    settled: bool
    values: dict[str, float | None]

    @classmethod
    def of(cls, day: OverviewDay) -> OverviewDayOut:
        """Convert a day."""
        values = {key: _number(value) for key, value in day.values.items()}
        return cls(date=day.date, settled=day.settled, values=values)


class FetchedOut(Output):
    """Which days every account of the overview has."""

    complete: bool = Field(description="False: the sums hold the fetched days only, not the whole period")
    since_date: date | None
    until_date: date | None


class OverviewOut(Output):
    """The figures of one scope and period in one currency."""

    period: PeriodOut
    before: PeriodOut
    before_complete: bool = Field(description="False: the period before was not wholly fetched")
    fetched: FetchedOut
    today: date
    currency: str | None
    other_currencies: Sequence[str] = Field(description="Of accounts left out: currencies are never mixed")
    zones: Sequence[str]
    attributions: Sequence[str]
    accounts: Sequence[OverviewAccountOut]
    settled: SettledOut
    measures: Sequence[MeasureOut]
    daily: Sequence[OverviewDayOut]

    @classmethod
    def of(cls, overview: Overview) -> OverviewOut:
        """Convert an overview."""
        return cls(
            period=PeriodOut.of(overview.period),
            before=PeriodOut.of(overview.before),
            before_complete=overview.before_complete,
            fetched=FetchedOut.model_validate(overview.fetched),
            today=overview.today,
            currency=overview.currency,
            other_currencies=overview.other_currencies,
            zones=overview.zones,
            attributions=overview.attributions,
            accounts=[OverviewAccountOut.model_validate(each) for each in overview.accounts],
            settled=SettledOut.model_validate(overview.settled),
            measures=[MeasureOut.of(each) for each in overview.measures],
            daily=[OverviewDayOut.of(each) for each in overview.daily],
        )


class NodePerformanceOut(Output):
    """Figures of one ad group or ad; `id` is null for one that is not in the tree."""

    id: UUID | None
    external_id: str
    parent_external_id: str | None
    name: str
    values: dict[str, str | None]

    @classmethod
    def of(cls, node: NodePerformance) -> NodePerformanceOut:
        """Convert a node."""
        return cls(
            id=node.id,
            external_id=node.external_id,
            parent_external_id=node.parent_external_id,
            name=node.name,
            values={key: exact(figure.value) for key, figure in node.values.items()},
        )


class PerformanceOut(Output):
    """A campaign's figures: as a whole with its days, by ad group, by ad."""

    overview: OverviewOut
    ad_groups: Sequence[NodePerformanceOut]
    ads: Sequence[NodePerformanceOut]

    @classmethod
    def of(cls, performance: Performance) -> PerformanceOut:
        """Convert a performance."""
        return cls(
            overview=OverviewOut.of(performance.overview),
            ad_groups=[NodePerformanceOut.of(each) for each in performance.ad_groups],
            ads=[NodePerformanceOut.of(each) for each in performance.ads],
        )


def exact(value: Decimal | None) -> str | None:
    """Write a decimal without an exponent and without idle zeros."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
