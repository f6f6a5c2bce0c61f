"""Cells of a sheet into fields, alike for every kind of sheet: a blank leaves a value, `[]` erases it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from adwright.campaigns.document.reading import Trouble
from adwright.campaigns.interchange.table import ERASE, Remark, Row, Table, amount_of
from adwright.core.errors import Invalid
from adwright.core.money import Money

V = TypeVar("V")


class CellReader:
    """Reads cells, and keeps what is to be said about them."""

    def __init__(self, table: Table, currency: str, known: Collection[str]) -> None:
        self.remarks: list[Remark] = []
        self.troubles: list[Trouble] = []
        self._table = table
        self._currency = currency
        self._known = frozenset(known)
        self._told: set[str] = set()

    def tell_unknown(self, row: Row) -> None:
        """Say once of each column with values that Adwright does not model it."""
        for key in row.cells.keys() - self._known:
            header = self._table.headers[key]
            self.tell_once(
                key, row, f"The column “{header}” is not modelled here; its values are left alone."
            )

    def tell_once(self, about: str, row: Row, message: str) -> None:
        """Remark on something at the first row where it is met."""
        if about not in self._told:
            self._told.add(about)
            self.remarks.append(Remark(row.line, message))

    def set(
        self,
        row: Row,
        header: str,
        fields: dict[str, Any],
        name: str,
        read: Callable[[str], object],
        *,
        empty: object = None,
    ) -> None:
        """Set a field from a cell: nothing when blank, `empty` when erased."""
        cell = row.get(header)
        if cell is None:
            return
        try:
            value = empty if cell == ERASE else read(cell)
        except ValueError as error:
            self.troubles.append(row.trouble(header, f"{error} It is “{cell[:60]}”."))
            return
        self.keep(row, header, fields, name, value)

    def keep(self, row: Row, header: str, fields: dict[str, Any], name: str, value: object) -> None:
        """Set a field to what a cell says."""
        fields[name] = value

    def money(self, cell: str) -> Money:
        """Read an amount in the account's currency.

        Raises:
            ValueError: it is none.
        """
        amount = amount_of(cell)
        if amount is None:
            raise ValueError(f"Write an amount in {self._currency} with a point, such as 50.00.")
        try:
            return Money.of(amount, self._currency)
        except Invalid as error:
            raise ValueError(error.message) from None


def word(cell: str, known: Mapping[str, V]) -> V:
    """Read one of the known words, in either case.

    Raises:
        ValueError: it is none of them.
    """
    found = known.get(cell.lower())
    if found is None:
        raise ValueError(f"Write one of {', '.join(known)}.")
    return found
