"""From cells to values: numbers with either decimal sign, days in the usual spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from adwright.insights.files.model import Cell, DayOrder

BLANKS = frozenset({"", "-", "–", "—", "--", "n/a", "na", "null", "none"})

_LONGEST_BLANK = 40
# A million million: in micros it still has room where it is stored, and no account spends so much in a day.
_TOO_LARGE = Decimal(10) ** 12
# Cells of a report repeat themselves, so what was parsed once is kept for a while.
_REMEMBERED = 65_536

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_SYMBOLS = r"(?:[A-Z]{2,3}\$?|[A-Z]{0,2}[$€£¥₺₹]|zł|kr|%)"
_UNIT = re.compile(rf"^{_SYMBOLS}|{_SYMBOLS}$")
_GROUPED_BY_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2}(,\d{3})+$")
_GROUPED_BY_POINT = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_PARTS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")
_WRITTEN = ("%b %d, %Y", "%d %b %Y", "%B %d, %Y", "%d %B %Y")


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing; dashes count as nothing."""
    if not isinstance(cell, str):
        return False
    return not cell or (len(cell) < _LONGEST_BLANK and cell.strip().casefold() in BLANKS)


def text_of(cell: Cell) -> str:
    """Return a cell as text, as a person would read it."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell.strip()


def decimal_sign_of(cells: Iterable[Cell]) -> str | None:
    """Return the decimal sign that number cells show, `.` or `,`; None when none of them tells."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        sign = _sign(cell) if isinstance(cell, str) else None
        if sign is not None:
            votes[sign] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


@lru_cache(maxsize=_REMEMBERED)
def _sign(cell: str) -> str | None:
    if is_blank(cell):
        return None
    plain = _UNIT.sub("", _SPACES.sub("", cell))
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma < 0 and point < 0:
        return None
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if comma >= 0:
        if plain.count(",") > 1:
            return "."
        return None if _GROUPED_BY_COMMA.match(plain) else ","
    if plain.count(".") > 1:
        return ","
    return None if _GROUPED_BY_POINT.match(plain) else "."


def number(cell: Cell, decimal_sign: str) -> Decimal:
    """Return a number cell's value.

    Raises:
        ValueError: it is no number, its groups of thousands do not fit, or it is beyond what is stored.
    """
    if isinstance(cell, date):
        raise ValueError("is a day, not a number")
    value = cell if isinstance(cell, Decimal) else _number(cell, decimal_sign)
    if abs(value) >= _TOO_LARGE:
        raise ValueError("is too large to be true")
    return value


@lru_cache(maxsize=_REMEMBERED)
def _number(cell: str, decimal_sign: str) -> Decimal:
    plain = _UNIT.sub("", _SPACES.sub("", cell))
    group = "," if decimal_sign == "." else "."
    if not any(each.isdigit() for each in plain):
        raise ValueError("is not a number")
    whole, _, fraction = plain.partition(decimal_sign)
    if group in fraction or decimal_sign in fraction:
        raise ValueError("is not a number")
    if group in whole and not re.match(rf"^[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+$", whole):
        raise ValueError("is not a number in the form of the others")
    try:
        value = Decimal(f"{whole.replace(group, '')}.{fraction or '0'}")
    except InvalidOperation:
        raise ValueError("is not a number") from None
    if not value.is_finite():
        raise ValueError("is not a number")
    return value


def day_order_of(cells: Iterable[Cell]) -> tuple[DayOrder | None, bool]:
    """Return which of day and month comes first, where a day above 12 tells; and whether it matters."""
    found: DayOrder | None = None
    matters = False
    for cell in cells:
        parts = _PARTS.match(cell.strip()) if isinstance(cell, str) else None
        if parts is None:
            continue
        matters = True
        first, second = int(parts[1]), int(parts[2])
        if first > 12:
            found = DayOrder.DAY_FIRST
        elif second > 12:
            found = DayOrder.MONTH_FIRST
    return found, matters


def day(cell: Cell, order: DayOrder) -> date:
    """Return a day cell's value.

    Raises:
        ValueError: it is no day, or none that the calendar has.
    """
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        raise ValueError("is a number, not a day")
    return _day(cell.strip(), order)


@lru_cache(maxsize=_REMEMBERED)
def _day(text: str, order: DayOrder) -> date:
    if iso := _ISO.match(text):
        return _existing(int(iso[1]), int(iso[2]), int(iso[3]))
    if parts := _PARTS.match(text):
        first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
        month, day_of_month = (second, first) if order is DayOrder.DAY_FIRST else (first, second)
        return _existing(year + 2000 if year < 100 else year, month, day_of_month)
    for spelling in _WRITTEN:
        try:
            return datetime.strptime(text, spelling).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("is not a day")


def _existing(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise ValueError("is a day that does not exist") from None
