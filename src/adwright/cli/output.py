"""What the command line shows: plain lines and tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

Row = Mapping[str, object]

# Wide enough for an id and most names; one long name does not spread the whole table.
_WIDEST = 60


def say(line: str) -> None:
    """Show one line to the person."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Show one line beside what a program would read."""
    print(line, file=sys.stderr, flush=True)


def fail(sentence: str) -> NoReturn:
    """Say what went wrong and end the command."""
    complain(sentence)
    sys.exit(1)


def show(rows: Sequence[Row], columns: Mapping[str, str], *, as_json: bool) -> None:
    """Show rows as a table of chosen columns (key to title), or whole as JSON."""
    if as_json:
        print(json.dumps(list(rows), indent=2))
        return
    if not rows:
        print("Nothing found.")
        return
    table = [list(columns.values()), *([_text(row.get(key)) for key in columns] for row in rows)]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    text = str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
