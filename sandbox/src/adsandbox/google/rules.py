"""Rules that several types of resources share: money, names, texts, addresses, moments of the account."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from adsandbox.google.errors import Step
from adsandbox.google.resources import Edit
from adsandbox.world.currency import minor_units
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.zones import zone_of

MICROS = 1_000_000
LARGEST_MICROS = 10_000_000 * MICROS
MOMENT = "%Y-%m-%d %H:%M:%S"
LONGEST_NAME = 255
LONGEST_URL = 2048
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_KEYWORD_TAG = re.compile(r"\{[Kk]ey[Ww]ord:([^{}]*)\}|\{KEYWORD:([^{}]*)\}")
_WIDE = ("W", "F")


def minimum_unit(customer: Node) -> int:
    """The smallest amount that can be billed, in micros of the customer's currency."""
    return MICROS // minor_units(customer.fields["currency"])


def check_bid(edit: Edit, micros: int, *path: Step) -> None:
    """A bid is positive, billable and not absurd."""
    if micros <= 0:
        edit.refuse("range_error", "TOO_LOW", *path, trigger=micros)
    elif micros > LARGEST_MICROS:
        edit.refuse("bidding_error", "BID_TOO_BIG", *path, trigger=micros)
    elif micros % minimum_unit(edit.call.customer):
        edit.refuse("currency_error", "VALUE_NOT_MULTIPLE_OF_BILLABLE_UNIT", *path, trigger=micros)


def check_name(edit: Edit, name: str, *path: Step) -> None:
    """A name is there, of one line, and not too long (in bytes)."""
    if not name.strip():
        edit.refuse("string_length_error", "TOO_SHORT", *path, trigger=name)
    elif len(name.strip().encode()) > LONGEST_NAME:
        edit.refuse("string_length_error", "TOO_LONG", *path, trigger=name)
    elif any(character in name for character in "\x00\n\r"):
        edit.refuse("string_format_error", "ILLEGAL_CHARS", *path, trigger=name)


def has_namesake(edit: Edit, kind: Kind, among: list[Node] | None = None) -> bool:
    """Whether another resource that is not removed has the same name, in the customer or `among` some."""
    name, own = edit.after.name, edit.node.id if edit.node else ""
    if among is not None:
        return any(
            node.name == name and node.id != own and node.fields["status"] != "REMOVED" for node in among
        )
    found = edit.call.world.store.find_node(kind, edit.call.customer.id, "name", name, own)
    return found is not None


def width(text: str) -> int:
    """How much room a text takes in an ad: wide East Asian characters count twice, a keyword tag as its
    default text.
    """
    shown = _KEYWORD_TAG.sub(lambda tag: tag.group(1) or tag.group(2) or "", text)
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in shown)


def check_text(edit: Edit, text: str, longest: int, *path: Step) -> None:
    """A text of an ad is there and fits."""
    if not text.strip():
        edit.refuse("string_length_error", "TOO_SHORT", *path, trigger=text)
    elif width(text) > longest:
        edit.refuse("string_length_error", "TOO_LONG", *path, trigger=text)


def check_count(edit: Edit, count: int, fewest: int, most: int, *path: Step) -> None:
    """A list has neither too few nor too many items."""
    if count < fewest:
        edit.refuse("collection_size_error", "TOO_FEW", *path)
    elif count > most:
        edit.refuse("collection_size_error", "TOO_MANY", *path)


def check_final_urls(edit: Edit, urls: Any, *path: Step) -> None:
    """Final addresses are whole web addresses; `path` leads to what has the field `final_urls`."""
    for index, url in enumerate(urls):
        code = _url_problem(url)
        if code is not None:
            edit.refuse("url_field_error", code, *path, ("final_urls", index), trigger=url)


def _url_problem(url: str) -> str | None:
    if "://" not in url:
        return "MISSING_PROTOCOL_IN_FINAL_URL"
    if len(url) > LONGEST_URL or any(character.isspace() or character == "\x00" for character in url):
        return "MALFORMED_FINAL_URL"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "MALFORMED_FINAL_URL"
    if parts.scheme not in ("http", "https"):
        return "INVALID_PROTOCOL_IN_FINAL_URL"
    if not host:
        return "MISSING_HOST_IN_FINAL_URL"
    return None if "." in host else "INVALID_TLD_IN_FINAL_URL"


def read_moment(edit: Edit, text: str, *path: Step) -> float | None:
    """The instant of a date-time of the account (`yyyy-MM-dd HH:mm:ss`); None, with a problem, if it is
    none.
    """
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        moment = datetime.strptime(text, MOMENT)  # noqa: DTZ007 - the account's zone follows
    except ValueError:
        edit.refuse("date_error", "INVALID_STRING_DATE_TIME_SECONDS", *path, trigger=text)
        return None
    return moment.replace(tzinfo=zone_of(edit.call.customer)).timestamp()


def written_moment(instant: float, customer: Node) -> str:
    """An instant as a date-time of the account."""
    return datetime.fromtimestamp(instant, zone_of(customer)).strftime(MOMENT)
