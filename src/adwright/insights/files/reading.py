"""From bytes to rows: the kind of a file is found in its content, never in its name."""

from __future__ import annotations

import codecs
import csv
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from adwright.core.errors import Invalid
from adwright.insights.files.model import Cell, FileFormat

LARGEST_FILE_BYTES = 100 * 1024 * 1024
_LARGEST_UNPACKED_BYTES = 600 * 1024 * 1024
_SNIFFED_BYTES = 64 * 1024
_DELIMITERS = (",", ";", "\t")
# Ads Manager's workbook has a formatted sheet with merged headings, and the plain rows beside it.
_PLAIN_SHEET = "Raw Data Report"

_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
    (b"{", "a JSON document"),
)


class CutShort(Exception):
    """The file ends in the middle of a quoted cell that began on this line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the number it has in the file, counted from 1."""

    number: int
    cells: Sequence[Cell]


def _wrong_kind(what: str) -> Invalid:
    return Invalid(
        f"This is {what}, not a CSV or XLSX file. Export the report as CSV or XLSX and choose that file.",
        code="wrong_kind_of_file",
    )


def sniff(path: Path) -> FileFormat:
    """Find out how a file is written.

    Raises:
        Invalid: it is empty or no CSV or XLSX file; the message says what it looks like.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFFED_BYTES)
    if not head.strip():
        raise Invalid("The file is empty. Export the report again.", code="empty_file")
    if head.startswith(b"PK\x03\x04"):
        return FileFormat("xlsx", None, None, _sheet_name(path))
    for magic, what in _OTHER_KINDS:
        if head.lstrip().startswith(magic):
            raise _wrong_kind(what)
    encoding = _encoding(path, head)
    text = head.decode(encoding, errors="ignore")
    if any(ord(each) < 32 and each not in "\t\r\n\f" for each in text):
        raise _wrong_kind("a binary file")
    return FileFormat("csv", encoding, _delimiter(text), None)


def rows(path: Path, found: FileFormat) -> Iterator[Line]:
    """Yield every row that has anything in it.

    Raises:
        CutShort: a quoted cell never ends.
        Invalid: the file cannot be read as what it seemed to be.
    """
    return _csv_rows(path, found) if found.kind == "csv" else _xlsx_rows(path, found)


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4:
        return "utf-16-le"
    if even > len(head) // 4:
        return "utf-16-be"
    return "utf-8" if _is_utf8(path) else "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(1024 * 1024):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most columns, the same number on each."""
    lines = text.splitlines()[:50]
    scores = {}
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        usual = max(set(widths), key=widths.count, default=0)
        scores[delimiter] = (widths.count(usual), usual)
    return max(_DELIMITERS, key=lambda each: scores[each])


def _csv_rows(path: Path, found: FileFormat) -> Iterator[Line]:
    with path.open(encoding=found.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=found.delimiter or ",", strict=True)
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    raise CutShort(before + 1) from error
                raise Invalid(
                    f"Line {reader.line_num} cannot be read as CSV ({error}). Export the report again.",
                    code="broken_csv",
                ) from error
            if any(cell.strip() for cell in cells):
                yield Line(before + 1, cells)
            before = reader.line_num


def _sheet_name(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            unpacked = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile:
        raise Invalid(
            "This workbook is damaged or was not saved completely. Export the report again.",
            code="damaged_file",
        ) from None
    if "xl/workbook.xml" not in names:
        raise _wrong_kind("a compressed file")
    if unpacked > _LARGEST_UNPACKED_BYTES:
        raise Invalid("This workbook is too large once unpacked. Export fewer days.", code="file_too_large")
    with _workbook(path) as opened:
        titles = opened.titles
    if not titles:
        raise Invalid("This workbook has no sheet with rows.", code="empty_file")
    return _PLAIN_SHEET if _PLAIN_SHEET in titles else titles[0]


def _xlsx_rows(path: Path, found: FileFormat) -> Iterator[Line]:
    with _workbook(path) as opened:
        for number, cells in enumerate(opened.rows(found.sheet or opened.titles[0]), start=1):
            if any(cell != "" for cell in cells):
                yield Line(number, cells)


class _workbook:  # noqa: N801 - used like a function
    """An open workbook, read row by row."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _workbook:
        # Given a path, the library judges by the name.
        self._file = self._path.open("rb")
        try:
            with warnings.catch_warnings():
                # A workbook without a default style is not the person's concern.
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(self._file, read_only=True, data_only=True)
        except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            self._file.close()
            raise Invalid(
                "This workbook cannot be read. Save it again as XLSX, or export it as CSV.",
                code="damaged_file",
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self._file.close()

    @property
    def titles(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets]

    def rows(self, title: str) -> Iterator[list[Cell]]:
        sheet = self._book[title]
        # Some writers note a wrong extent of the sheet.
        sheet.reset_dimensions()
        for values in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in values]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value).strip()
