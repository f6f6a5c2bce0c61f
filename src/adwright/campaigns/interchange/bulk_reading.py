"""Meta's bulk sheet to what it wants of campaigns.

A blank cell leaves a value as it is, `[]` erases it. What the file does not name stays. Rows that belong to
one campaign or ad set repeat its columns, and have to say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adwright.campaigns.document.reading import refused
from adwright.campaigns.document.texts import local_text
from adwright.campaigns.interchange import bulk_words as words
from adwright.campaigns.interchange.cells import CellReader, word
from adwright.campaigns.interchange.table import ERASE, Remark, Row, Table, header_key
from adwright.campaigns.model import Budget, RunState
from adwright.platforms.calls_to_action import is_call_to_action
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.model import BudgetPeriod, Purpose, SpecialAdCategory

_KNOWN = frozenset(header_key(header) for header in words.HEADERS)
_TEXTS = (
    (words.TITLE, "headline"),
    (words.BODY, "primary_text"),
    (words.DESCRIPTION, "description"),
    (words.LINK, "destination_url"),
)
_TIMES = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_CATEGORIES = {word: category for category, word in words.CATEGORY_WORDS.items()}


@dataclass
class SheetNode:
    """A campaign, ad set or ad of the file; found by its id where the file gives one, else by its name."""

    line: int
    name: str
    external_id: str | None
    fields: dict[str, Any] = field(default_factory=dict)
    targeting: dict[str, Any] = field(default_factory=dict)
    below: dict[tuple[str | None, str], SheetNode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkSheet:
    """All that a file says."""

    campaigns: tuple[SheetNode, ...]
    remarks: tuple[Remark, ...]


def read_bulk_sheet(table: Table, currency: str) -> BulkSheet:
    """Read a file's rows.

    Args:
        table: the file.
        currency: of the ad account; the file names none.

    Raises:
        Invalid: cells that cannot be understood, or that contradict each other; each with its line.
    """
    reader = _Reader(table, currency)
    for row in table.rows:
        reader.take(row)
    if reader.troubles:
        raise refused(reader.troubles)
    return BulkSheet(tuple(reader.campaigns.values()), tuple(reader.remarks))


class _Reader(CellReader):
    def __init__(self, table: Table, currency: str) -> None:
        super().__init__(table, currency, _KNOWN)
        self.campaigns: dict[tuple[str | None, str], SheetNode] = {}

    def take(self, row: Row) -> None:
        self.tell_unknown(row)
        campaign = self._node(row, self.campaigns, words.CAMPAIGN_ID, words.CAMPAIGN_NAME)
        if campaign is None:
            self.remarks.append(Remark(row.line, "This row names no campaign and is passed over."))
            return
        self._campaign(row, campaign)
        group = self._node(row, campaign.below, words.SET_ID, words.SET_NAME)
        if group is None:
            return
        self._group(row, group)
        ad = self._node(row, group.below, words.AD_ID, words.AD_NAME)
        if ad is not None:
            self._ad(row, ad)

    def _node(
        self, row: Row, nodes: dict[tuple[str | None, str], SheetNode], id_header: str, name_header: str
    ) -> SheetNode | None:
        name, external_id = row.text(name_header) or "", _id(row.get(id_header))
        if not name and external_id is None:
            return None
        key = (external_id, "" if external_id else name)
        node = nodes.setdefault(key, SheetNode(row.line, name, external_id))
        if external_id is not None and name:
            self.keep(row, name_header, node.fields, "name", name)
        return node

    def _campaign(self, row: Row, node: SheetNode) -> None:
        fields = node.fields
        self.set(row, words.CAMPAIGN_STATUS, fields, "state", _state)
        self.set(row, words.OBJECTIVE, fields, "purpose", _purpose)
        self.set(row, words.STRATEGY, fields, "bid_strategy", lambda cell: word(cell, words.STRATEGIES))
        self.set(row, words.CAMPAIGN_DAILY, fields, "budget", self._budget(BudgetPeriod.DAILY))
        self.set(row, words.CAMPAIGN_LIFETIME, fields, "budget", self._budget(BudgetPeriod.LIFETIME))
        self.set(row, words.SPEND_LIMIT, fields, "spend_cap", self.money)
        self.set(row, words.CATEGORIES, fields, "special_ad_categories", _categories, empty=())
        buying = row.get(words.BUYING_TYPE)
        if buying is not None and buying.upper() != "AUCTION":
            message = f"The buying type {buying} is not modelled; Adwright buys by auction."
            self.tell_once(words.BUYING_TYPE, row, message)

    def _group(self, row: Row, node: SheetNode) -> None:
        fields, targeting = node.fields, node.targeting
        self.set(row, words.SET_STATUS, fields, "state", _state)
        self.set(row, words.START, fields, "start", _time)
        self.set(row, words.STOP, fields, "end", _time)
        self.set(row, words.SET_DAILY, fields, "budget", self._budget(BudgetPeriod.DAILY))
        self.set(row, words.SET_LIFETIME, fields, "budget", self._budget(BudgetPeriod.LIFETIME))
        self.set(row, words.BID, fields, "bid_amount", self.money)
        self.set(row, words.COUNTRIES, targeting, "countries", _countries, empty=())
        self.set(row, words.AGE_MIN, targeting, "age_min", _age, empty=18)
        self.set(row, words.AGE_MAX, targeting, "age_max", _age, empty=65)
        self.set(row, words.GENDER, targeting, "genders", _genders, empty=())

    def _ad(self, row: Row, node: SheetNode) -> None:
        texts = node.fields.setdefault("creative", {})
        self.set(row, words.AD_STATUS, node.fields, "state", _state)
        for header, name in _TEXTS:
            self._set_text(row, header, texts, name)
        self.set(row, words.CALL_TO_ACTION, texts, "call_to_action", _button, empty="")
        if not texts:
            del node.fields["creative"]

    def _set_text(self, row: Row, header: str, fields: dict[str, Any], name: str) -> None:
        """Set a text from a cell, with the space around it."""
        text = row.text(header)
        if text is not None:
            self.keep(row, header, fields, name, "" if text == ERASE else text)

    def keep(self, row: Row, header: str, fields: dict[str, Any], name: str, value: object) -> None:
        """Set a field to what a cell says, which has to be what earlier rows said."""
        if name in fields and fields[name] != value:
            message = "An earlier row of the same campaign or ad set says something else. Make them the same."
            self.troubles.append(row.trouble(header, message))
        super().keep(row, header, fields, name, value)

    def _budget(self, period: BudgetPeriod) -> Callable[[str], Budget]:
        return lambda cell: Budget(period, self.money(cell))


def _id(cell: str | None) -> str | None:
    """Return an id without the letters that Ads Manager puts before it."""
    return None if cell is None else re.sub(r"^[a-z]{1,3}:", "", cell) or None


def _state(cell: str) -> RunState:
    return word(cell, words.STATES)


def _purpose(cell: str) -> Purpose:
    found = words.purpose_of(cell)
    if found is None:
        raise ValueError("No purpose here has this objective. Write one such as OUTCOME_TRAFFIC.")
    return found


def _categories(cell: str) -> tuple[SpecialAdCategory, ...]:
    names = [each.strip().upper().replace(" ", "_") for each in cell.split(",") if each.strip()]
    unknown = [name for name in names if name not in _CATEGORIES and name != "NONE"]
    if unknown:
        raise ValueError(f"Write one of NONE, {', '.join(_CATEGORIES)}.")
    return tuple(_CATEGORIES[name] for name in names if name != "NONE")


def _countries(cell: str) -> tuple[str, ...]:
    codes = sorted({each.strip().upper() for each in re.split(r"[,;]", cell) if each.strip()})
    unknown = [code for code in codes if code not in COUNTRIES]
    if unknown:
        raise ValueError(f"{unknown[0]} is no country. Write codes such as US, CA.")
    return tuple(codes)


def _age(cell: str) -> int:
    if not re.fullmatch(r"\d\d\+?", cell):
        raise ValueError("Write an age such as 18.")
    return min(int(cell.rstrip("+")), 65)


def _genders(cell: str) -> tuple[str, ...]:
    return word(cell, words.GENDERS)


def _button(cell: str) -> str:
    key = cell.lower().replace(" ", "_")
    if not is_call_to_action(key):
        raise ValueError("This button is not known here. Write one such as SHOP_NOW.")
    return key


def _time(cell: str) -> str:
    for form in _TIMES:
        try:
            return local_text(datetime.strptime(cell, form))  # noqa: DTZ007 - wall time in the account's zone
        except ValueError:
            continue
    raise ValueError("Write a time as 12/01/2026 9:00 am.")
