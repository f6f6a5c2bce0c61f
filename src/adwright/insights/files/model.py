"""What a file can hold, what a person may choose, and what was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from adwright.campaigns.model import ObservedNode
from adwright.insights.ports import DailyFact
from adwright.platforms.model import Level

# A cell: text, or a number or day that a spreadsheet knows as such.
Cell = str | Decimal | date


class ImportField(StrEnum):
    """What a column can mean."""

    DATE = "date"
    SINCE = "since"  # first day of the row's span
    UNTIL = "until"  # last day of the row's span
    CAMPAIGN_NAME = "campaign_name"
    CAMPAIGN_ID = "campaign_id"
    AD_GROUP_NAME = "ad_group_name"
    AD_GROUP_ID = "ad_group_id"
    AD_NAME = "ad_name"
    AD_ID = "ad_id"
    LEVEL = "level"
    STATUS = "status"
    ATTRIBUTION = "attribution"
    CURRENCY = "currency"
    BREAKDOWN = "breakdown"  # age, gender, placement …: its rows are added up
    IMPRESSIONS = "impressions"
    REACH = "reach"
    CLICKS = "clicks"
    LINK_CLICKS = "link_clicks"
    SPEND = "spend"
    LANDING_PAGE_VIEWS = "landing_page_views"
    PURCHASES = "purchases"
    LEADS = "leads"
    INSTALLS = "installs"
    REVENUE = "revenue"
    VIDEO_VIEWS = "video_views"


# How a measure is held: money in micros, counts whole, conversions possibly fractional.
MONEY_FIELDS = frozenset({ImportField.SPEND, ImportField.REVENUE})
COUNT_FIELDS = frozenset(
    {
        ImportField.IMPRESSIONS,
        ImportField.REACH,
        ImportField.CLICKS,
        ImportField.LINK_CLICKS,
        ImportField.VIDEO_VIEWS,
    }
)
CONVERSION_FIELDS = frozenset(
    {ImportField.LANDING_PAGE_VIEWS, ImportField.PURCHASES, ImportField.LEADS, ImportField.INSTALLS}
)
MEASURE_FIELDS = MONEY_FIELDS | COUNT_FIELDS | CONVERSION_FIELDS
REPEATABLE_FIELDS = frozenset({ImportField.BREAKDOWN})


class DayOrder(StrEnum):
    """How days like 03/04/2024 are to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a file; None where nothing was said.

    Attributes:
        mapping: column (counted from 0) to what it means; columns that are not in it are ignored.
        chosen_date: the day of all rows, for a file without days.
        leave_out_bad_rows: import the rest when rows have problems.
        ad_account_id: an existing file account whose days the file replaces.
    """

    mapping: Mapping[int, ImportField] | None = None
    chosen_date: date | None = None
    day_order: DayOrder | None = None
    currency: str | None = None
    zone: str | None = None
    leave_out_bad_rows: bool = False
    advertiser_id: UUID | None = None
    account_name: str | None = None
    ad_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written, as found out from its content."""

    kind: str  # csv, xlsx
    encoding: str | None
    delimiter: str | None
    sheet: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (`error`) or worth knowing (`warning`); the line is the file's own, counted from 1."""

    message: str
    severity: str = "error"
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column: its header, what it is taken for, and a note where it is not what one may expect."""

    index: int
    header: str
    field: ImportField | None
    note: str | None
    samples: Sequence[str]


@dataclass(frozen=True, slots=True)
class LevelRows:
    """How many rows stand for a level, and whether these are the ones that are taken."""

    level: Level
    rows: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a file under some choices.

    Attributes:
        needs: what a person still has to say: `date`, `currency`, `measure`.
        totals: by measure, of the rows taken; money in major units, None when the file does not give it.
        facts: empty as long as something is needed or wrong.
        nodes: the tree that the rows name, parents first.
    """

    format: FileFormat
    columns: Sequence[ColumnUse]
    signature: str
    rows: int
    rows_taken: int
    summary_rows: int
    repeated_rows: int
    since_date: date | None
    until_date: date | None
    days: int
    currency: str | None
    levels: Sequence[LevelRows]
    campaigns: int
    ad_groups: int
    ads: int
    totals: Mapping[str, Decimal | None]
    problems: Sequence[Problem]
    problem_count: int
    needs: Sequence[str]
    facts: Sequence[DailyFact] = field(repr=False)
    nodes: Sequence[ObservedNode] = field(repr=False)

    @property
    def ready(self) -> bool:
        """Whether it could be imported as it is."""
        return bool(self.facts) and not self.needs
