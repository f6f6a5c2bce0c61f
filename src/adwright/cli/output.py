"""What the command line shows: plain lines and tables for people, JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn, TextIO

Row = Mapping[str, object]

# Wide enough for an id and most names; one long name does not spread the whole table.
_WIDEST = 60


# What a shell reports of a program that SIGPIPE ended; Python leaves the signal to whoever writes.
READER_GONE = 141


def say(line: str) -> None:
    """Show one line to the person."""
    write(line + "\n")


def complain(line: str) -> None:
    """Show one line beside what a program would read."""
    write(line + "\n", sys.stderr)


def write(text: str, stream: TextIO | None = None) -> None:
    """Write to standard output or another stream; end quietly when its reader has gone (`… | head`)."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(READER_GONE)


def counted(number: int, thing: str) -> str:
    """Return a number of things: `1 campaign`, `2 campaigns`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def say_json(document: object) -> None:
    """Show a document to a program."""
    say(json.dumps(document, indent=2, ensure_ascii=False))


def fail(sentence: str) -> NoReturn:
    """Say what went wrong and end the command."""
    complain(sentence)
    sys.exit(1)


def show(rows: Sequence[Row], columns: Mapping[str, str], *, as_json: bool) -> None:
    """Show rows as a table of chosen columns (key to title), or whole as JSON."""
    if as_json:
        say_json(list(rows))
        return
    if not rows:
        say("Nothing found.")
        return
    table = [list(columns.values()), *([_text(row.get(key)) for key in columns] for row in rows)]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    text = str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
