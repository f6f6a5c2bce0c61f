"""Tables as other tools write them: known by their bytes, read by English headers, written as expected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from adwright.campaigns.document.reading import Place, Trouble, refused

ERASE = "[]"
_DELIMITERS = "\t,;"
_MOST_ROWS = 100_000
_LONGEST_CELL = 20_000

# The first column of both formats in the languages that they are most often exported in.
_OTHER_LANGUAGES = {
    "kampagne": "German",
    "kampagnenname": "German",
    "campagne": "French or Dutch",
    "nomdelacampagne": "French",
    "campaña": "Spanish",
    "nombredelacampaña": "Spanish",
    "campagna": "Italian",
    "nomecampagna": "Italian",
    "campanha": "Portuguese",
    "nomedacampanha": "Portuguese",
    "kampania": "Polish",
    "kampanj": "Swedish",
    "кампания": "Russian",
    "キャンペーン": "Japanese",
    "广告系列": "Chinese",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a line, such as what Adwright does not model."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row; only cells that say something are in it.

    Attributes:
        line: in the file, counted from 1.
        cells: by the header in one way of writing, see `header_key`.
    """

    line: int
    cells: Mapping[str, str]

    def get(self, header: str) -> str | None:
        """Return a cell without space around it; None when it is blank, which means: leave as it is."""
        cell = self.cells.get(header_key(header))
        return None if cell is None else cell.strip()

    def text(self, header: str) -> str | None:
        """Return a cell whose space counts, such as a name or an ad's text; None when it is blank."""
        return self.cells.get(header_key(header))

    def trouble(self, header: str, message: str) -> Trouble:
        """Return what is wrong with a cell."""
        return Trouble(Place(self.line, 1), header, message)


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows.

    Attributes:
        headers: as written, by their key.
    """

    headers: Mapping[str, str]
    rows: tuple[Row, ...]


def header_key(header: str) -> str:
    """Return a header in one way of writing: case, spaces, underscores, dashes and dots do not count."""
    return re.sub(r"[\s_\-.]", "", header).lower()


def text_of(content: bytes) -> str:
    """Decode a file: UTF-16 as Editor and Ads Manager write it, UTF-8, or the old Windows code page."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    # Without its mark UTF-16 shows by the empty half of the first letter.
    if b"\0" in content[:2]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_table(content: bytes) -> Table:
    """Read a file's header and rows.

    Raises:
        Invalid: it is no table, or its headers are in another language than English.
    """
    text = text_of(content)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip() for name in next(reader, [])]
        _require_english(names)
        keys = [header_key(name) for name in names]
        _require_distinct(names, keys)
        rows = list(_rows(reader, keys))
    except csv.Error as error:
        message = f"The table cannot be read: {error}. Export it again."
        raise refused([Trouble(Place(reader.line_num, 1), "", message)]) from None
    return Table(dict(zip(keys, names, strict=True)), tuple(rows))


def _rows(reader: Iterable[list[str]], keys: Sequence[str]) -> Iterable[Row]:
    end = 1
    for count, cells in enumerate(reader):
        if count >= _MOST_ROWS:
            message = f"A file has at most {_MOST_ROWS} rows. Export fewer campaigns at a time."
            raise refused([Trouble(None, "", message)])
        line, end = end + 1, getattr(reader, "line_num", end + 1)
        said = {key: cell[:_LONGEST_CELL] for key, cell in zip(keys, cells, strict=False) if cell.strip()}
        if said:
            yield Row(line, said)


def _require_english(names: Sequence[str]) -> None:
    for name in names:
        language = _OTHER_LANGUAGES.get(header_key(name))
        if language is not None:
            raise refused(
                [
                    Trouble(
                        Place(1, 1),
                        name,
                        f"The columns are in {language} (“{name}”). Set the tool's language to English and "
                        "export the file again.",
                    )
                ]
            )


def _require_distinct(names: Sequence[str], keys: Sequence[str]) -> None:
    for index, key in enumerate(keys):
        if key and key in keys[:index]:
            message = "This column is there twice. Remove one of the two."
            raise refused([Trouble(Place(1, 1), names[index], message)])


def amount_of(cell: str) -> Decimal | None:
    """Read an amount in major units, such as `50.00` or `1,250.00`; None when it is none."""
    if not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,12}(\.\d{1,6})?", cell):
        return None
    try:
        return Decimal(cell.replace(",", ""))
    except InvalidOperation:
        return None


def write_table(headers: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write a table: comma-separated, lines end as in Windows, with the mark by which UTF-8 is known."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, headers, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"\ufeff{buffer.getvalue()}"
