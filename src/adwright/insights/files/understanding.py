"""The second look through a file: rows become ad-days and a tree, each figure counted once.

An export may hold the same spend several times: as ads, ad sets, campaigns and a total. Only the lowest level
that is complete is taken: the one whose rows reach every campaign and day that the levels above it report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from adwright.core.errors import Invalid
from adwright.core.money import DECIMALS, MICROS
from adwright.insights.files import vocabulary
from adwright.insights.files.model import (
    MEASURE_FIELDS,
    MONEY_FIELDS,
    Choices,
    ImportField,
    LevelRows,
    Problem,
    Understood,
)
from adwright.insights.files.reading import CutShort, Line, rows, sniff
from adwright.insights.files.rows import LOWEST_FIRST, BadRow, Row, RowReader
from adwright.insights.files.survey import Survey, survey
from adwright.insights.files.tree import Days, facts_of, nodes_of
from adwright.insights.model import LONGEST_PERIOD_DAYS
from adwright.platforms.model import Level

SHOWN_PROBLEMS = 100


def understand(path: Path, choices: Choices, *, today: date) -> Understood:
    """Read a file under some choices; nothing is written. Repeatable.

    Args:
        path: the file.
        choices: what a person said about it.
        today: the present day in UTC; rows may not lie after it.

    Raises:
        Invalid: this is no report at all, or the choices do not fit it.
    """
    found = survey(path, sniff(path), choices)
    reading = _Reading(found, choices, today)
    reading.run(path)
    return reading.understood()


class _Reading:
    """One pass over the rows."""

    def __init__(self, found: Survey, choices: Choices, today: date) -> None:
        self._survey = found
        self._choices = choices
        self._reader = RowReader(found, choices, today)
        self._has_breakdown = ImportField.BREAKDOWN in found.mapping.values()
        self._width = len(found.headers)
        self._days = {level: Days(level) for level in LOWEST_FIRST}
        self._seen: dict[int, int] = {}
        self._currencies: set[str] = set()
        self._problems: list[Problem] = []
        self._problem_count = 0
        self._errors = 0
        self._short: Line | None = None
        self._rows = self._summary = self._repeated = 0

    def run(self, path: Path) -> None:
        last = 0
        try:
            for line in rows(path, self._survey.format):
                if line.number > self._survey.header_line:
                    self._rows += 1
                    last = line.number
                    self._take(line)
        except CutShort as error:
            self._rows += 1
            self._note("the file ends in the middle of this row. Export the report again.", error.line)
        if self._short is not None:
            self._note_short(self._short, is_last=self._short.number == last)
        if self._rows == 0:
            self._note("The file has headers and no rows. Export the report for days on which ads ran.")
        self._note_choices()

    def understood(self) -> Understood:
        taken = self._taken_level()
        days = self._days[taken]
        since, until = days.span() if not self._reader.needs_date else (None, None)
        currency = self._currency()
        self._require_span(since, until)
        needs = self._needs(currency)
        complete = not needs and (self._errors == 0 or self._choices.leave_out_bad_rows)
        facts = facts_of(days, keep_reach=not self._has_breakdown) if complete else []
        return Understood(
            format=self._survey.format,
            columns=self._survey.columns,
            signature=self._survey.signature,
            rows=self._rows,
            rows_taken=days.rows,
            summary_rows=self._summary,
            repeated_rows=self._repeated,
            since_date=since,
            until_date=until,
            days=len(days.dates()) if since else 0,
            currency=currency,
            levels=[
                LevelRows(level, self._days[level].rows, level is taken)
                for level in LOWEST_FIRST
                if self._days[level].rows
            ],
            campaigns=len(days.campaigns),
            ad_groups=len(days.ad_groups),
            ads=len(days.ads),
            totals=self._totals(days),
            problems=self._problems,
            problem_count=self._problem_count,
            needs=needs,
            facts=facts,
            nodes=nodes_of(days) if complete else [],
        )

    def _take(self, line: Line) -> None:
        cells = line.cells
        if len(cells) < self._width and self._survey.format.kind == "csv":
            if self._short is not None:
                self._note_short(self._short, is_last=False)
            self._short = line
            return
        padded = [*cells, *[""] * (self._width - len(cells))]
        if any(cell != "" for cell in padded[self._width :]):
            self._note(f"it has {len(cells)} columns, the header has {self._width}.", line.number)
            return
        try:
            row = self._reader.read(padded)
        except BadRow as bad:
            self._note(bad.message, line.number, column=bad.column)
            return
        if row is None:
            self._summary += 1
            return
        if self._is_repeated(line, row):
            return
        currency = self._reader.currency(padded)
        if currency is not None:
            self._currencies.add(currency)
        self._days[row.level].add(row)

    def _is_repeated(self, line: Line, row: Row) -> bool:
        """A row that equals an earlier one in every cell is the same row exported twice."""
        if self._has_breakdown or not row.delivered:
            return False
        first = self._seen.setdefault(hash(tuple(line.cells)), line.number)
        if first == line.number:
            return False
        self._repeated += 1
        self._note(
            f"it is the same as line {first} in every cell and is counted once.",
            line.number,
            severity="warning",
        )
        return True

    def _taken_level(self) -> Level:
        """Return the lowest complete level; rows above it repeat the same figures."""
        present = [level for level in LOWEST_FIRST if self._days[level].rows]
        for place, level in enumerate(present):
            if all(self._days[level].reaches(self._days[above]) for above in present[place + 1 :]):
                return level
        return Level.AD

    def _note_short(self, line: Line, *, is_last: bool) -> None:
        what = f"it has {len(line.cells)} of {self._width} columns"
        if is_last:
            self._note(f"{what}: the file seems to be cut off. Export the report again.", line.number)
        else:
            self._note(f"{what}.", line.number)

    def _note_choices(self) -> None:
        found = self._survey
        if found.spans and ImportField.DATE not in found.mapping.values() and found.first_span:
            first, last = found.first_span
            self._note(
                f"Rows cover several days each (such as {first} to {last}). For figures by day, export with "
                "the breakdown “Day”; otherwise choose one day that all rows shall count for.",
                severity="warning",
            )
        if found.day_order_guessed:
            order = found.day_order.value.replace("_", " ")
            self._note(
                f"Days could be read both ways and are read {order}. If that is wrong, choose the other.",
                severity="warning",
            )
        if len([level for level in LOWEST_FIRST if self._days[level].rows]) > 1:
            level = self._taken_level().value.replace("_", " ")
            self._note(
                f"The file has rows of several levels, which repeat each other; only those of the level "
                f"{level} are taken.",
                severity="warning",
            )

    def _currency(self) -> str | None:
        in_headers = {
            named
            for index, field in self._survey.mapping.items()
            if field in MONEY_FIELDS and (named := vocabulary.currency_of(self._survey.headers[index]))
        }
        found = sorted(self._currencies | in_headers)
        if len(found) > 1:
            self._note(f"The file mixes currencies ({', '.join(found)}). Export one ad account at a time.")
            return None
        wanted = self._choices.currency
        if found and found[0] not in DECIMALS:
            self._note(f"{found[0]} is not a currency that Adwright knows.")
            return None
        if found and wanted and wanted != found[0]:
            self._note(f"The file's amounts are in {found[0]}, not in {wanted}.")
            return None
        return found[0] if found else wanted

    def _require_span(self, since: date | None, until: date | None) -> None:
        if since and until and (until - since).days >= LONGEST_PERIOD_DAYS:
            self._note(
                f"The rows span {(until - since).days + 1} days ({since} to {until}); a file may span "
                f"{LONGEST_PERIOD_DAYS} (37 months). Export it in parts."
            )

    def _needs(self, currency: str | None) -> list[str]:
        needs = []
        if not any(field in MEASURE_FIELDS for field in self._survey.mapping.values()):
            needs.append("measure")
        if self._reader.needs_date:
            needs.append("date")
        if currency is None:
            needs.append("currency")
        return needs

    def _totals(self, days: Days) -> Mapping[str, Decimal | None]:
        """Return sums of what is taken; reach has no sum."""
        totals: dict[str, Decimal | None] = {}
        for field in ImportField:
            if field in MEASURE_FIELDS and field is not ImportField.REACH:
                total = days.total(field)
                totals[field.value] = total / MICROS if total is not None and field in MONEY_FIELDS else total
        return totals

    def _note(
        self, message: str, line: int | None = None, *, column: str | None = None, severity: str = "error"
    ) -> None:
        self._problem_count += 1
        if severity == "error":
            self._errors += 1
        if len(self._problems) < SHOWN_PROBLEMS:
            text = f"Line {line}: {message}" if line is not None else message
            self._problems.append(Problem(text, severity, line, column))


def require_ready(understood: Understood) -> None:
    """Let a file pass that can be imported as it is.

    Raises:
        Invalid: something is needed, wrong, or there is nothing to import.
    """
    if understood.needs:
        wanted = " and ".join(_NEEDED[each] for each in understood.needs)
        raise Invalid(f"Before the import, choose {wanted}.", code="import_incomplete")
    errors = [problem for problem in understood.problems if problem.severity == "error"]
    if errors and not understood.facts:
        raise Invalid(
            f"{_first_sentences(errors)} Correct the file, or leave out rows with problems.",
            code="import_has_problems",
        )
    if not understood.facts:
        raise Invalid("The file has no rows to import.", code="nothing_to_import")


_NEEDED = {
    "measure": "at least one column with figures (such as the spend)",
    "date": "the day that all rows count for",
    "currency": "the currency of the amounts",
}


def _first_sentences(problems: Sequence[Problem]) -> str:
    more = f" ({len(problems) - 1} more.)" if len(problems) > 1 else ""
    return f"{problems[0].message}{more}"
