"""The grammar of GAQL: text to a query and back. Nothing here knows a field, a resource or a market."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeVar

from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.tokens import END, WRITTEN_ESCAPES, Token, TokenKind, tokens_of, unexpected_input

MAX_LIST_VALUES = 20_000
_Item = TypeVar("_Item")


class Operator(StrEnum):
    """What a condition asks of a field; the values are how it is written."""

    EQUALS = "="
    NOT_EQUALS = "!="
    GREATER = ">"
    GREATER_EQUALS = ">="
    LESS = "<"
    LESS_EQUALS = "<="
    IN = "IN"
    NOT_IN = "NOT IN"
    LIKE = "LIKE"
    NOT_LIKE = "NOT LIKE"
    CONTAINS_ANY = "CONTAINS ANY"
    CONTAINS_ALL = "CONTAINS ALL"
    CONTAINS_NONE = "CONTAINS NONE"
    IS_NULL = "IS NULL"
    IS_NOT_NULL = "IS NOT NULL"
    BETWEEN = "BETWEEN"
    DURING = "DURING"
    REGEXP_MATCH = "REGEXP_MATCH"
    NOT_REGEXP_MATCH = "NOT REGEXP_MATCH"


LIST_OPERATORS = frozenset(
    {Operator.IN, Operator.NOT_IN, Operator.CONTAINS_ANY, Operator.CONTAINS_ALL, Operator.CONTAINS_NONE}
)


class Form(Enum):
    """How a value is written."""

    STRING = "string"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written: the text of a string without quotes and escapes, of a number, or of a bare word."""

    form: Form
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of WHERE. BETWEEN has two values, IS [NOT] NULL none, list operators any number."""

    field: str
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordering:
    """One key of ORDER BY."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as written. `resource` is None without a FROM clause, which the field service wants."""

    select: tuple[str, ...]
    resource: str | None = None
    where: tuple[Condition, ...] = ()
    order_by: tuple[Ordering, ...] = ()
    limit: int | None = None
    parameters: tuple[tuple[str, Value], ...] = ()


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: it is not GAQL.
    """
    return _Reader(tokens_of(text)).query()


def write(query: Query) -> str:
    """The query as text; parsing it gives the same query again."""
    parts = [f"SELECT {', '.join(query.select)}"]
    if query.resource is not None:
        parts.append(f"FROM {query.resource}")
    if query.where:
        parts.append(f"WHERE {' AND '.join(map(_written_condition, query.where))}")
    if query.order_by:
        keys = (f"{key.field} {'DESC' if key.descending else 'ASC'}" for key in query.order_by)
        parts.append(f"ORDER BY {', '.join(keys)}")
    if query.limit is not None:
        parts.append(f"LIMIT {query.limit}")
    if query.parameters:
        written = (f"{name} = {_written_value(value)}" for name, value in query.parameters)
        parts.append(f"PARAMETERS {', '.join(written)}")
    return " ".join(parts)


def _written_condition(condition: Condition) -> str:
    values = [_written_value(value) for value in condition.values]
    start = f"{condition.field} {condition.operator}"
    if condition.operator in LIST_OPERATORS:
        return f"{start} ({', '.join(values)})"
    if condition.operator is Operator.BETWEEN:
        return f"{start} {values[0]} AND {values[1]}"
    return " ".join([start, *values])


def _written_value(value: Value) -> str:
    if value.form is not Form.STRING:
        return value.text
    return '"' + "".join(WRITTEN_ESCAPES.get(character, character) for character in value.text) + '"'


# --- clauses


class _Reader:
    """Reads the clauses in their order."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens_of = tokens
        self._place = 0

    def query(self) -> Query:
        if not self.tokens_of:
            raise _ended("a SELECT clause")
        if not self._accept("SELECT"):
            raise QueryError("EXPECTED_SELECT", "A query begins with SELECT.", self._next().text)
        select = self._list(self._field)
        resource = self._resource() if self._accept("FROM") else None
        where = self._conditions() if self._accept("WHERE") else ()
        order_by = self._order_by() if self._accept("ORDER") else ()
        limit = self._limit() if self._accept("LIMIT") else None
        parameters = self._list(self._parameter) if self._accept("PARAMETERS") else ()
        if self._peek() is not END:
            raise unexpected_input(self._peek().text)
        return Query(select, resource, where, order_by, limit, parameters)

    def _peek(self) -> Token:
        return self.tokens_of[self._place] if self._place < len(self.tokens_of) else END

    def _next(self) -> Token:
        token = self._peek()
        self._place += 1
        return token

    def _accept(self, word: str) -> bool:
        found = self._peek().is_word(word)
        self._place += found
        return found

    def _accept_symbol(self, symbol: str) -> bool:
        token = self._peek()
        found = token.kind is TokenKind.SYMBOL and token.text == symbol
        self._place += found
        return found

    def _list(self, read: Callable[[], _Item]) -> tuple[_Item, ...]:
        items = [read()]
        while self._accept_symbol(","):
            items.append(read())
        return tuple(items)

    def _field(self) -> str:
        token = self._next()
        if token is END:
            raise _ended("a field name")
        if token.kind is not TokenKind.WORD:
            raise unexpected_input(token.text)
        if token.text.upper() in _RESERVED:
            raise unexpected_input(token.text)
        if not _FIELD.fullmatch(token.text):
            raise QueryError("BAD_FIELD_NAME", f"{token.text} is not a field name.", token.text)
        return token.text

    def _resource(self) -> str:
        token = self._next()
        if token is END:
            raise _ended("a resource name")
        if token.kind is not TokenKind.WORD:
            raise unexpected_input(token.text)
        if not _RESOURCE.fullmatch(token.text) or token.text.upper() in _RESERVED:
            raise QueryError(
                "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"{token.text} is not a resource.", token.text
            )
        return token.text

    def _conditions(self) -> tuple[Condition, ...]:
        conditions = [self._condition()]
        while self._accept("AND"):
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        field = self._field()
        operator = self._operator()
        if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
            return Condition(field, operator)
        if operator is Operator.BETWEEN:
            return Condition(field, operator, self._bounds())
        if operator in LIST_OPERATORS:
            return Condition(field, operator, self._values(operator))
        return Condition(field, operator, (self._single(operator),))

    def _operator(self) -> Operator:
        token = self._next()
        if token is END:
            raise _ended("an operator")
        if token.kind is TokenKind.SYMBOL and token.text in _COMPARISONS:
            return Operator(token.text)
        word = token.text.upper()
        if token.kind is TokenKind.WORD and word in _WORD_OPERATORS:
            second = self._peek().text.upper()
            for operator in _WORD_OPERATORS[word]:
                words = operator.split()[1:]
                if not words:
                    return operator
                if second == words[0] and self._peek().kind is TokenKind.WORD:
                    self._place += 1
                    return self._finish(operator, words[1:])
            if self._peek() is END:
                raise _ended("an operator")
        raise QueryError("BAD_OPERATOR", f"Error in WHERE clause: {token.text} is no operator.", token.text)

    def _finish(self, operator: Operator, words: list[str]) -> Operator:
        """IS NULL is found by its second word, IS NOT NULL has a third."""
        for word in words:
            if not self._accept(word):
                raise QueryError("BAD_OPERATOR", f"Expected {operator}.", self._peek().text)
        return operator

    def _bounds(self) -> tuple[Value, ...]:
        bounds = []
        for number in range(2):
            if number and not self._accept("AND"):
                raise QueryError("EXPECTED_AND", "BETWEEN needs AND between its values.", self._peek().text)
            if self._peek().kind not in _FORMS or self._peek().is_word("AND"):
                raise QueryError(
                    "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", "BETWEEN needs two values.", self._peek().text
                )
            bounds.append(self._value())
        return tuple(bounds)

    def _values(self, operator: Operator) -> tuple[Value, ...]:
        if self._peek() is END:
            raise _ended("a list of values")
        if not self._accept_symbol("("):
            raise QueryError("EXPECTED_LIST", f"{operator} needs a list in parentheses.", self._peek().text)
        if self._accept_symbol(")"):
            raise QueryError("PROHIBITED_EMPTY_LIST_IN_CONDITION", f"The list after {operator} is empty.")
        values = self._list(self._value)
        if not self._accept_symbol(")"):
            raise _ended(")") if self._peek() is END else unexpected_input(self._peek().text)
        if len({value.form for value in values}) > 1:
            raise QueryError(
                "PROHIBITED_VALUE_COMBINATION_IN_LIST", "The values of a list must be of one type."
            )
        if len(values) > MAX_LIST_VALUES:
            raise QueryError(
                "FILTER_HAS_TOO_MANY_VALUES", f"A condition may have at most {MAX_LIST_VALUES} values."
            )
        return values

    def _single(self, operator: Operator) -> Value:
        token = self._peek()
        if token.kind is TokenKind.SYMBOL and token.text == "(":
            raise QueryError("EXPECTED_SINGLE_VALUE", f"{operator} takes one value, not a list.", token.text)
        return self._value()

    def _value(self) -> Value:
        token = self._next()
        if token is END:
            raise _ended("a value")
        if token.kind not in _FORMS:
            raise unexpected_input(token.text)
        return Value(_FORMS[token.kind], token.text)

    def _order_by(self) -> tuple[Ordering, ...]:
        if not self._accept("BY"):
            raise QueryError("EXPECTED_BY", "ORDER must be followed by BY.", self._peek().text)
        return self._list(self._ordering)

    def _ordering(self) -> Ordering:
        field = self._field()
        if self._accept("DESC"):
            return Ordering(field, True)
        self._accept("ASC")
        return Ordering(field)

    def _limit(self) -> int:
        token = self._next()
        if token is END:
            raise _ended("a number of rows")
        if token.kind is not TokenKind.NUMBER or "." in token.text or len(token.text) > _MAX_LIMIT_DIGITS:
            raise QueryError("BAD_LIMIT_VALUE", f"{token.text} is not a number of rows.", token.text)
        if int(token.text) < 1:
            raise QueryError("LIMIT_VALUE_TOO_LOW", "LIMIT must be at least 1.", token.text)
        return int(token.text)

    def _parameter(self) -> tuple[str, Value]:
        name = self._field()
        if not self._accept_symbol("="):
            raise _ended("=") if self._peek() is END else unexpected_input(self._peek().text)
        return name, self._value()


def _ended(expected: str) -> QueryError:
    return QueryError("UNEXPECTED_END_OF_QUERY", f"Error in query: it ends where {expected} is expected.")


_FIELD = re.compile(r"[a-zA-Z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")
_RESOURCE = re.compile(r"[A-Za-z][A-Za-z_]*")
_RESERVED = frozenset({"SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "PARAMETERS", "AND"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_WORD_OPERATORS: dict[str, list[Operator]] = {}
for _operator in Operator:
    if _operator not in _COMPARISONS:
        _WORD_OPERATORS.setdefault(_operator.split()[0], []).append(_operator)
_FORMS = {TokenKind.STRING: Form.STRING, TokenKind.NUMBER: Form.NUMBER, TokenKind.WORD: Form.WORD}
_MAX_LIMIT_DIGITS = 18
