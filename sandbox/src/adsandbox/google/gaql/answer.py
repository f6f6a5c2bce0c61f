"""A query's answer: parsed, checked, and its table made from the customer's objects and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from adsandbox.google.customers import is_manager
from adsandbox.google.gaql.catalogue import row_class
from adsandbox.google.gaql.check import Checked, check
from adsandbox.google.gaql.entities import account_of
from adsandbox.google.gaql.grammar import parse
from adsandbox.google.gaql.measured import MeasuredTable, config_entities, measured_table, tests_on_rows
from adsandbox.google.gaql.table import Table, matching, selected_rows
from adsandbox.google.gaql.writing import RowWriter
from adsandbox.world.nodes import Node
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of


@dataclass(slots=True)
class Answer:
    """The rows of a query, still to be written: those up to its limit, and how many there are without it.
    `measured` is there if it asked for metrics or segments.
    """

    query: Checked
    table: Table
    rows: list[int]
    total: int
    measured: MeasuredTable | None = None

    def writer(self) -> RowWriter:
        """What writes the rows."""
        return RowWriter(self.query, self.table)

    def summary(self) -> Any:
        """One row with the metrics of all rows together."""
        row = row_class()()
        if self.measured is not None:
            for name, value in self.measured.totals(self.query.metrics, self.rows).items():
                if value is not None:
                    setattr(row.metrics, name, value)
        return row


def answer(world: World, customer: Node, query: Checked) -> Answer:
    """Answer a checked query."""
    account = account_of(world, customer)
    if query.needs_metrics:
        measured = measured_table(account, query)
        rows = selected_rows(measured.table, query, tests_on_rows(query))
        return Answer(query, measured.table, rows[: query.limit], len(rows), measured)
    entities = matching(config_entities(account, query), list(query.tests))
    table = Table(entities, list(range(len(entities))))
    rows = selected_rows(table, query, [])
    return Answer(query, table, rows[: query.limit], len(rows))


def answer_in_pages(world: World, customer: Node, query: Checked, page_rows: int) -> Answer:
    """The same; an answer of many pages is made for the first one and kept for those that follow."""
    account = account_of(world, customer)
    if account.kept is not None and account.kept.query is query:
        kept: Answer = account.kept
        return kept
    found = answer(world, customer, query)
    account.kept = found if len(found.rows) > page_rows else None
    return found


def checked(world: World, customer: Node, text: str) -> Checked:
    """A query, checked by the customer's calendar.

    Raises:
        QueryError: it is not GAQL, or asks for what is not there.
    """
    today = date.fromordinal(local_day(world.now(), zone_of(customer)))
    return _checked(text, today, is_manager(customer))


@lru_cache(maxsize=256)
def _checked(text: str, today: date, manager: bool) -> Checked:
    return check(parse(text), today, manager)
