"""One row of a file: what it stands for, on which day, with which figures; or what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from adwright.core.money import micros_half_even
from adwright.insights.files import vocabulary
from adwright.insights.files.model import (
    COUNT_FIELDS,
    MEASURE_FIELDS,
    MONEY_FIELDS,
    Cell,
    Choices,
    ImportField,
)
from adwright.insights.files.survey import Survey
from adwright.insights.files.values import day, is_blank, number, text_of
from adwright.platforms.model import Level

_OLDEST_DAY = date(2004, 1, 1)  # Facebook's year; Google's ads are a little older, their exports are not
_NAMES = {
    Level.CAMPAIGN: (ImportField.CAMPAIGN_ID, ImportField.CAMPAIGN_NAME),
    Level.AD_GROUP: (ImportField.AD_GROUP_ID, ImportField.AD_GROUP_NAME),
    Level.AD: (ImportField.AD_ID, ImportField.AD_NAME),
}
# Each level's id and name as a row gives them; blank where it does not.
Names = Mapping[Level, tuple[str, str]]
LOWEST_FIRST = (Level.AD, Level.AD_GROUP, Level.CAMPAIGN, Level.ACCOUNT)


class BadRow(Exception):
    """A row that cannot be taken; the message goes on after "Line n: "."""

    def __init__(self, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Entity:
    """A campaign, ad group or ad as rows name it."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row understood; measures in micros, counts or conversions, None where the whole column is blank."""

    level: Level
    date: date
    campaign: Entity | None
    ad_group: Entity | None
    ad: Entity | None
    status: str
    attribution: str | None
    measures: dict[ImportField, Decimal | None]

    @property
    def delivered(self) -> bool:
        """Whether any figure is above zero."""
        return any(value for value in self.measures.values())


@lru_cache(maxsize=65_536)
def _made_up_id(level: Level, parent_id: str, name: str) -> str:
    """Names are only unique among brothers, so the parent is part of the id."""
    return f"{level.value}:{hashlib.sha256(f'{parent_id}/{name}'.encode()).hexdigest()[:24]}"


def _entity(level: Level, names: Names, parent: Entity | None) -> Entity | None:
    external_id, name = names[level]
    if not external_id and not name:
        return None
    external_id = external_id or _made_up_id(level, parent.external_id if parent else "", name)
    return Entity(external_id, name or external_id)


class RowReader:
    """Reads rows of one surveyed file."""

    def __init__(self, survey: Survey, choices: Choices, today: date) -> None:
        self._survey = survey
        self._at = {field: index for index, field in survey.mapping.items()}
        self._measures = [
            (index, field) for index, field in survey.mapping.items() if field in MEASURE_FIELDS
        ]
        self._latest = today + timedelta(days=1)  # the account's zone may be ahead of ours
        own_days = ImportField.DATE in self._at or (
            ImportField.SINCE in self._at and ImportField.UNTIL in self._at and not survey.spans
        )
        self._day_column = self._at.get(ImportField.DATE, self._at.get(ImportField.SINCE))
        self.needs_date = not own_days and choices.chosen_date is None
        self._chosen = None if own_days else choices.chosen_date
        self._names_something = any(
            field in self._at for fields in _NAMES.values() for field in fields
        )

    def read(self, cells: Sequence[Cell]) -> Row | None:
        """Return what a row says; None for a row that sums up others.

        Raises:
            BadRow: a cell cannot be understood.
        """
        names = self._names(cells)
        if self._is_summary(cells, names):
            return None
        campaign = _entity(Level.CAMPAIGN, names, None)
        ad_group = _entity(Level.AD_GROUP, names, campaign)
        return Row(
            level=self._level(cells, names),
            date=self._date(cells),
            campaign=campaign,
            ad_group=ad_group,
            ad=_entity(Level.AD, names, ad_group or campaign),
            status=self._text(cells, ImportField.STATUS),
            attribution=self._text(cells, ImportField.ATTRIBUTION) or None,
            measures={field: self._measure(cells, index, field) for index, field in self._measures},
        )

    def _names(self, cells: Sequence[Cell]) -> Names:
        return {
            level: (self._text(cells, id_field), self._text(cells, name_field))
            for level, (id_field, name_field) in _NAMES.items()
        }

    def _is_summary(self, cells: Sequence[Cell], names: Names) -> bool:
        """Say whether a row names nothing that the file's rows name, or says "Total"."""
        first = next((text for pair in names.values() for text in pair if text), None)
        if first is not None:
            return vocabulary.is_summary(first)
        if self._names_something:
            return True
        if self._chosen is not None or self._day_column is None:
            return vocabulary.is_summary(text_of(cells[0]))
        day_cell = cells[self._day_column]
        return is_blank(day_cell) or vocabulary.is_summary(text_of(day_cell))

    def currency(self, cells: Sequence[Cell]) -> str | None:
        """Return the currency that a row names."""
        return self._text(cells, ImportField.CURRENCY).upper() or None

    def _text(self, cells: Sequence[Cell], field: ImportField) -> str:
        index = self._at.get(field)
        if index is None or index >= len(cells) or is_blank(cells[index]):
            return ""
        return text_of(cells[index])

    def _level(self, cells: Sequence[Cell], names: Names) -> Level:
        deepest = next((level for level in LOWEST_FIRST if any(names.get(level, ()))), Level.ACCOUNT)
        said = vocabulary.level_of(self._text(cells, ImportField.LEVEL))
        if said is None or said is Level.ACCOUNT:
            return said or deepest
        if not any(names[said]):
            raise BadRow(f"the row is of the level {said.value.replace('_', ' ')} but does not name one.")
        return said

    def _date(self, cells: Sequence[Cell]) -> date:
        if self._chosen is not None:
            return self._chosen
        if self._day_column is None or self.needs_date:
            return self._latest
        header = self._survey.headers[self._day_column]
        cell = cells[self._day_column]
        if is_blank(cell):
            raise BadRow(f"the cell of “{header}” is blank, so the row has no day.", header)
        try:
            found = day(cell, self._survey.day_order)
        except ValueError as error:
            raise BadRow(f"“{text_of(cell)}” {error}.", header) from None
        if not _OLDEST_DAY <= found <= self._latest:
            where = "lies in the future" if found > self._latest else "lies too far back"
            raise BadRow(f"“{text_of(cell)}” {where}.", header)
        return found

    def _measure(self, cells: Sequence[Cell], index: int, field: ImportField) -> Decimal | None:
        if not self._survey.filled[index]:
            return None
        cell = cells[index]
        if is_blank(cell):
            return Decimal(0)
        header = self._survey.headers[index]
        try:
            value = number(cell, self._survey.decimal_sign)
        except ValueError as error:
            raise BadRow(f"“{text_of(cell)}” {error}.", header) from None
        if value < 0:
            raise BadRow(f"“{text_of(cell)}” is below zero.", header)
        if field in MONEY_FIELDS:
            return Decimal(micros_half_even(value))
        if field in COUNT_FIELDS and value != value.to_integral_value():
            raise BadRow(f"“{text_of(cell)}” is not a whole number.", header)
        return value
