"""A query checked against the real fields: what it asks of which field, over which days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.catalogue import CORE_DATES, METRICS, SEGMENTS, Field, Resource
from adsandbox.google.gaql.change_rules import RULES, check_changes
from adsandbox.google.gaql.conditions import Test, read_test
from adsandbox.google.gaql.dates import (
    GRANULAR_MONTHS,
    Days,
    day_before,
    day_of,
    during,
    months_before,
    next_day,
    period,
)
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import Condition, Form, Operator, Query, Value
from adsandbox.google.gaql.segments import is_covered

_GRANULAR = frozenset({"segments.date", "segments.week", "segments.hour"})
# A conversion knows which action it is of; impressions, clicks and money do not.
_CONVERSION_SEGMENTS = frozenset(
    f"segments.{name}"
    for name in (
        "conversion_action",
        "conversion_action_category",
        "conversion_action_name",
        "conversion_adjustment",
        "conversion_attribution_event_type",
        "conversion_lag_bucket",
        "conversion_or_adjustment_lag_bucket",
        "external_conversion_source",
    )
)
_YEAR = re.compile(r"[1-9][0-9]{0,3}")
_PARAMETERS = ("include_drafts", "omit_unselected_resource_names")


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that can be answered. `days` are those of the core date segments, open if none is filtered."""

    resource: Resource
    select: tuple[Field, ...]
    tests: tuple[Test, ...]
    days: Days
    order_by: tuple[tuple[Field, bool], ...]
    limit: int | None
    omit_resource_names: bool

    @property
    def metrics(self) -> tuple[Field, ...]:
        """Selected metrics."""
        return tuple(field for field in self.select if field.is_metric)

    @property
    def segments(self) -> tuple[Field, ...]:
        """Selected segments."""
        return tuple(field for field in self.select if field.is_segment)

    @property
    def needs_metrics(self) -> bool:
        """Whether anything that is measured is selected or filtered."""
        return any(_is_measured(field) for field in self.select) or any(
            _is_measured(test.field) for test in self.tests
        )


def check(query: Query, today: date, is_manager: bool) -> Checked:
    """Check a query; `today` is the day in the account's zone.

    Raises:
        QueryError: it asks for what is not there, or in a way that it cannot be asked.
    """
    resource = _resource(query.resource)
    select = tuple(dict.fromkeys(_selected(name, resource) for name in query.select))
    conditions = [(_filtered(condition.field, resource), condition) for condition in query.where]
    used = [*select, *(field for field, _ in conditions)]
    if is_manager and any(field.is_metric for field in used):
        raise QueryError(
            "REQUESTED_METRICS_FOR_MANAGER",
            "A manager account has no metrics; ask each client account for its own.",
        )
    _check_combinations(used)
    names = {field.name for field in select}
    _check_references(conditions, names)
    tests = tuple(
        read_test(field, condition, today) for field, condition in conditions if not _is_core_date(field)
    )
    if resource.name in RULES:
        check_changes(RULES[resource.name], tests, query.limit, today)
    return Checked(
        resource,
        select,
        tests,
        _days([condition for field, condition in conditions if _is_core_date(field)], names, today),
        tuple(_orderings(query, resource, select)),
        query.limit,
        _parameters(query.parameters)["omit_unselected_resource_names"],
    )


def _is_measured(field: Field) -> bool:
    return field.is_metric or field.is_segment


def _is_core_date(field: Field) -> bool:
    return field.name in CORE_DATES


def _resource(name: str | None) -> Resource:
    if name is None:
        raise QueryError("EXPECTED_FROM", "A query names its resource with FROM.")
    if name in catalogue.covered():
        return catalogue.covered()[name]
    if name in catalogue.resource_names():
        raise QueryError(
            "PROHIBITED_RESOURCE_TYPE_IN_FROM_CLAUSE",
            f"Error in FROM clause: this sandbox has no {name}; see its compatibility table.",
            name,
        )
    raise QueryError(
        "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"Error in FROM clause: {name} is not a resource.", name
    )


def _known(name: str, clause: str) -> Field:
    found = catalogue.fields().get(name)
    if found is not None:
        return found
    if catalogue.is_prefix(name):
        raise QueryError(
            f"PROHIBITED_FIELD_IN_{clause}_CLAUSE", f"{name} is not a single field; name one within it.", name
        )
    owner = name.partition(".")[0]
    if owner in catalogue.resource_names() and owner not in catalogue.covered():
        raise QueryError(
            f"PROHIBITED_RESOURCE_TYPE_IN_{clause}_CLAUSE", f"{owner} does not go with this resource.", name
        )
    raise QueryError("UNRECOGNIZED_FIELD", f"Unrecognized field in the query: '{name}'.", name)


def _selected(name: str, resource: Resource) -> Field:
    return _compatible(_known(name, "SELECT"), resource, "SELECT")


def _filtered(name: str, resource: Resource) -> Field:
    field = _compatible(_known(name, "WHERE"), resource, "WHERE")
    if not field.filterable:
        raise QueryError("PROHIBITED_FIELD_IN_WHERE_CLAUSE", f"{name} cannot be filtered.", name)
    return field


def _compatible(field: Field, resource: Resource, clause: str) -> Field:
    if field.owner == METRICS:
        if field.name not in resource.metrics:
            raise QueryError(
                "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
                f"{field.name} is not measured for {resource.name}.",
                field.name,
            )
    elif field.owner == SEGMENTS:
        if field.name not in resource.segments:
            raise QueryError(
                "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
                f"{field.name} does not split {resource.name}.",
                field.name,
            )
        if not is_covered(field):
            raise QueryError(
                "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
                f"This sandbox does not split by {field.name}; see its compatibility table.",
                field.name,
            )
    elif field.owner != resource.name and field.owner not in resource.companions:
        raise QueryError(
            f"PROHIBITED_RESOURCE_TYPE_IN_{clause}_CLAUSE",
            f"Fields of {field.owner} do not go with FROM {resource.name}.",
            field.name,
        )
    return field


def _check_combinations(used: list[Field]) -> None:
    for segment in used:
        for field in used if segment.is_segment else ():
            if not goes_together(segment, field):
                raise QueryError(
                    "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
                    f"{field.name} cannot be split by {segment.name}.",
                    field.name,
                )


def goes_together(one: Field, other: Field) -> bool:
    """Whether two fields of metrics and segments may be in one query."""
    if one.is_metric:
        one, other = other, one
    if one.name not in _CONVERSION_SEGMENTS or not other.is_metric:
        return True
    return "conversion" in other.name and "clicks" not in other.name


def _check_references(conditions: list[tuple[Field, Condition]], selected: set[str]) -> None:
    for field, _ in conditions:
        if field.is_segment and not _is_core_date(field) and field.name not in selected:
            raise _unselected(field.name)


def _unselected(name: str) -> QueryError:
    return QueryError(
        "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        f"This field must also be in the SELECT clause: '{name}'.",
        name,
    )


def _orderings(query: Query, resource: Resource, select: tuple[Field, ...]) -> Iterator[tuple[Field, bool]]:
    owners = {resource.name, *(field.owner for field in select if not _is_measured(field))}
    for key in query.order_by:
        field = catalogue.fields().get(key.field)
        if field is None:
            raise QueryError(
                "UNRECOGNIZED_FIELD", f"Unrecognized field in the query: '{key.field}'.", key.field
            )
        if not field.sortable:
            raise QueryError("PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE", f"{key.field} has no order.", key.field)
        if field not in select and field.owner not in owners:
            raise _unselected(key.field)
        yield field, key.descending


def _parameters(given: tuple[tuple[str, Value], ...]) -> dict[str, bool]:
    values = dict.fromkeys(_PARAMETERS, False)
    for name, value in given:
        if name not in values:
            raise QueryError("BAD_PARAMETER_NAME", f"{name} is no parameter of queries.", name)
        if value.text.lower() not in ("true", "false"):
            raise QueryError("BAD_PARAMETER_VALUE", f"{name} must be true or false.", value.text)
        values[name] = value.text.lower() == "true"
    return values


# --- days


def _days(conditions: list[Condition], selected: set[str], today: date) -> Days:
    days = Days()
    for condition in conditions:
        days = days.within(_bounds(condition, today))
    if days.is_empty:
        raise QueryError("DATE_RANGE_TOO_NARROW", "The filtered dates end before they begin.")
    needs_bounds = bool(conditions) or any(name in selected for name in CORE_DATES)
    if needs_bounds and not days.is_finite:
        raise QueryError(
            "EXPECTED_FILTERS_ON_DATE_RANGE", "Dates must be filtered by a range with a begin and an end."
        )
    if days.since and days.since < months_before(today, GRANULAR_MONTHS) and selected & _GRANULAR:
        raise QueryError(
            "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED",
            f"Days, weeks and hours are kept for {GRANULAR_MONTHS} months.",
            str(days.since),
            family="date_range_error",
        )
    return days


def _bounds(condition: Condition, today: date) -> Days:
    """The days that a condition on a core date segment leaves."""
    name, operator = condition.field, condition.operator
    if operator is Operator.DURING:
        return _during(name, condition.values[0], today)
    if operator is Operator.BETWEEN:
        first, last = (_period(name, value, operator) for value in condition.values)
        return Days(first.since, last.until)
    if operator not in _BOUNDS:
        raise QueryError("OPERATOR_FIELD_MISMATCH", f"{operator} does not apply to {name}.", name)
    whole = _period(name, condition.values[0], operator)
    if whole.since is None or whole.until is None:
        return whole
    return {
        Operator.EQUALS: whole,
        Operator.GREATER_EQUALS: Days(whole.since, None),
        Operator.GREATER: Days(next_day(whole.until), None),
        Operator.LESS_EQUALS: Days(None, whole.until),
        Operator.LESS: Days(None, day_before(whole.since)),
    }[operator]


_BOUNDS = frozenset(
    {Operator.EQUALS, Operator.GREATER_EQUALS, Operator.GREATER, Operator.LESS_EQUALS, Operator.LESS}
)


def _during(name: str, value: Value, today: date) -> Days:
    if name == "segments.year":
        raise QueryError("OPERATOR_FIELD_MISMATCH", f"DURING does not apply to {name}.", name)
    days = during(value.text, today) if value.form is Form.WORD else None
    if days is None or days.since is None:
        raise QueryError(
            "INVALID_VALUE_WITH_DURING_OPERATOR", f"{value.text} is no range of dates.", value.text
        )
    _check_alignment(name, days.since)
    return days


def _period(name: str, value: Value, operator: Operator) -> Days:
    if name == "segments.year":
        return period(name, _year(value))
    if operator is Operator.BETWEEN and value.form is not Form.STRING:
        raise QueryError(
            "INVALID_VALUE_WITH_BETWEEN_OPERATOR", f"{value.text} is no date in quotes.", value.text
        )
    if value.form is not Form.STRING:
        raise QueryError("INVALID_STRING_VALUE", f"{value.text} must stand in quotes.", value.text)
    day = day_of(value.text)
    _check_alignment(name, day)
    return period(name, day)


def _year(value: Value) -> date:
    if not _YEAR.fullmatch(value.text):
        raise QueryError("BAD_VALUE", f"{value.text} is no year.", value.text)
    return date(int(value.text), 1, 1)


def _check_alignment(name: str, day: date) -> None:
    if period(name, day).since != day:
        raise QueryError(
            "MISALIGNED_DATE_FOR_FILTER",
            f"{name} must be filtered by the first day of a {name.partition('.')[2]}; {day} is none.",
            str(day),
        )
