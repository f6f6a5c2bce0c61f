"""The first look through a file: where the header is, what columns mean, how numbers and days are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adwright.core.errors import FieldProblem, Invalid
from adwright.insights.files import vocabulary
from adwright.insights.files.model import (
    MEASURE_FIELDS,
    REPEATABLE_FIELDS,
    Cell,
    Choices,
    ColumnUse,
    DayOrder,
    FileFormat,
    ImportField,
)
from adwright.insights.files.reading import CutShort, Line, rows
from adwright.insights.files.values import day_order_of, decimal_sign_of, is_blank, text_of

_HEADER_WITHIN_LINES = 20
_SAMPLES = 3
_COMMA_DELIMITER = ";"
_DAY_FIELDS = frozenset({ImportField.DATE, ImportField.SINCE, ImportField.UNTIL})


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look found.

    Attributes:
        header_line: where the header stands, counted from 1.
        filled: by column, whether any row has something in it.
        decimal_sign: `.` or `,`.
        day_order_guessed: days like 03/04/2024 could be read both ways.
        spans: rows cover more than one day each, from `SINCE` to `UNTIL`.
        first_span: what the first of them covers, in the file's words.
    """

    format: FileFormat
    header_line: int
    headers: Sequence[str]
    signature: str
    columns: Sequence[ColumnUse]
    mapping: Mapping[int, ImportField]
    filled: Sequence[bool]
    decimal_sign: str
    day_order: DayOrder
    day_order_guessed: bool
    spans: bool
    first_span: tuple[str, str] | None

    def column(self, field: ImportField) -> int | None:
        """Return the column that means a field."""
        return next((index for index, each in self.mapping.items() if each is field), None)


def survey(path: Path, found: FileFormat, choices: Choices) -> Survey:
    """Look through the whole file once.

    Raises:
        Invalid: there is no header with at least two columns, or the mapping names one that is not there.
    """
    header = _header(path, found)
    headers = [text_of(cell) for cell in header.cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) < 2:
        raise Invalid(
            "This file has one column only. Export the report with its columns, as CSV or XLSX.",
            code="no_columns",
        )
    candidates = _candidates(headers, choices)
    look = _Look(headers, candidates)
    for line in body(path, found, header.number):
        look.take(line)
    mapping = _mapping(headers, choices, look.filled)
    day_order, ambiguous = look.day_order()
    sign = look.decimal_sign() or ("," if found.delimiter == _COMMA_DELIMITER else ".")
    guessed = DayOrder.MONTH_FIRST if _is_english(headers) else DayOrder.DAY_FIRST
    return Survey(
        format=found,
        header_line=header.number,
        headers=headers,
        signature=signature_of(headers),
        columns=_uses(headers, mapping, look),
        mapping=mapping,
        filled=look.filled,
        decimal_sign=sign,
        day_order=choices.day_order or day_order or guessed,
        day_order_guessed=ambiguous and choices.day_order is None and day_order is None,
        spans=look.first_span is not None,
        first_span=look.first_span,
    )


def body(path: Path, found: FileFormat, header_line: int) -> Iterator[Line]:
    """Yield the rows after the header; a file that is cut short simply ends here."""
    try:
        for line in rows(path, found):
            if line.number > header_line:
                yield line
    except CutShort:
        return


def signature_of(headers: Sequence[str]) -> str:
    """Return what files with the same columns have in common."""
    joined = "\x1f".join(vocabulary.normalize(header) for header in headers)
    return hashlib.sha256(joined.encode()).hexdigest()


def _header(path: Path, found: FileFormat) -> Line:
    """Return the row with the most known headers among the first; else the first with several cells."""
    best: Line | None = None
    most = 0
    wide: Line | None = None
    try:
        for count, line in enumerate(rows(path, found)):
            if count >= _HEADER_WITHIN_LINES:
                break
            texts = [cell for cell in line.cells if isinstance(cell, str) and cell.strip()]
            known = sum(1 for text in texts if vocabulary.meaning(text))
            if known >= 2 and known > most:
                best, most = line, known
            if wide is None and len(texts) >= 2:
                wide = line
    except CutShort:
        pass
    header = best or wide
    if header is None:
        raise Invalid(
            "No row of headers was found: this does not look like a report. Export it as CSV or XLSX.",
            code="no_columns",
        )
    return header


def _candidates(headers: Sequence[str], choices: Choices) -> Mapping[int, ImportField]:
    if choices.mapping is not None:
        return choices.mapping
    known = {index: vocabulary.meaning(header) for index, header in enumerate(headers)}
    return {index: found[0] for index, found in known.items() if found}


def _mapping(
    headers: Sequence[str], choices: Choices, filled: Sequence[bool]
) -> Mapping[int, ImportField]:
    if choices.mapping is not None:
        _require_sound(choices.mapping, len(headers))
        return dict(sorted(choices.mapping.items()))
    chosen: dict[ImportField, tuple[bool, int, int]] = {}
    mapping: dict[int, ImportField] = {}
    for index, header in enumerate(headers):
        known = vocabulary.meaning(header)
        if known is None:
            continue
        field, place = known
        if field in REPEATABLE_FIELDS:
            mapping[index] = field
            continue
        rank = (not filled[index], place, index)
        if field not in chosen or rank < chosen[field]:
            chosen[field] = rank
    mapping |= {rank[2]: field for field, rank in chosen.items()}
    return dict(sorted(mapping.items()))


def _require_sound(mapping: Mapping[int, ImportField], columns: int) -> None:
    problems = [
        FieldProblem(f"mapping.{index}", f"The file has {columns} columns; there is no column {index}.")
        for index in mapping
        if not 0 <= index < columns
    ]
    fields = [field for field in mapping.values() if field not in REPEATABLE_FIELDS]
    problems += [
        FieldProblem("mapping", f"Two columns cannot both be {field.value}.")
        for field in sorted({each for each in fields if fields.count(each) > 1})
    ]
    if problems:
        raise Invalid(problems[0].message, code="bad_mapping", fields=tuple(problems))


def _uses(headers: Sequence[str], mapping: Mapping[int, ImportField], look: _Look) -> list[ColumnUse]:
    used = {field: headers[index] for index, field in mapping.items()}
    uses = []
    for index, header in enumerate(headers):
        field = mapping.get(index)
        known = vocabulary.meaning(header)
        note = None
        if field is None and known and known[0] in used:
            note = f"“{used[known[0]]}” is used instead."
        elif field in MEASURE_FIELDS and not look.filled[index]:
            note = "The column is blank, so this is not available."
        uses.append(ColumnUse(index, header, field, note, tuple(look.samples[index])))
    return uses


def _is_english(headers: Sequence[str]) -> bool:
    return any(
        vocabulary.normalize(header) in ("campaign name", "ad name", "impressions", "day", "date")
        for header in headers
    )


class _Look:
    """What the columns hold, gathered row by row."""

    def __init__(self, headers: Sequence[str], candidates: Mapping[int, ImportField]) -> None:
        width = len(headers)
        self.filled = [False] * width
        self.samples: list[list[str]] = [[] for _ in range(width)]
        self.first_span: tuple[str, str] | None = None
        self._width = width
        self._signs: dict[str, int] = {".": 0, ",": 0}
        self._numbers = [index for index, field in candidates.items() if field in MEASURE_FIELDS]
        self._days = [index for index, field in candidates.items() if field in _DAY_FIELDS]
        by_field = {field: index for index, field in candidates.items()}
        self._span = (by_field.get(ImportField.SINCE), by_field.get(ImportField.UNTIL))
        self._order: DayOrder | None = None
        self._order_matters = False

    def take(self, line: Line) -> None:
        cells = line.cells[: self._width]
        for index, cell in enumerate(cells):
            if is_blank(cell):
                continue
            self.filled[index] = True
            samples = self.samples[index]
            if len(samples) < _SAMPLES and (text := text_of(cell)[:60]) not in samples:
                samples.append(text)
        sign = decimal_sign_of(self._cells(cells, self._numbers))
        if sign is not None:
            self._signs[sign] += 1
        found, matters = day_order_of(self._cells(cells, self._days))
        self._order = self._order or found
        self._order_matters = self._order_matters or matters
        self._look_at_span(cells)

    def decimal_sign(self) -> str | None:
        if self._signs["."] == self._signs[","]:
            return None
        return "." if self._signs["."] > self._signs[","] else ","

    def day_order(self) -> tuple[DayOrder | None, bool]:
        return self._order, self._order_matters and self._order is None

    def _look_at_span(self, cells: Sequence[Cell]) -> None:
        since, until = self._span
        if self.first_span or since is None or until is None or max(since, until) >= len(cells):
            return
        first, last = cells[since], cells[until]
        if not is_blank(first) and not is_blank(last) and first != last:
            self.first_span = (text_of(first), text_of(last))

    @staticmethod
    def _cells(cells: Sequence[Cell], indexes: Sequence[int]) -> list[Cell]:
        return [cells[index] for index in indexes if index < len(cells)]
