"""Reading request parameters, which all arrive as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adsandbox.meta.errors import bad_param, not_one_of, required


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    filename: str
    content: bytes


class Params:
    """The parameters of one call."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def raw(self) -> dict[str, str]:
        """All parameters as they came."""
        return dict(self._values)

    def text(self, name: str) -> str | None:
        """A text, or None when absent."""
        return self._values.get(name)

    def required_text(self, name: str) -> str:
        """A text that must be there and not be blank."""
        value = self._values.get(name, "").strip()
        if not value:
            raise required(name)
        return value

    def choice(self, name: str, allowed: frozenset[str]) -> str | None:
        """A value of an enumeration, or None when absent."""
        value = self._values.get(name)
        if value is not None and value not in allowed:
            raise not_one_of(name, allowed)
        return value

    def whole(self, name: str) -> int | None:
        """A whole number, or None when absent."""
        value = self._values.get(name)
        if value is None:
            return None
        text = value.strip().strip('"')
        try:
            return int(text)
        except ValueError:
            raise bad_param(name, "an integer") from None

    def flag(self, name: str) -> bool | None:
        """A truth value, or None when absent."""
        value = self._values.get(name)
        if value is None:
            return None
        lowered = value.strip().lower()
        if lowered in ("true", "1"):
            return True
        if lowered in ("false", "0"):
            return False
        raise bad_param(name, "a boolean")

    def document(self, name: str, kind: type | tuple[type, ...] = (dict, list)) -> Any:
        """A JSON value of the given kind, or None when absent."""
        value = self._values.get(name)
        if value is None:
            return None
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            raise bad_param(name, "valid JSON") from None
        if not isinstance(parsed, kind):
            raise bad_param(name, "an array" if kind is list else "a JSON object")
        return parsed

    def names(self, name: str) -> list[str]:
        """A list of texts, given as JSON array or with commas; empty when absent."""
        value = (self._values.get(name) or "").strip()
        if not value:
            return []
        if value.startswith("["):
            items = self.document(name, list)
            return [str(item) for item in items]
        return [item.strip().strip('"') for item in value.split(",") if item.strip()]

    def instant(self, name: str, zone: ZoneInfo) -> float | None:
        """A moment as seconds since 1970, or None when absent; without an offset it is in `zone`. 0 means
        none.
        """
        value = self._values.get(name)
        if value is None:
            return None
        return read_instant(name, value, zone)


def read_instant(name: str, value: str, zone: ZoneInfo) -> float:
    """Read ISO 8601 or a Unix time."""
    text = value.strip().strip('"')
    if text.isdigit():
        seconds = float(text)
    else:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise bad_param(name, "a valid date-time") from None
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
    if seconds > 32_503_680_000:
        raise bad_param(name, "a date-time before the year 3000")
    return seconds


def written_instant(instant: float, zone: ZoneInfo) -> str:
    """A moment as Graph writes it: local time with offset."""
    return datetime.fromtimestamp(instant, zone).strftime("%Y-%m-%dT%H:%M:%S%z")
