"""What is said of files that are wrong: which line, what, and what to do."""

from __future__ import annotations

import pytest

from adwright.core.errors import Invalid
from adwright.insights.files.model import Choices, ImportField
from adwright.insights.files.understanding import require_ready
from tests.unit.insights.conftest import Read
from tests.unit.insights.exports import ENGLISH, messages


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Chips,S,A,2026-02-30,1,1,1,1", "“2026-02-30” is a day that does not exist"),
        ("Chips,S,A,2026-13-01,1,1,1,1", "“2026-13-01” is a day that does not exist"),
        ("Chips,S,A,yesterday,1,1,1,1", "“yesterday” is not a day"),
        ("Chips,S,A,2031-01-01,1,1,1,1", "lies in the future"),
        ("Chips,S,A,1999-01-01,1,1,1,1", "lies too far back"),
        ("Chips,S,A,,1,1,1,1", "the cell of “Day” is blank"),
        ("Chips,S,A,2026-11-03,many,1,1,1", "“many” is not a number"),
        ("Chips,S,A,2026-11-03,-1,1,1,1", "“-1” is below zero"),
        ("Chips,S,A,2026-11-03,9999999999999,1,1,1", "“9999999999999” is too large to be true"),
        ("Chips,S,A,2026-11-03,1,1.5,1,1", "“1.5” is not a whole number"),
        ("Chips,S,A,2026-11-03,1,1,1", "it has 7 of 8 columns: the file seems to be cut off"),
        ("Chips,S,A,2026-11-03,1,1,1,1,1", "it has 9 columns, the header has 8"),
        ('Chips,S,"A and nothing mo', "the file ends in the middle of this row"),
    ],
)
def test_row_when_wrong_then_its_line_is_named_and_nothing_goes_in(read: Read, row: str, said: str) -> None:
    understood = read(ENGLISH + row + "\n")

    [problem] = understood.problems
    assert (problem.line, problem.severity, understood.facts) == (4, "error", [])
    assert problem.message.startswith("Line 4: ")
    assert said in problem.message
    with pytest.raises(Invalid, match="Line 4"):
        require_ready(understood)


def test_export_when_it_has_headers_only_then_says_so(read: Read) -> None:
    understood = read(ENGLISH.splitlines()[0] + "\n")

    assert messages(understood) == [
        "The file has headers and no rows. Export the report for days on which ads ran."
    ]
    assert not understood.ready


def test_rows_when_wrong_and_left_out_then_the_others_are_imported(read: Read) -> None:
    understood = read(ENGLISH + "Chips,S,A,2026-02-30,1,1,1,1\n", Choices(leave_out_bad_rows=True))

    assert (len(understood.facts), understood.problem_count, understood.ready) == (2, 1, True)
    require_ready(understood)


def test_export_when_currencies_are_mixed_then_says_so(read: Read) -> None:
    understood = read("Campaign name,Day,Spend,Currency\nA,2026-11-01,1,USD\nB,2026-11-01,1,EUR\n")

    assert messages(understood) == ["The file mixes currencies (EUR, USD). Export one ad account at a time."]
    assert understood.needs == ["currency"]


def test_currency_when_chosen_against_the_file_then_says_so(read: Read) -> None:
    assert messages(read(ENGLISH, Choices(currency="EUR"))) == ["The file's amounts are in USD, not in EUR."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 something", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "This is an image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"<!DOCTYPE html><p>Log in</p>", "a web page"),
        (b'{"a": 1}', "a JSON document"),
        (bytes(range(1, 32)) * 20, "a binary file"),
        (b"just one column\nof words\n", "one column|headers"),
    ],
)
def test_file_when_of_the_wrong_kind_then_says_what_it_is(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read(content)


def test_mapping_when_it_names_a_missing_column_or_one_twice_then_is_refused(read: Read) -> None:
    for mapping in ({12: ImportField.SPEND}, {0: ImportField.SPEND, 1: ImportField.SPEND}):
        with pytest.raises(Invalid, match=r"no column 12|both be spend"):
            read(ENGLISH, Choices(mapping=mapping))
