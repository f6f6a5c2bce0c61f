"""What queries of changes must say: a finite range of instants, not too old, and a limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from adsandbox.google.gaql.conditions import Test
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import Operator

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """The rules of one resource: its instant, its error's family, and how many days back it looks."""

    instant: str
    family: str
    days_back: int


RULES = {
    "change_event": ChangeRules("change_event.change_date_time", "change_event_error", 30),
    "change_status": ChangeRules("change_status.last_change_date_time", "change_status_error", 90),
}
_FROM_ON = {Operator.GREATER, Operator.GREATER_EQUALS, Operator.EQUALS, Operator.BETWEEN, Operator.DURING}
_UP_TO = {Operator.LESS, Operator.LESS_EQUALS, Operator.EQUALS, Operator.BETWEEN, Operator.DURING}


def check_changes(rules: ChangeRules, tests: tuple[Test, ...], limit: int | None, today: date) -> None:
    """Check the range and the limit of a query of changes.

    Raises:
        QueryError: one of them is missing or goes too far.
    """
    bounding = [test for test in tests if test.field.name == rules.instant]
    since = max((test.operands[0] for test in bounding if test.operator in _FROM_ON), default=None)
    until = min((test.operands[-1] for test in bounding if test.operator in _UP_TO), default=None)
    if since is None or until is None:
        raise _refused(rules, "CHANGE_DATE_RANGE_INFINITE", f"{rules.instant} needs a begin and an end.")
    if since > until:
        raise _refused(rules, "CHANGE_DATE_RANGE_NEGATIVE", "The range of changes ends before it begins.")
    if since < (today - timedelta(days=rules.days_back)).isoformat():
        text = f"Changes are kept for {rules.days_back} days."
        raise QueryError("START_DATE_TOO_OLD", text, since, family=rules.family)
    if limit is None:
        raise _refused(rules, "LIMIT_NOT_SPECIFIED", "A query of changes needs a LIMIT.")
    if limit > MOST_ROWS:
        text = f"LIMIT may be at most {MOST_ROWS} for changes."
        raise QueryError("INVALID_LIMIT_CLAUSE", text, str(limit), family=rules.family)


def _refused(rules: ChangeRules, code: str, message: str) -> QueryError:
    return QueryError(code, message, family=rules.family)
