"""Conditions of WHERE on fields other than days: values read by the field's type, and asked of a row.

Logic has three values as in SQL: a condition on a field without a value does not hold, whatever it asks,
but for IS NULL.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from adsandbox.google.gaql.catalogue import NUMBERS, DataType, Field
from adsandbox.google.gaql.dates import during, is_instant
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import LIST_OPERATORS, Condition, Form, Operator, Value
from adsandbox.google.gaql.regexp import Pattern, PatternError

_NULL = {Operator.IS_NULL, Operator.IS_NOT_NULL}
_EQUAL = {Operator.EQUALS, Operator.NOT_EQUALS}
_AMONG = {Operator.IN, Operator.NOT_IN}
_ORDER = {Operator.GREATER, Operator.GREATER_EQUALS, Operator.LESS, Operator.LESS_EQUALS, Operator.BETWEEN}
_PATTERNS = {Operator.LIKE, Operator.NOT_LIKE, Operator.REGEXP_MATCH, Operator.NOT_REGEXP_MATCH}
_CONTAINS = {Operator.CONTAINS_ANY, Operator.CONTAINS_ALL, Operator.CONTAINS_NONE}
_ALLOWED = {
    DataType.BOOLEAN: _NULL | _EQUAL,
    DataType.DATE: _NULL | _EQUAL | _ORDER | {Operator.DURING},
    DataType.ENUM: _NULL | _EQUAL | _AMONG,
    DataType.STRING: _NULL | _EQUAL | _AMONG | _PATTERNS,
    DataType.RESOURCE_NAME: _NULL | _EQUAL | _AMONG | _PATTERNS,
    **dict.fromkeys(NUMBERS, _NULL | _EQUAL | _AMONG | _ORDER),
}
_NO_CONSTANTS = frozenset({"UNSPECIFIED", "UNKNOWN"})


@dataclass(frozen=True, slots=True)
class Test:
    """What is asked of a field. Operands are of the kind that a message holds: numbers of constants for an
    enumeration, text for dates.
    """

    field: Field
    operator: Operator
    operands: tuple[Any, ...]
    holds: Callable[[Any], bool]


def read_test(field: Field, condition: Condition, today: date) -> Test:
    """Read a condition's values by its field's type; `today` is the day in the account's zone.

    Raises:
        QueryError: the operator or a value does not fit the field.
    """
    operator = condition.operator
    allowed = _NULL | _CONTAINS if field.repeated else _ALLOWED[field.data_type]
    if operator not in allowed:
        raise QueryError("OPERATOR_FIELD_MISMATCH", f"{operator} does not apply to {field.name}.", field.name)
    if operator is Operator.DURING:
        operands = _during(condition.values[0], today)
    else:
        operands = tuple(_operand(field, operator, value) for value in condition.values)
    return Test(field, operator, operands, _predicate(operator, operands))


def _during(value: Value, today: date) -> tuple[str, ...]:
    days = during(value.text, today) if value.form is Form.WORD else None
    if days is None:
        raise QueryError(
            "INVALID_VALUE_WITH_DURING_OPERATOR", f"{value.text} is no range of dates.", value.text
        )
    return f"{days.since} 00:00:00", f"{days.until} 23:59:59.999999"


def _operand(field: Field, operator: Operator, value: Value) -> Any:
    if field.data_type is DataType.ENUM:
        return _constant(field, value)
    if field.data_type is DataType.BOOLEAN:
        return _truth(value)
    if field.data_type in NUMBERS:
        return _number(field, value)
    if value.form is not Form.STRING:
        code = "INVALID_VALUE_WITH_LIKE_OPERATOR" if "LIKE" in operator else "INVALID_STRING_VALUE"
        raise QueryError(code, f"{value.text} must stand in quotes.", value.text)
    if field.data_type is DataType.DATE and not is_instant(value.text):
        between = operator is Operator.BETWEEN
        code = "INVALID_VALUE_WITH_BETWEEN_OPERATOR" if between else "INVALID_DATE_FORMAT"
        raise QueryError(code, f"{value.text} is no date.", value.text)
    return value.text


def _constant(field: Field, value: Value) -> int:
    for number, name in (field.constants or {}).items():
        if name == value.text:
            if name in _NO_CONSTANTS:
                raise QueryError("PROHIBITED_ENUM_CONSTANT", f"{name} cannot be filtered.", name)
            return number
    raise QueryError(
        "BAD_ENUM_CONSTANT", f"Error in WHERE clause: {value.text} is no value of {field.name}.", value.text
    )


def _truth(value: Value) -> bool:
    if value.text.lower() not in ("true", "false"):
        raise QueryError("BAD_VALUE", f"{value.text} is neither TRUE nor FALSE.", value.text)
    return value.text.lower() == "true"


def _number(field: Field, value: Value) -> int | float:
    try:
        number = int(value.text) if field.data_type is not DataType.DOUBLE else float(value.text)
    except ValueError:
        # A whole number may be compared with a fraction.
        try:
            number = float(value.text)
        except ValueError:
            number = math.nan
    if not value.text.isascii() or not math.isfinite(number):
        raise QueryError("BAD_VALUE", f"{value.text} is no number.", value.text)
    return number


# --- what is asked


def _predicate(operator: Operator, operands: tuple[Any, ...]) -> Callable[[Any], bool]:
    """The question as a function of a value. None, and an empty list, is no value."""
    if operator is Operator.IS_NULL:
        return lambda value: value is None or value == []
    if operator is Operator.IS_NOT_NULL:
        return lambda value: value is not None and value != []
    if operator in LIST_OPERATORS:
        return _among(operator, frozenset(operands))
    if operator in _PATTERNS:
        return _pattern(operator, operands[0])
    if operator in (Operator.BETWEEN, Operator.DURING):
        least, most = operands
        return lambda value: value is not None and least <= value <= most
    compare, operand = _COMPARE[operator], operands[0]
    return lambda value: value is not None and compare(value, operand)


def _among(operator: Operator, operands: frozenset[Any]) -> Callable[[Any], bool]:
    if operator is Operator.IN:
        return lambda value: value is not None and value in operands
    if operator is Operator.NOT_IN:
        return lambda value: value is not None and value not in operands
    if operator is Operator.CONTAINS_ANY:
        return lambda values: not operands.isdisjoint(values or ())
    if operator is Operator.CONTAINS_ALL:
        return lambda values: operands.issubset(values or ())
    return lambda values: operands.isdisjoint(values or ())


def _pattern(operator: Operator, text: str) -> Callable[[Any], bool]:
    if operator in (Operator.LIKE, Operator.NOT_LIKE):
        matches = Like(text).matches
    else:
        try:
            matches = Pattern(text).matches
        except PatternError as error:
            raise QueryError("BAD_VALUE", f"{text} is no regular expression: {error}.", text) from error
    wanted = operator in (Operator.LIKE, Operator.REGEXP_MATCH)
    return lambda value: value is not None and matches(value) is wanted


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: lambda value, operand: bool(value == operand),
    Operator.NOT_EQUALS: lambda value, operand: bool(value != operand),
    Operator.GREATER: lambda value, operand: bool(value > operand),
    Operator.GREATER_EQUALS: lambda value, operand: bool(value >= operand),
    Operator.LESS: lambda value, operand: bool(value < operand),
    Operator.LESS_EQUALS: lambda value, operand: bool(value <= operand),
}


class Like:
    """A pattern of LIKE: % is any text, _ any character, [x] the character x itself; case does not matter."""

    _ANY_TEXT = object()
    _ANY_CHARACTER = object()

    def __init__(self, text: str) -> None:
        folded = text.casefold()
        self._pattern: list[object] = []
        place = 0
        while place < len(folded):
            if folded[place] == "[" and folded[place + 2 : place + 3] == "]":
                self._pattern.append(folded[place + 1])
                place += 3
                continue
            wild = {"%": self._ANY_TEXT, "_": self._ANY_CHARACTER}
            self._pattern.append(wild.get(folded[place], folded[place]))
            place += 1

    def matches(self, text: str) -> bool:
        """Whether the whole text is matched. Only the last % is ever tried again, which suffices."""
        folded = text.casefold()
        place = at = 0
        again: tuple[int, int] | None = None
        while place < len(folded):
            if at < len(self._pattern) and self._pattern[at] is self._ANY_TEXT:
                again = at, place
                at += 1
            elif at < len(self._pattern) and self._pattern[at] in (folded[place], self._ANY_CHARACTER):
                at += 1
                place += 1
            elif again is not None:
                again = again[0], again[1] + 1
                at, place = again[0] + 1, again[1]
            else:
                return False
        return all(rest is self._ANY_TEXT for rest in self._pattern[at:])
