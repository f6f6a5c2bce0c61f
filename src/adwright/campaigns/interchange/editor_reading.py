"""Google Ads Editor's CSV to what it wants of campaigns on Search.

A blank cell leaves a value as it is, `[]` erases it. Rows add; what is to go has the status Removed. What the
file does not name stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from adwright.campaigns.document.reading import refused
from adwright.campaigns.interchange import editor_words as words
from adwright.campaigns.interchange.cells import CellReader, word
from adwright.campaigns.interchange.table import ERASE, Remark, Row, Table, amount_of, header_key
from adwright.campaigns.keywords import Keyword, read_keyword
from adwright.campaigns.model import Budget, RunState, ScheduleSlot
from adwright.core.errors import Invalid
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES
from adwright.platforms.model import BudgetPeriod, Weekday
from adwright.platforms.places import GOOGLE_NUMBER, is_googles

_COUNTRY_CODES = {name.lower(): code for code, name in COUNTRIES.items()}
_LANGUAGE_CODES = {name.lower(): code for code, name in LANGUAGES.items()}
_SLOT = re.compile(r"\(?\s*(\w+)\s*\[\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*\]\s*\)?")
# Editor's own export calls the number of a place simply an id.
_IDS = (words.LOCATION_ID, "ID")
_KNOWN = frozenset(header_key(header) for header in (*words.HEADERS, "Type", "Match type", *_IDS, "Reach"))


@dataclass
class SheetAd:
    """An ad of the file."""

    line: int
    texts: dict[str, Any]
    state: RunState | None


@dataclass
class SheetGroup:
    """An ad group of the file; keywords as they are written in documents."""

    line: int
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    keywords: dict[str, RunState] = field(default_factory=dict)
    negative_keywords: dict[str, RunState] = field(default_factory=dict)
    ads: list[SheetAd] = field(default_factory=list)


@dataclass
class SheetCampaign:
    """A campaign of the file."""

    line: int
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    search: dict[str, Any] = field(default_factory=dict)
    places: dict[str, RunState] = field(default_factory=dict)
    languages: tuple[str, ...] | None = None
    negative_keywords: dict[str, RunState] = field(default_factory=dict)
    groups: dict[str, SheetGroup] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditorSheet:
    """All that a file says."""

    campaigns: Sequence[SheetCampaign]
    remarks: Sequence[Remark]


def read_editor(table: Table, currency: str) -> EditorSheet:
    """Read a file's rows.

    Args:
        table: the file.
        currency: of the ad account; the file names none.

    Raises:
        Invalid: cells that cannot be understood; each with its line.
    """
    reader = _Reader(table, currency)
    for row in table.rows:
        reader.take(row)
    if reader.troubles:
        raise refused(reader.troubles)
    return EditorSheet(list(reader.campaigns.values()), reader.remarks)


class _Reader(CellReader):
    def __init__(self, table: Table, currency: str) -> None:
        super().__init__(table, currency, _KNOWN)
        self.campaigns: dict[str, SheetCampaign] = {}

    def take(self, row: Row) -> None:
        name = row.text(words.CAMPAIGN)
        if name is None:
            self.remarks.append(Remark(row.line, "This row names no campaign and is passed over."))
            return
        kind = row.get(words.CAMPAIGN_TYPE)
        if kind is not None and kind.lower() not in {"search", "search only"}:
            self.remarks.append(
                Remark(row.line, f"“{name}” is a campaign of type {kind}, which is passed over.")
            )
            return
        self.tell_unknown(row)
        campaign = self.campaigns.setdefault(name, SheetCampaign(row.line, name))
        if row.get(words.KEYWORD):
            self._keyword(row, campaign)
        elif row.get(words.LOCATION) or row.get(words.LOCATION_ID):
            self._location(row, campaign)
        elif row.get(words.AD_TYPE) or any(row.get(each) for each in (*words.HEADLINES, *words.DESCRIPTIONS)):
            self._ad(row, campaign)
        elif row.get(words.AD_GROUP):
            self._group_row(row, self._group(row, campaign))
        else:
            self._campaign_row(row, campaign)

    def _group(self, row: Row, campaign: SheetCampaign) -> SheetGroup:
        name = row.text(words.AD_GROUP)
        if name is None:
            self.troubles.append(row.trouble(words.AD_GROUP, "The row has no ad group. Name it."))
            name = ""
        return campaign.groups.setdefault(name, SheetGroup(row.line, name))

    def _campaign_row(self, row: Row, campaign: SheetCampaign) -> None:
        fields, search = campaign.fields, campaign.search
        self.set(row, words.CAMPAIGN_STATUS, fields, "state", self._state)
        self.set(row, words.STRATEGY, fields, "bid_strategy", self._strategy)
        self.set(row, words.TARGET_CPA, fields, "bid_amount", self.money)
        self.set(row, words.CPC_LIMIT, fields, "bid_amount", self.money)
        self.set(row, words.START, fields, "start", _date)
        self.set(row, words.END, fields, "end", _date)
        self.set(row, words.TARGET_ROAS, search, "target_roas", _percent)
        self.set(row, words.SCHEDULE, search, "schedule", _slots, empty=())
        self.set(row, words.POLITICAL, search, "political", _political)
        self.set(row, words.NETWORKS, search, "networks", _networks)
        self._budget(row, fields)
        found: dict[str, Any] = {}
        self.set(row, words.LANGUAGES, found, "languages", _languages, empty=())
        campaign.languages = found.get("languages", campaign.languages)

    def _budget(self, row: Row, fields: dict[str, Any]) -> None:
        amount: dict[str, Any] = {}
        period: dict[str, Any] = {}
        self.set(row, words.BUDGET, amount, "amount", self.money)
        self.set(row, words.BUDGET_TYPE, period, "period", self._period)
        if amount.get("amount") is not None:
            fields["budget"] = Budget(period.get("period") or BudgetPeriod.DAILY, amount["amount"])
        elif amount:
            message = "A campaign on Google Ads has a budget. Write an amount, or leave it blank."
            self.troubles.append(row.trouble(words.BUDGET, message))

    def _group_row(self, row: Row, group: SheetGroup) -> None:
        self.set(row, words.MAX_CPC, group.fields, "bid_amount", self.money)
        self.set(row, words.GROUP_STATUS, group.fields, "state", self._state)

    def _location(self, row: Row, campaign: SheetCampaign) -> None:
        name = row.get(words.LOCATION) or ""
        number = next((found for each in _IDS if (found := row.get(each))), "")
        code = _COUNTRY_CODES.get(name.lower()) or (name.upper() if name.upper() in COUNTRIES else None)
        if code is None and is_googles(f"{GOOGLE_NUMBER}{number}"):
            code = f"{GOOGLE_NUMBER}{number}"
        if any(mark in (row.get(words.CRITERION) or "").lower() for mark in words.LEFT_OUT):
            message = f"“{name or number}” is left out there. Leave it out here by hand: files do not say it."
            self.remarks.append(Remark(row.line, message))
        elif code is None:
            message = f"“{name or number}” is no whole country. Give its number in a column “Location ID”."
            self.remarks.append(Remark(row.line, message))
        else:
            campaign.places[code] = self._row_state(row)

    def _keyword(self, row: Row, campaign: SheetCampaign) -> None:
        kind = (row.get(words.CRITERION) or row.get("Match type") or row.get("Type") or "broad").lower()
        of_campaign, negative = kind.startswith("campaign negative"), "negative" in kind
        match = words.MATCHES.get(kind.split()[-1])
        written = row.get(words.KEYWORD) or ""
        try:
            if match is None:
                raise Invalid(f"The kind {kind} is not known. Write broad, phrase or exact.")
            text = str(read_keyword(str(Keyword(_bare(written), match))))
        except Invalid as error:
            self.troubles.append(row.trouble(words.KEYWORD, error.message))
            return
        if of_campaign:
            campaign.negative_keywords[text] = self._row_state(row)
            return
        group = self._group(row, campaign)
        listed = group.negative_keywords if negative else group.keywords
        listed[text] = self._row_state(row)

    def _ad(self, row: Row, campaign: SheetCampaign) -> None:
        kind = row.get(words.AD_TYPE)
        if kind is not None and kind.lower() != words.RESPONSIVE.lower():
            self.remarks.append(
                Remark(row.line, f"Ads of type {kind} are not modelled; this one is passed over.")
            )
            return
        pinned = [key for key in row.cells if key.endswith("position")]
        if pinned:
            self.remarks.append(
                Remark(row.line, "Positions of texts are not modelled; the texts are not pinned.")
            )
        headlines = [text for each in words.HEADLINES if (text := row.text(each)) and text != ERASE]
        texts = [text for each in words.DESCRIPTIONS if (text := row.text(each)) and text != ERASE]
        paths = [text for each in words.PATHS if (text := row.text(each)) and text != ERASE]
        found = {
            "headline": headlines[0] if headlines else "",
            "more_headlines": tuple(headlines[1:]),
            "primary_text": texts[0] if texts else "",
            "description": texts[1] if len(texts) > 1 else "",
            "more_descriptions": tuple(texts[2:]),
            "display_path": tuple(paths),
            "destination_url": row.text(words.FINAL_URL) or "",
        }
        state = self._row_state(row) if row.get(words.STATUS) else None
        self._group(row, campaign).ads.append(SheetAd(row.line, found, state))

    def _row_state(self, row: Row) -> RunState:
        found: dict[str, Any] = {}
        self.set(row, words.STATUS, found, "state", self._state)
        state = found.get("state")
        return state if isinstance(state, RunState) else RunState.ACTIVE

    def _state(self, cell: str) -> RunState:
        return word(cell, words.STATES)

    def _strategy(self, cell: str) -> object:
        return word(cell, words.STRATEGIES)

    def _period(self, cell: str) -> BudgetPeriod:
        return word(cell, words.PERIODS)


def _bare(written: str) -> str:
    """Return a keyword without marks: the kind stands in a column of its own."""
    return written.strip().strip('[]"')


def _date(cell: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        raise ValueError("Write a day as 2026-12-01.")
    return cell


def _percent(cell: str) -> str:
    number = amount_of(cell.rstrip("% "))
    if not number:
        raise ValueError("Write the target in percent, such as 350%.")
    percent = number if cell.endswith("%") else number * 100
    return f"{percent.normalize():f}%"


def _political(cell: str) -> bool:
    said = cell.lower()
    if said.startswith(words.POLITICAL_NO):
        return False
    if said.startswith(words.POLITICAL_YES):
        return True
    raise ValueError(f"Write “{words.POLITICAL_WORDS[True]}” or “{words.POLITICAL_WORDS[False]}”.")


def _networks(cell: str) -> dict[str, bool]:
    said = cell.lower()
    return {"partners": "partner" in said, "display": "display" in said}


def _languages(cell: str) -> tuple[str, ...]:
    found = []
    for each in re.split(r"[;,]", cell):
        name = each.strip().lower()
        code = name if name in LANGUAGES else _LANGUAGE_CODES.get(name)
        if code is None and name not in {"", "all"}:
            raise ValueError(f"The language {each.strip()} is not known. Write codes such as en;de.")
        if code is not None:
            found.append(code)
    return tuple(sorted(set(found)))


def _slots(cell: str) -> tuple[ScheduleSlot, ...]:
    found = []
    for each in cell.split(";"):
        matched = _SLOT.fullmatch(each.strip())
        day = matched[1].lower() if matched else ""
        if matched is None or day not in set(Weekday):
            raise ValueError("Write hours as (Monday[09:00-18:00]);(Tuesday[09:00-18:00]).")
        begin, end = (int(matched[at]) * 60 + int(matched[at + 1]) for at in (2, 4))
        found.append(ScheduleSlot(Weekday(day), begin, end))
    return tuple(found)
